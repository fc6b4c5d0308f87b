"""Values as people type them, each with its type visible and its spelling kept.

The API compares by type: the text "42" is not the number 42. So a value is a kind and the very
characters that were typed; only writing it as JSON interprets them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from . import jsontext
from .jsontext import JsonProblem, Node, Number
from .problems import shown


class Kind(StrEnum):
    """The types of value that a person chooses from, by the words the window shows."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "true/false"
    DATE = "date"
    NULL = "null"
    JSON = "JSON"


@dataclass(frozen=True, slots=True)
class Value:
    """A typed value. `forced` is true when a person chose the kind: typing then leaves it alone.

    `original` is what was typed, where a choice put another `text` in its place: it is not sent,
    and comes back with the next choice.
    """

    kind: Kind = Kind.TEXT
    text: str = ""
    forced: bool = False
    original: str | None = None


_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
# The other spelling that date conditions understand, such as `Jan 1, 2025 10:00:00 PM`. Not by
# `strptime`, which reads the names of months in the language of the system.
_SPOKEN = re.compile(
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d\d?), (\d{4})"
    r" (0?[1-9]|1[0-2]):[0-5]\d:[0-5]\d (?:AM|PM)",
    re.ASCII | re.IGNORECASE,
)
_LONGEST_ISO = 40
_UNIX = re.compile(r"-?\d+", re.ASCII)
_WHOLE = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_TELLING = frozenset("tfn-0123456789[{")

MAX_DEPTH = jsontext.MAX_DEPTH - 4
"""Arrays and objects that may stand in one another in one value: an attribute has the body, its
events, the event and its attributes around it, and the whole must be readable again."""


def as_iso(text: str) -> datetime | None:
    """Return the instant that an ISO 8601 date or date and time spells, or None if it is not one.

    Without a zone the result is naive.
    """
    # Few texts begin with a digit, and thousands may be asked for, each several times.
    return _instant(text) if text[:1].isdigit() and len(text) <= _LONGEST_ISO else None


@lru_cache(1024)
def _instant(text: str) -> datetime | None:
    if not _ISO.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def usable_as_date(text: str) -> bool:
    """True for the date spellings documented to work in conditions: ISO 8601, whole Unix time, or
    ``Jan 1, 2025 10:00:00 PM``."""
    if as_iso(text) is not None or _UNIX.fullmatch(text):
        return True
    spoken = _SPOKEN.fullmatch(text) if text[-1:] in {"M", "m"} else None
    if spoken is None:
        return False
    try:
        date(int(spoken[3]), _MONTHS.index(spoken[1].lower()) + 1, int(spoken[2]))
    except ValueError:
        return False
    return True


def guessed(text: str) -> Kind:
    """Return the kind that `text` most likely means."""
    # Most texts begin like none of the others; thousands of them may be looked at.
    if text[:1] not in _TELLING:
        return Kind.TEXT
    if text in {"true", "false"}:
        return Kind.BOOLEAN
    if text == "null":
        return Kind.NULL
    if jsontext.is_number(text):
        return Kind.NUMBER
    if as_iso(text) is not None:
        return Kind.DATE
    if text[:1] in {"{", "["}:
        try:
            jsontext.parse(text, MAX_DEPTH)
        except JsonProblem:
            return Kind.TEXT
        return Kind.JSON
    return Kind.TEXT


def typed(value: Value, text: str) -> Value:
    """Return `value` after a person typed `text` into it: the kind follows unless it was forced."""
    return Value(value.kind if value.forced else guessed(text), text, value.forced)


def forced(value: Value, kind: Kind) -> Value:
    """Return `value` with the kind a person chose; choosing the guessed one frees it again.

    It begins from what was typed, so that a kind chosen on the way to another costs nothing.
    """
    text = as_typed(value)
    if kind is Kind.BOOLEAN and text not in {"true", "false"}:
        text = "true" if text.strip().lower() in {"1", "yes", "true"} else "false"
    elif kind is Kind.NULL:
        text = "null"
    return spelled(value, kind, text)


def as_typed(value: Value) -> str:
    """Return what a person typed, whatever stands in its place now."""
    return value.text if value.original is None else value.original


def spelled(value: Value, kind: Kind, text: str) -> Value:
    """Return `value` as one of `kind` that is spelled `text`; what was typed is kept beside it."""
    was = as_typed(value)
    return Value(kind, text, guessed(text) is not kind, None if was == text else was)


def problem_of(value: Value) -> str | None:
    """Return a sentence saying why `value` cannot be written as its kind, or None if it can."""
    text = value.text
    match value.kind:
        case Kind.NUMBER if not jsontext.is_number(text):
            return f"{_shown(text)} is not a number as JSON writes it, such as 42, 1.5 or 1e3."
        case Kind.BOOLEAN if text not in {"true", "false"}:
            return f"{_shown(text)} is neither true nor false."
        case Kind.DATE if not usable_as_date(text):
            return (
                f"{_shown(text)} is not a date that conditions understand. Write it as 2025-01-31, "
                "2025-01-31T13:05:00Z or whole Unix time."
            )
        case Kind.JSON:
            try:
                jsontext.parse(text, MAX_DEPTH)
            except JsonProblem as problem:
                line = f"line {problem.line}, " if problem.line > 1 else ""
                return f"This is not JSON: {problem.message} ({line}column {problem.column})."
    return None


def _shown(text: str) -> str:
    if not text.strip():
        return "An empty value"
    return shown(text)


def fragment(value: Value, indent: int = 0) -> str:
    """Return `value` as JSON. What cannot be written stands there as it was typed, so that the
    preview shows the mistake instead of hiding it; `problem_of` says what is wrong."""
    match value.kind:
        case Kind.TEXT:
            return jsontext.quoted(value.text)
        case Kind.NULL:
            return "null"
        case Kind.DATE:
            return value.text if _WHOLE.fullmatch(value.text) else jsontext.quoted(value.text)
        case Kind.JSON:
            try:
                return jsontext.written(jsontext.parse(value.text), indent)
            except JsonProblem:
                return value.text
    return value.text


def from_node(node: Node) -> Value:
    """Return the value that writes `node` again."""
    match node:
        case None:
            return Value(Kind.NULL, "null")
        case bool():
            return Value(Kind.BOOLEAN, "true" if node else "false")
        case Number():
            # What ends in a letter is NaN or Infinity: typing on must not make it a text.
            return Value(Kind.NUMBER, node.text, not node.text[-1:].isdigit())
        case str():
            guess = guessed(node)
            kind = guess if guess is Kind.DATE else Kind.TEXT
            return Value(kind, node, guess is not kind)
    # On one line: that is what a cell can show and edit. The body lays it out.
    return Value(Kind.JSON, jsontext.compact(node))
