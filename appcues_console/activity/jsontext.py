"""JSON that is read and written without changing what it says.

Python's own parser does the reading; its hooks keep what an ordinary `json.loads` would lose: the
spelling of every number, the order of keys, and keys that stand twice. A person who typed `1.0`
must find `1.0` on the wire.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

MAX_DEPTH: Final = 64
"""Arrays and objects that may stand in one another. The API ignores nested values at all; this
bounds recursion."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number by its spelling, such as ``1.0`` or ``12345678901234567890``."""

    text: str


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a JSON object in order; a key may stand more than once."""

    pairs: tuple[tuple[str, Node], ...]


Node = None | bool | str | Number | tuple["Node", ...] | Members
"""A JSON value: arrays are tuples, objects are `Members`."""


class JsonProblem(ValueError):
    """Text that is not JSON. `line` and `column` count from 1; `position` is an index from 0."""

    def __init__(self, message: str, text: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = min(position, len(text))
        self.line = text.count("\n", 0, self.position) + 1
        self.column = self.position - (text.rfind("\n", 0, self.position) + 1) + 1


_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
# Possessive: a string of ten megabytes must not leave ten million places to come back to.
_STRING = r'"(?:[^"\\]++|\\.)*+"'
_CONSTANT = re.compile(_STRING + r"|(-?Infinity|NaN)", re.DOTALL)
_MARK = re.compile(_STRING + r'|[][{}:,]|[^][{}:,"\s]++', re.DOTALL)
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_ESCAPED = re.compile("[\ud800-\udfff\u2028\u2029\ufdd0\ufdd1]")

_COMMA = "The comma before the closing {} is one too many"
_WORDS = {
    "Expecting value": "A value is missing here",
    "Expecting property name enclosed in double quotes": "A key in double quotes belongs here",
    "Expecting ':' delimiter": "A colon is missing between key and value",
    "Expecting ',' delimiter": "A comma is missing here",
    "Illegal trailing comma before end of object": _COMMA.format("brace"),
    "Illegal trailing comma before end of array": _COMMA.format("bracket"),
    "Extra data": "Something follows after the end of the JSON",
    "Unterminated string starting at": "The string that begins here has no closing quote",
    "Invalid control character at": "A line break or control character in a string must be escaped",
    "Invalid \\escape": "This backslash escape does not exist in JSON",
    "Invalid \\uXXXX escape": "A \\u escape needs four hexadecimal digits",
    "Unexpected UTF-8 BOM (decode using utf-8-sig)": "A byte order mark, which no text shows, "
    "stands before the JSON; remove it",
}
_CLOSING = {"}": "brace", "]": "bracket"}
_SPACE = " \t\n\r"
"""White space as JSON has it; Python's own notion is wider."""


def is_number(text: str) -> bool:
    """True when `text` is exactly one number in JSON's own grammar."""
    return _NUMBER.fullmatch(text) is not None


def parse(text: str, max_depth: int = MAX_DEPTH, *, not_finite: bool = False) -> Node:
    """Return the value that `text` spells; raise `JsonProblem` where it is not JSON, or where more
    than `max_depth` arrays and objects stand in one another. `not_finite` lets NaN, Infinity and
    -Infinity pass as numbers of that spelling, which JSON does not have."""
    try:
        loaded = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=Number,
            parse_float=Number,
            parse_constant=Number if not_finite else lambda name: _refuse_constant(name, text),
        )
        return _frozen(loaded, max_depth)
    except json.JSONDecodeError as error:
        raise _in_our_words(error, text) from None
    except (RecursionError, _TooDeep):
        position = _first_below(text, max_depth)
        raise JsonProblem(f"Nested more than {max_depth} levels deep", text, position) from None


class _Pairs(list[Any]):
    """Marks the list that `object_pairs_hook` receives, so that it is told from an array."""


class _TooDeep(Exception):
    """Unwinds the walk; where it happened is found again in the text."""


def _frozen(loaded: Any, levels: int) -> Node:
    if isinstance(loaded, list):
        if not levels:
            raise _TooDeep
        if isinstance(loaded, _Pairs):
            return Members(
                tuple(
                    # Most values are neither: a call for each would take half of the time.
                    (key, _frozen(value, levels - 1) if isinstance(value, list) else value)
                    for key, value in loaded
                )
            )
        return tuple(
            _frozen(value, levels - 1) if isinstance(value, list) else value for value in loaded
        )
    value: Node = loaded
    return value


