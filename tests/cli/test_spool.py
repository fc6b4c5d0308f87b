"""What a batch has to say is kept on one thread and written on another, in order."""

from __future__ import annotations

import errno
import io
from collections.abc import Iterable

import pytest

from appcues_console.cli import spool as spool_module
from appcues_console.cli.output import Output
from appcues_console.cli.spool import Spool


class Stream(io.StringIO):
    """Remembers each piece that was written."""

    def __init__(self, name: str, pieces: list[tuple[str, str]], error: int | None = None) -> None:
        super().__init__()
        self._name, self._pieces, self._error = name, pieces, error

    def write(self, text: str) -> int:
        if self._error is not None:
            raise OSError(self._error, "")
        self._pieces.append((self._name, text))
        return len(text)


def spool_of(pieces: list[tuple[str, str]], error: int | None = None) -> Spool:
    out, err = Stream("out", pieces, error), Stream("err", pieces)
    return Spool(Output(io.StringIO(), out, err))


def say_all(spool: Spool, texts: Iterable[str]) -> None:
    for text in texts:
        spool.line(text)


def test_nothing_is_written_before_it_is_drained_and_then_in_order() -> None:
    pieces: list[tuple[str, str]] = []
    spool = spool_of(pieces)
    say_all(spool, ["a", "b\x1b"])
    spool.record({"c": 1})
    spool.say("d\x1b")
    spool.line("e")
    assert pieces == []
    spool.drain()
    assert pieces == [("out", 'a\nb\\u001b\n{"c": 1}\n'), ("err", "d\\u001b\n"), ("out", "e\n")]
    spool.drain()
    assert len(pieces) == 3


def test_it_is_full_until_it_is_drained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool_module, "MOST_KEPT", 10)
    spool = spool_of([])
    full = []
    for text in ("123456789", ""):
        spool.line(text)
        full.append(spool.full)
    spool.drain()
    assert [*full, spool.full] == [False, True, False]


def test_waiting_ends_where_there_is_something() -> None:
    spool = spool_of([])
    spool.line("a")
    spool.wait(3600)
    spool.drain()
    spool.wait(0)


def test_a_reader_that_has_gone_is_noticed() -> None:
    spool = spool_of([], errno.EPIPE)
    spool.line("a")
    assert not spool.gone
    spool.drain()
    assert spool.gone
