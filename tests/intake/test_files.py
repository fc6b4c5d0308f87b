"""The text of a dropped file, or a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from appcues_console.intake.files import MAX_BYTES, text_of_bytes, text_of_file
from appcues_console.intake.understood import NotUnderstood

TEXT = '{"ключ": "🙂"}\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_editors_save_is_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "body.json"
    file.write_bytes(TEXT.encode(encoding))

    assert text_of_file(file) == TEXT


def test_utf_16_of_either_order() -> None:
    assert text_of_bytes(b"\xff\xfe" + TEXT.encode("utf-16-le"), "x") == TEXT
    assert text_of_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"), "x") == TEXT


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("é".encode("latin-1"), "not UTF-8 text: byte 1 "),
        (b"\xff\xfea", "not UTF-16 text"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (b"PK\x03\x04rest", "workbook"),
        (b"a\x00b", "not a text file"),
        (b"\x89PNG\r\n\x1a\n", "not UTF-8"),
        (b"x" * (MAX_BYTES + 1), "larger than 24 MB"),
    ],
)
def test_anything_else_is_a_sentence(data: bytes, said: str) -> None:
    found = text_of_bytes(data, "file.bin")

    assert isinstance(found, NotUnderstood)
    assert said in found.sentence
    assert "“file.bin”" in found.sentence
    assert found.sentence.endswith("Nothing was changed.")


def test_what_is_no_file_is_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing", tmp_path / "a\x00b", tmp_path / ("x" * 5_000)):
        assert isinstance(text_of_file(path), NotUnderstood)


def test_a_file_that_cannot_be_opened_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "body.json"
    file.write_text(TEXT)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    found = text_of_file(file)

    assert isinstance(found, NotUnderstood)
    assert found.sentence == "“body.json” cannot be read: permission denied. Nothing was changed."
