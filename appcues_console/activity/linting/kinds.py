"""How a value becomes one of another type, where it can be only one."""

from __future__ import annotations

from typing import Final

from appcues_console.activity import dates, jsontext
from appcues_console.activity.problems import Fix, Path
from appcues_console.activity.values import Kind, Value, typed

from .value import as_text, beyond_exact

NAMES: Final = {
    Kind.TEXT: "a text",
    Kind.NUMBER: "a number",
    Kind.BOOLEAN: "true/false",
    Kind.DATE: "a date",
}


def agree(kind: Kind, before: Kind) -> bool:
    """Return whether a value of `kind` may stand where one of kind `before` has been.

    A date is a text to everything but date conditions, and whole Unix time is a date too.
    """
    return kind is before or (kind, before) in {(Kind.DATE, Kind.TEXT), (Kind.NUMBER, Kind.DATE)}


def conversion(value: Value, path: Path, kind: Kind) -> Fix | None:
    """Return the fix that makes `value` one of `kind`, or None where that could be a guess."""
    text = value.text.strip()
    put: Value | None = None
    match kind:
        case Kind.NUMBER if value.kind is Kind.TEXT and jsontext.is_number(text):
            put = None if beyond_exact(text) else Value(Kind.NUMBER, text)
        case Kind.BOOLEAN if value.kind is Kind.TEXT and text.lower() in {"true", "false"}:
            put = Value(Kind.BOOLEAN, text.lower())
        case Kind.TEXT if value.kind in {Kind.NUMBER, Kind.BOOLEAN}:
            put = as_text(value)
        case Kind.DATE if len(readings := dates.iso_readings(text)) == 1:
            put = typed(Value(), readings[0])
    return None if put is None else Fix(f"Make it {NAMES[kind]}", path, value, put)
