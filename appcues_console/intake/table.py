"""Two columns of a spreadsheet as profile fields: keys beside values, each value with the type that
it looks like.

Spreadsheets put tabs between cells on the clipboard, and commas or semicolons in files. Lines that
do not all have two cells are no table, so that prose is not taken for one.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import Final

from appcues_console.activity import values
from appcues_console.activity.draft import Pair
from appcues_console.activity.problems import shown
from appcues_console.activity.values import Value

MAX_LENGTH: Final = 1_000_000
"""Characters of a table; and `MAX_ROWS` of its rows, for a person has few properties."""

MAX_ROWS: Final = 5_000

_HEADINGS = {
    "attribute",
    "field",
    "key",
    "name",
    "profile field",
    "property",
    "trait",
    "user property",
}
_VALUE_HEADINGS = {"value", "values"}
# A spreadsheet writes these in capitals, and in JSON they are not.
_SPREADSHEET_WORDS = {"TRUE": "true", "FALSE": "false"}


@dataclass(frozen=True, slots=True)
class Fields:
    """The profile fields of a table, in order, and sentences about how they were read."""

    pairs: tuple[Pair, ...]
    sentences: tuple[str, ...]


def fields(text: str) -> Fields | str | None:
    """Return the fields in `text`, a sentence why a table cannot be taken, or None where `text` is
    no table."""
    separator = _separator(text)
    if separator is None:
        return None
    if len(text) > MAX_LENGTH:
        return f"A table of more than {MAX_LENGTH:,} characters is not a list of profile fields."
    rows = _rows(text, separator)
    if rows is None:
        return None
    how = "in two columns"
    if len(rows) == 2 and len(rows[0]) == len(rows[1]) > 2 and all(rows[0]):
        rows = [list(pair) for pair in zip(*rows, strict=True)]
        how = "across two rows"
    elif any(len(row) != 2 for row in rows):
        return _not_two_columns(rows) if separator == "\t" else None
    elif separator != "\t" and len(rows) < 2:
        # A line of prose has a comma too; two lines with exactly one each are a table.
        return None
    if len(rows) > MAX_ROWS:
        return f"This table has {len(rows):,} fields; a profile is taken from {MAX_ROWS:,} at most."
    return _fields(rows, how)


def _separator(text: str) -> str | None:
    first = text.partition("\n")[0]
    return next((mark for mark in "\t;," if mark in first), None)


def _rows(text: str, separator: str) -> list[list[str]] | None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [[cell.strip() for cell in row] for row in reader if any(map(str.strip, row))]
    except csv.Error:
        # A cell of more than 128 KiB, which is no value of a profile.
        return None
    # Columns that were selected along with the two and are empty.
    width = max((len(row) for row in rows), default=0)
    while width > 2 and not any(row[width - 1 :] and row[width - 1] for row in rows):
        width -= 1
        rows = [row[:width] for row in rows]
    if rows and separator == "\t" and len(rows[-1]) == 1 and len(rows) > 1:
        # White space around a paste is taken off, and with it a last cell that is empty.
        rows[-1].append("")
    return rows or None


def _not_two_columns(rows: list[list[str]]) -> str | None:
    widths = {len(row) for row in rows}
    if len(widths) == 1 and (width := widths.pop()) > 2 and len(rows) > 1:
        return (
            f"This table has {width:,} columns. Copy two of them, the keys and the values, or two "
            "rows."
        )
    return None


def _fields(rows: list[list[str]], how: str) -> Fields:
    sentences = []
    heading = rows[0][0].lower() in _HEADINGS and rows[0][1].lower() in _VALUE_HEADINGS
    if heading and len(rows) > 1:
        rows = rows[1:]
    pairs = [Pair(key, _value(cell)) for key, cell in rows]
    kinds = Counter(pair.value.kind for pair in pairs)
    types = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items())
    plural = "" if len(pairs) == 1 else "s"
    sentences.append(
        f"A table {how}: {len(pairs):,} profile field{plural}, by what they look like {types}."
    )
    if heading:
        sentences.append("The row of headings was left out.")
    empty = sum(not pair.value.text for pair in pairs)
    if empty:
        cells = "1 cell is" if empty == 1 else f"{empty:,} cells are"
        sentences.append(f"{cells} empty and taken as empty text; null says “no value”.")
    keys = Counter(pair.key for pair in pairs)
    twice = next((key for key, count in keys.items() if count > 1), None)
    if twice is not None:
        sentences.append(f"The key {shown(twice)} stands more than once; each was kept.")
    return Fields(tuple(pairs), tuple(sentences))


def _value(cell: str) -> Value:
    value = values.typed(Value(), _SPREADSHEET_WORDS.get(cell, cell))
    # It is a row of the table, even where both of its cells say nothing.
    return value if value.text else Value(forced=True)
