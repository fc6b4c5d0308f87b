"""Lines read beside the sending: numbered, bounded, and never an end that is none."""

from __future__ import annotations

import errno
import io
import os
import queue
import threading
from collections import deque
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.cli import line_stream
from appcues_console.cli.exits import Exit
from appcues_console.cli.failures import Failure
from appcues_console.cli.line_stream import LineStream, Numbered, numbered_lines
from appcues_console.cli.lines import Faulty, Line, Ready

PATIENCE = 10
GOOD = b'{"user": "u", "profile_update": {"a": 1}}'


class Pieces:
    """A source that hands out its pieces as a pipe does, then ends or fails."""

    def __init__(self, pieces: list[bytes | None], error: Exception | None = None) -> None:
        self.left = deque(pieces)
        self._error = error

    def read(self, _size: int) -> bytes | None:
        if self.left:
            return self.left.popleft()
        if self._error is not None:
            raise self._error
        return b""


class Taken:
    """What a stream has told."""

    def __init__(self) -> None:
        self.groups: queue.Queue[list[Numbered]] = queue.Queue()
        self.ended = threading.Event()
        self.error: Exception | None = None

    def end(self, error: Exception | None) -> None:
        self.error = error
        self.ended.set()

    def of(self, source: line_stream.Source, groups: int = 100) -> LineStream:
        stream = LineStream(source, self.groups.put, self.end)
        for _ in range(groups):
            stream.more()
        stream.start()
        return stream

    def next(self) -> list[Numbered]:
        return self.groups.get(timeout=PATIENCE)

    def all(self) -> Iterator[Numbered]:
        assert self.ended.wait(PATIENCE)
        while not self.groups.empty():
            yield from self.groups.get()


def lines_of(source: line_stream.Source) -> list[tuple[int, bytes | None]]:
    return [line for group in numbered_lines(source) for line in group]


@given(
    st.lists(st.binary(max_size=9).map(lambda line: line.replace(b"\n", b"x")), max_size=9),
    st.lists(st.integers(1, 12)),
    st.booleans(),
)
def test_lines_are_those_of_the_file(lines: list[bytes], cuts: list[int], ended: bool) -> None:
    data = b"\n".join(lines) + (b"\n" if ended and lines else b"")
    pieces: list[bytes | None] = []
    rest = data
    for cut in cuts:
        if rest[:cut]:
            pieces.append(rest[:cut])
        rest = rest[cut:]
    found = dict(lines_of(Pieces([*pieces, *([rest] if rest else [])])))
    if lines and not lines[0].startswith(b"\xef\xbb\xbf"):
        assert found == {n: line for n, line in enumerate(lines, start=1) if line.strip()}


def test_a_byte_order_mark_and_empty_lines_are_left_out() -> None:
    source = io.BytesIO(b"\xef\xbb\xbfa\n\n \t\r\nb\r\n\xef\xbb\xbfc")
    assert lines_of(source) == [(1, b"a"), (4, b"b\r"), (5, b"\xef\xbb\xbfc")]


def test_a_line_that_is_too_long_is_left_out_and_costs_no_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(line_stream, "LONGEST_LINE", 10)
    monkeypatch.setattr(line_stream, "_PIECE", 4)
    source = io.BytesIO(b"0123456789\n01234567890\n" + b"x" * 1000 + b"\nend\n" + b"y" * 11)
    assert lines_of(source) == [
        (1, b"0123456789"),
        (2, None),
        (3, None),
        (4, b"end"),
        (5, None),
    ]
    taken = Taken()
    taken.of(io.BytesIO(b"x" * 11))
    ((_, line),) = taken.all()
    assert isinstance(line, Faulty)
    assert (line.number, line.status) == (1, Exit.USAGE)
    assert line.message.startswith("It is longer than ")


def test_each_group_is_what_became_known_at_once() -> None:
    pieces: list[bytes | None] = [b"1\n2\n3", b"\n", b"4", b"4\n\n", b"\n", b"7"]
    assert list(numbered_lines(Pieces(pieces))) == [
        [(1, b"1"), (2, b"2")],
        [(3, b"3")],
        [(4, b"44")],
        [(7, b"7")],
    ]


def test_it_reads_no_further_than_it_is_asked_to() -> None:
    source = Pieces([b"a\n", b"b\n", b"c\n"])
    taken = Taken()
    stream = taken.of(source, groups=2)
    assert [taken.next(), taken.next()] == [[(1, b"a")], [(2, b"b")]]
    assert not taken.ended.is_set()
    assert list(source.left) == [b"c\n"]
    stream.more()
    assert taken.next() == [(3, b"c")]
    stream.more()
    assert taken.ended.wait(PATIENCE)


def test_a_long_line_is_read_on_its_own_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_stream, "SHORT", len(GOOD))
    taken = Taken()
    taken.of(io.BytesIO(GOOD + b"\n" + GOOD + b" "))
    (_, short), (number, long) = taken.all()
    assert short == GOOD
    assert isinstance(long, Ready)
    assert (number, long.number, long.size) == (2, 2, len(GOOD) + 1)


def test_it_can_be_stopped_while_it_waits_to_be_asked() -> None:
    taken = Taken()
    stream = taken.of(Pieces([GOOD + b"\n"] * 3), groups=1)
    taken.next()
    stream.stop()
    stream._thread.join(PATIENCE)
    assert not stream._thread.is_alive()
    assert taken.groups.empty()
    assert not taken.ended.is_set()


def test_a_source_that_breaks_is_told_after_the_lines_before() -> None:
    taken = Taken()
    taken.of(Pieces([GOOD + b"\n"], OSError(errno.EIO, os.strerror(errno.EIO))))
    assert list(taken.all()) == [(1, GOOD)]
    assert isinstance(taken.error, Failure)
    assert taken.error.status is Exit.USAGE
    assert taken.error.message == "The input cannot be read any further: input/output error."


def test_a_source_that_has_nothing_yet_does_not_pass_for_the_end() -> None:
    taken = Taken()
    taken.of(Pieces([GOOD, None]))
    assert list(taken.all()) == []
    assert isinstance(taken.error, Failure)


def test_a_bug_in_the_reading_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Line:
        raise ZeroDivisionError

    monkeypatch.setattr(line_stream, "SHORT", 0)
    monkeypatch.setattr(line_stream, "read_line", broken)
    taken = Taken()
    taken.of(io.BytesIO(GOOD))
    assert list(taken.all()) == []
    assert isinstance(taken.error, ZeroDivisionError)
