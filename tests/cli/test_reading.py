"""The bytes of a body, or a sentence why there are none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from appcues_console.cli import reading
from appcues_console.cli.failures import Failure
from appcues_console.cli.output import Output
from appcues_console.cli.reading import read_body


def reader(stdin: bytes = b"") -> Output:
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    return Output(given, io.StringIO(), io.StringIO())


def said(output: Output) -> str:
    assert isinstance(output.stderr, io.StringIO)
    return output.stderr.getvalue()


def test_the_bytes_are_those_of_the_file(tmp_path: Path) -> None:
    data = b' {"a":\r\n 1.0}\n'
    (tmp_path / "body.json").write_bytes(data)
    assert read_body(reader(), str(tmp_path / "body.json")) == data
    assert read_body(reader(data), "-") == data
    assert read_body(Output(io.StringIO("{}"), io.StringIO(), io.StringIO()), "-") == b"{}"


def test_a_byte_order_mark_is_left_out_with_a_word() -> None:
    output = reader(b"\xef\xbb\xbf{}")
    assert read_body(output, "-") == b"{}"
    assert said(output) == (
        "Standard input begins with a byte order mark. It is left out of the body.\n"
    )


def test_a_person_at_a_terminal_is_told_how_to_end() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    output = Output(Terminal("{}"), io.StringIO(), io.StringIO())
    assert read_body(output, "-") == b"{}"
    assert "end it with Ctrl+" in said(output)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{\n  "a": "\xc3\xa9\xff"}', "Standard input is not UTF-8: see line 2, column 10."),
        (b"\xff\xfe{\x00}\x00", "Standard input is UTF-16."),
        (b"\xfe\xff\x00{\x00}", "Standard input is UTF-16."),
        (b'"\xed\xa0\x80"', "Standard input is not UTF-8: see line 1, column 2."),
        (b'"\xc3', "Standard input is not UTF-8: see line 1, column 2."),
    ],
)
def test_what_is_not_utf8(data: bytes, says: str) -> None:
    with pytest.raises(Failure) as caught:
        read_body(reader(data), "-")
    assert caught.value.message.startswith(says)
    assert caught.value.status == 2


def test_more_than_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 2 * 1024 * 1024)
    exactly = b" " * (2 * 1024 * 1024)
    assert read_body(reader(exactly), "-") == exactly
    with pytest.raises(Failure, match="larger than 2 MiB"):
        read_body(reader(exactly + b" "), "-")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for name, says in [
        (str(tmp_path / "gone.json"), r"gone\.json” cannot be read: no such file or directory\."),
        (str(tmp_path), r"” cannot be read: is a directory\."),
        ("a\0b", "not a name that a file can have"),
    ]:
        with pytest.raises(Failure, match=says) as caught:
            read_body(reader(), name)
        assert caught.value.status == 2