def _places(text: str) -> Iterator[tuple[int, list[int], str]]:
    """Yield position, path and first mark of each key and each value in JSON.

    The path counts the members or items before it, level by level, and is the same list each time.
    Members are told by their keys, items by their first mark.
    """
    path: list[int] = []
    told = False
    for match in _MARK.finditer(text):
        mark = match.group()
        if mark in {"]", "}"}:
            path.pop()
            told = True
        elif mark == ",":
            path[-1] += 1
            told = False
        elif mark != ":":
            yield match.start(), path, "" if told else mark
            told = True
            if mark in {"[", "{"}:
                path.append(0)
                told = False


def position_of(text: str, path: Sequence[int]) -> int:
    """Return where in `text`, JSON that `parse` takes, the key or item at `path` begins: ``(0, 2)``
    is the third member or item of the first one of the whole."""
    wanted = list(path)
    return next((at for at, place, mark in _places(text) if mark and place == wanted), 0)


def _first_below(text: str, levels: int) -> int:
    """Return where the first array or object begins that has `levels` others around it."""
    # The text may be wrong further on, but a parser has been this deep in it already.
    return next(
        (at for at, place, _ in _places(text) if len(place) == levels and text[at] in "[{"), 0
    )


def _refuse_constant(name: str, text: str) -> NoReturn:
    found = next((m for m in _CONSTANT.finditer(text) if m.group(1)), None)
    raise JsonProblem(f"{name} is not a value in JSON", text, found.start() if found else 0)


def _in_our_words(error: json.JSONDecodeError, text: str) -> JsonProblem:
    words, position = _WORDS.get(error.msg, error.msg), error.pos
    # Before 3.13 the parser reports a trailing comma as a missing key or value behind it.
    closing = text[position : position + 1]
    if closing in _CLOSING and (comma := _comma_before(text, position)) is not None:
        words, position = _COMMA.format(_CLOSING[closing]), comma
    return JsonProblem(words, text, position)


def _comma_before(text: str, position: int) -> int | None:
    while position and text[position - 1] in _SPACE:
        position -= 1
    return position - 1 if text[position - 1 : position] == "," else None


def quoted(text: str) -> str:
    """Return `text` as a JSON string; each character that UTF-8 can carry stands for itself."""
    spelled = _ENCODER.encode(text)
    if spelled.isascii():
        return spelled
    # A lone surrogate has no UTF-8 form, and text editors take the other four for line breaks;
    # their escapes say the same in ASCII.
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", spelled)


def written(node: Node, indent: int = 0) -> str:
    """Return `node` as JSON in the console's layout: two spaces a level, one member a line.

    `indent` is the level at which the value stands; its first line carries no indentation.
    """
    if node is None:
        return "null"
    if node is True:
        return "true"
    if node is False:
        return "false"
    if isinstance(node, Number):
        return node.text
    if isinstance(node, str):
        return quoted(node)
    if isinstance(node, Members):
        return enclosed("{}", [member(k, written(v, indent + 1)) for k, v in node.pairs], indent)
    return enclosed("[]", [written(item, indent + 1) for item in node], indent)


def compact(node: Node) -> str:
    """Return `node` as JSON on one line, with a space after each comma and colon."""
    if isinstance(node, Members):
        return "{" + ", ".join(member(key, compact(value)) for key, value in node.pairs) + "}"
    if isinstance(node, tuple):
        return "[" + ", ".join(map(compact, node)) + "]"
    return written(node)


def member(key: str, value: str) -> str:
    """Return one member of an object from a key and the JSON of its value."""
    return f"{quoted(key)}: {value}"


def enclosed(brackets: str, parts: list[str], indent: int) -> str:
    """Return `parts` between `brackets`, one a line, at `indent` levels."""
    if not parts:
        return brackets
    pad, end = "  " * (indent + 1), "  " * indent
    return f"{brackets[0]}\n{pad}" + f",\n{pad}".join(parts) + f"\n{end}{brackets[1]}"
