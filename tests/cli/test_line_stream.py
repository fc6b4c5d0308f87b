"""Lines read beside the sending: numbered, bounded, and never an end that is none."""

from __future__ import annotations

import errno
import io
import os
import queue
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.cli import line_stream
from appcues_console.cli.exits import Exit
from appcues_console.cli.failures import Failure
from appcues_console.cli.line_stream import LineStream, numbered_lines
from appcues_console.cli.lines import Faulty, Line

PATIENCE = 10
GOOD = b'{"user": "u", "profile_update": {"a": 1}}'


class Pieces:
    """A source that hands out its pieces as a pipe does, then ends or fails."""

    def __init__(self, pieces: list[bytes | None], error: Exception | None = None) -> None:
        self._pieces = iter(pieces)
        self._error = error

    def read(self, _size: int) -> bytes | None:
        for piece in self._pieces:
            return piece
        if self._error is not None:
            raise self._error
        return b""


class Taken:
    """What a stream has told."""

    def __init__(self) -> None:
        self.lines: queue.Queue[Line] = queue.Queue()
        self.ended = threading.Event()
        self.error: Exception | None = None

    def end(self, error: Exception | None) -> None:
        self.error = error
        self.ended.set()

    def of(self, source: line_stream.Source, window: int = 100) -> LineStream:
        stream = LineStream(source, window, self.lines.put, self.end)
        stream.start()
        return stream

    def all(self) -> Iterator[Line]:
        assert self.ended.wait(PATIENCE)
        while not self.lines.empty():
            yield self.lines.get()


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
    found = dict(numbered_lines(Pieces([*pieces, *([rest] if rest else [])])))
    if lines and not lines[0].startswith(b"\xef\xbb\xbf"):
        assert found == {n: line for n, line in enumerate(lines, start=1) if line.strip()}


def test_a_byte_order_mark_and_empty_lines_are_left_out() -> None:
    source = io.BytesIO(b"\xef\xbb\xbfa\n\n \t\r\nb\r\n\xef\xbb\xbfc")
    assert list(numbered_lines(source)) == [(1, b"a"), (4, b"b\r"), (5, b"\xef\xbb\xbfc")]


def test_a_line_that_is_too_long_is_left_out_and_costs_no_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(line_stream, "LONGEST_LINE", 10)
    monkeypatch.setattr(line_stream, "_PIECE", 4)
    source = io.BytesIO(b"0123456789\n01234567890\n" + b"x" * 1000 + b"\nend\n" + b"y" * 11)
    assert list(numbered_lines(source)) == [
        (1, b"0123456789"),
        (2, None),
        (3, None),
        (4, b"end"),
        (5, None),
    ]
    taken = Taken()
    taken.of(io.BytesIO(b"x" * 11))
    (line,) = taken.all()
    assert isinstance(line, Faulty)
    assert (line.number, line.status) == (1, Exit.USAGE)
    assert line.message.startswith("It is longer than ")


def test_it_reads_no_further_than_its_window() -> None:
    taken = Taken()
    stream = taken.of(io.BytesIO(GOOD + b"\n" + GOOD + b"\n" + GOOD), window=2)
    first = taken.lines.get(timeout=PATIENCE)
    second = taken.lines.get(timeout=PATIENCE)
    assert [first.number, second.number] == [1, 2]
    assert not taken.ended.is_set()
    assert stream._count == 2
    stream.release(first)
    assert taken.lines.get(timeout=PATIENCE).number == 3
    assert taken.ended.wait(PATIENCE)
    assert stream._bytes == 2 * len(GOOD)


def test_large_lines_count_by_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_stream, "MOST_BYTES", len(GOOD) + 1)
    taken = Taken()
    stream = taken.of(io.BytesIO(b"\n".join([GOOD, GOOD])))
    first = taken.lines.get(timeout=PATIENCE)
    assert not taken.ended.is_set()
    stream.release(first)
    assert taken.lines.get(timeout=PATIENCE).number == 2
    assert taken.ended.wait(PATIENCE)


def test_it_can_be_stopped_while_it_waits_for_room() -> None:
    taken = Taken()
    stream = taken.of(io.BytesIO(b"\n".join([GOOD] * 3)), window=1)
    taken.lines.get(timeout=PATIENCE)
    stream.stop()
    stream._thread.join(PATIENCE)
    assert not stream._thread.is_alive()
    assert taken.lines.empty()


def test_a_source_that_breaks_is_told_after_the_lines_before() -> None:
    taken = Taken()
    taken.of(Pieces([GOOD + b"\n"], OSError(errno.EIO, os.strerror(errno.EIO))))
    assert [line.number for line in taken.all()] == [1]
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

    monkeypatch.setattr(line_stream, "read_line", broken)
    taken = Taken()
    taken.of(io.BytesIO(GOOD))
    assert list(taken.all()) == []
    assert isinstance(taken.error, ZeroDivisionError)
