"""Data and sentences keep apart, and neither can command a terminal."""

from __future__ import annotations

import errno
import io
import json

import pytest

from appcues_console.cli.exits import Exit
from appcues_console.cli.failures import Failure
from appcues_console.cli.output import Output


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Broken(io.StringIO):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.writes = 0

    def write(self, _text: str) -> int:
        self.writes += 1
        raise OSError(self.number, "No space left on device")


def test_sentences_and_data_go_their_own_ways() -> None:
    out, err = io.StringIO(), io.StringIO()
    output = Output(io.StringIO(), out, err)
    output.say("For people.")
    output.line("data")
    assert (out.getvalue(), err.getvalue()) == ("data\n", "For people.\n")


def test_control_characters_are_spelled_out() -> None:
    out, err = io.StringIO(), io.StringIO()
    output = Output(io.StringIO(), out, err)
    output.say("a\x1b[2Jb")
    output.line("a\u202eb\nc")
    assert err.getvalue() == "a\\u001b[2Jb\n"
    assert out.getvalue() == "a\\u202eb\\u000ac\n"


def test_a_record_is_one_line_whatever_it_holds() -> None:
    out = io.StringIO()
    record = {"a": "\u2028\x85\n\ud800é", "n": None}
    Output(io.StringIO(), out, io.StringIO()).record(record)
    assert len(out.getvalue().splitlines()) == 1
    assert out.getvalue().isascii()
    assert json.loads(out.getvalue()) == record


def test_bytes_go_through_as_they_are() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8")
    output = Output(io.StringIO(), out, io.StringIO())
    output.line("before")
    output.raw(b"\xff\x1b[2J\r\n")
    assert raw.getvalue() == b"before\n\xff\x1b[2J\r\n"


def test_bytes_cannot_command_a_terminal() -> None:
    out = Terminal()
    Output(io.StringIO(), out, io.StringIO()).raw(b'{"a":\n"\x1b]0;title\x07\xff"}')
    assert out.getvalue() == '{"a":\n"\\u001b]0;title\\u0007\ufffd"}\n'


def test_a_reader_that_has_gone_is_no_failure() -> None:
    out = Broken(errno.EPIPE)
    output = Output(io.StringIO(), out, io.StringIO())
    output.line("x")
    assert output.gone
    output.line("y")
    output.record({})
    assert out.writes == 1


def test_a_full_disk_is_one() -> None:
    output = Output(io.StringIO(), Broken(errno.ENOSPC), io.StringIO())
    with pytest.raises(Failure, match=r"could not be written: No space left on device\.") as caught:
        output.line("x")
    assert caught.value.status is Exit.NOT_KEPT


def test_nobody_is_told_that_standard_error_is_closed() -> None:
    err = Broken(errno.EPIPE)
    Output(io.StringIO(), io.StringIO(), err).say("x")
    assert err.writes == 1
