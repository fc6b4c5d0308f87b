"""The text of a file that somebody dropped, or a sentence why there is none.

Editors and spreadsheets save UTF-8 with and without a byte order mark, and UTF-16 with one. Nothing
else is guessed: what is guessed wrong would be sent wrong.
"""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from .reading import MAX_LENGTH, UNCHANGED
from .understood import NotUnderstood

MAX_BYTES: Final = 2 * MAX_LENGTH
"""A text of `MAX_LENGTH` characters in UTF-16. More is not even read."""

_ARCHIVE = b"PK\x03\x04"


def text_of_file(path: Path) -> str | NotUnderstood:
    """Return the text of the file at `path`. It blocks while the file is read; it never raises."""
    try:
        if not path.is_file():
            return NotUnderstood(f"“{path.name}” is not a file. {UNCHANGED}")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        return NotUnderstood(f"“{path.name}” cannot be read: {reason.lower()}. {UNCHANGED}")
    return text_of_bytes(data, path.name)


def text_of_bytes(data: bytes, name: str) -> str | NotUnderstood:
    """Return `data` as text without a byte order mark; `name` is what sentences call it."""
    if len(data) > MAX_BYTES:
        return NotUnderstood(
            f"“{name}” is larger than {MAX_BYTES // 1_000_000} MB, which is more than the console "
            f"reads. {UNCHANGED}"
        )
    if data.startswith(_ARCHIVE):
        return NotUnderstood(
            f"“{name}” is a workbook or an archive. Copy its two columns, or save them as CSV. "
            f"{UNCHANGED}"
        )
    encoding = "UTF-8"
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return NotUnderstood(f"“{name}” is UTF-32. Save it as UTF-8. {UNCHANGED}")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "UTF-16"
    try:
        text = data.decode("utf-16" if encoding == "UTF-16" else "utf-8-sig")
    except UnicodeDecodeError as error:
        return NotUnderstood(
            f"“{name}” is not {encoding} text: byte {error.start + 1:,} cannot be read. Save it as "
            f"UTF-8. {UNCHANGED}"
        )
    if "\x00" in text:
        return NotUnderstood(f"“{name}” is not a text file. {UNCHANGED}")
    return text
