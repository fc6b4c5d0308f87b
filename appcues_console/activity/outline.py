"""Where the members of a body and its events stand in the text, without reading what they hold.

While a person types in a large body, all its events but one say what they said before. Finding
their edges is work for Python's own fast parser; only what changed between them is read anew.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final, NoReturn

_SPACE: Final = re.compile(r"[ \t\n\r]*")


class NoOutline(ValueError):
    """The text is not JSON, or not an object in which `events` is an array. Reading it says why."""


@dataclass(frozen=True, slots=True)
class Outline:
    """`members` are the keys of a body and the JSON of each, in order; a key may stand more than
    once. `events` is the JSON of each event."""

    members: tuple[tuple[str, str], ...]
    events: tuple[str, ...] | None


def outline(text: str) -> Outline:
    """Return the outline of `text`. Raises `NoOutline` where it has none."""
    try:
        return _outline(text)
    except (ValueError, RecursionError):
        raise NoOutline from None


def _outline(text: str) -> Outline:
    members = []
    events: tuple[str, ...] | None = None
    at = _after_mark(text, 0, "{")
    if _character(text, at) == "}":
        at += 1
    else:
        while True:
            key, at = _SKIM.raw_decode(text, at)
            if not isinstance(key, str) or text[at - 1] != '"':
                raise NoOutline
            start = _after_mark(text, at, ":")
            if key == "events":
                found, at = _items(text, start)
                events = tuple(found)
            else:
                at = _end(text, start)
            members.append((key, text[start:at]))
            mark, at = _separator(text, at, "}")
            if mark == "}":
                break
    if _SPACE.fullmatch(text, at) is None:
        raise NoOutline
    return Outline(tuple(members), events)


def _items(text: str, start: int) -> tuple[list[str], int]:
    """Return the JSON of each item of the array at `start`, and where it ends."""
    at = _after_mark(text, start, "[")
    items: list[str] = []
    if _character(text, at) == "]":
        return items, at + 1
    while True:
        end = _end(text, at)
        items.append(text[at:end])
        mark, at = _separator(text, end, "]")
        if mark == "]":
            return items, at


def _end(text: str, start: int) -> int:
    _, end = _SKIM.raw_decode(text, start)
    return end


def _separator(text: str, at: int, closing: str) -> tuple[str, int]:
    """Return the mark behind a member or item, and where the next one or the rest begins."""
    at = _spaces(text, at)
    mark = _character(text, at)
    if mark == ",":
        return mark, _spaces(text, at + 1)
    if mark != closing:
        raise NoOutline
    return mark, at + 1


def _after_mark(text: str, at: int, mark: str) -> int:
    at = _spaces(text, at)
    if _character(text, at) != mark:
        raise NoOutline
    return _spaces(text, at + 1)


def _character(text: str, at: int) -> str:
    return text[at : at + 1]


def _spaces(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _refuse(name: str) -> NoReturn:
    raise NoOutline(name)


# Numbers stay as they are spelled: Python would refuse to convert thousands of digits.
_SKIM: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse)
