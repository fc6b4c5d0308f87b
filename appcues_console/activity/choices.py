"""The types that a person picks from: each kind of value, and a date by how it is written too.

Date conditions understand ISO 8601 and whole Unix time. Which of the two a date is goes by its
spelling, so a choice between them spells it anew; what was typed is kept beside it.
"""

from __future__ import annotations

from enum import StrEnum

from . import times, values
from .times import Written
from .values import Kind, Value


class TypeChoice(StrEnum):
    """The choices by the words the window shows, in the order of the list."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "true/false"
    DATE = "date"
    UNIX_DATE = "date · Unix"
    NULL = "null"
    JSON = "JSON"


def choice_of(value: Value) -> TypeChoice:
    """Return the choice that `value` is an instance of."""
    if value.kind is Kind.DATE and _is_unix(value.text):
        return TypeChoice.UNIX_DATE
    return TypeChoice(value.kind.value)


def chosen(value: Value, choice: TypeChoice) -> Value:
    """Return `value` as one of `choice`.

    A date is written in the other form where its instant is certain: one without a zone is taken
    for UTC, as an event's time is. What is no date stays as it was typed, for `lint` to speak of.
    """
    if choice not in {TypeChoice.DATE, TypeChoice.UNIX_DATE}:
        return values.forced(value, Kind(choice.value))
    text = values.as_typed(value)
    return values.spelled(value, Kind.DATE, _written(text, choice is TypeChoice.UNIX_DATE))


def _written(text: str, unix: bool) -> str:
    said = times.meaning(text)
    if (
        said is None
        or said.relative
        or _is_unix(text) is unix
        or not times.has_iso(said.milliseconds)
    ):
        return text
    return str(said.milliseconds // 1_000) if unix else times.iso(said.milliseconds)


def _is_unix(text: str) -> bool:
    return times.form_of(text) is not Written.ISO
