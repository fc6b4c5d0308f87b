"""What a literal that JSON does not have means: the one place where the JSON5 library is asked.

The library parses character by character in Python, about 5 µs each, so it is given single
literals and never a whole text, and all that it is given for one text is bounded.
"""

from __future__ import annotations

import re
from typing import Final

MAX_ASKED: Final = 20_000
"""Characters that are given to the library for one text: about a tenth of a second."""

_COST: Final = 20
"""Characters that are counted for each question beside its own: what setting up a parser takes."""

_LONGEST_NUMBER: Final = 400
"""A number that is spelled unlike JSON's and is longer than this was not written by a person."""

_DECIMAL = re.compile(r"([+-]?)(\d*)\.?(\d*)((?:[eE][+-]?\d+)?)", re.ASCII)


class NoLiteral(ValueError):
    """This is no literal of JSON5; the text says why."""


class TooMuch(Exception):
    """More was asked than one text may ask."""


class Literals:
    """Reads the literals of one text. `asked` is what was spent of `MAX_ASKED`."""

    def __init__(self) -> None:
        self.asked = 0

    def string(self, inside: str) -> str:
        """Return what a string says of which the quotes are taken off. Raises `NoLiteral` where an
        escape in it does not exist, `TooMuch` beyond `MAX_ASKED`."""
        if "\\" not in inside:
            return inside
        # Either quote may stand in it bare, and a control character stands for itself.
        bare = re.sub(r'(\\.)|(")', lambda m: m[1] or '\\"', inside, flags=re.DOTALL)
        found = self._read(f'"{bare}"')
        if not isinstance(found, str):
            raise NoLiteral("This string has a backslash escape that does not exist")
        return found

    def key(self, spelled: str) -> str:
        """Return what an unquoted key says; errors as in `string`."""
        if "\\" not in spelled:
            return spelled
        found = self._read("{" + spelled + ":0}")
        if not isinstance(found, list):
            raise NoLiteral("This key has a backslash escape that does not exist")
        key: str = found[0][0]
        return key

    def number(self, spelled: str) -> str:
        """Return a number of JSON5 as JSON spells it: hexadecimal digits as decimal ones, every
        other digit as it was typed."""
        if len(spelled) > _LONGEST_NUMBER:
            raise NoLiteral("This is too long for a number")
        if "x" in spelled or "X" in spelled:
            found = self._read(spelled.removeprefix("+"))
            if isinstance(found, int):
                return str(found)
        parts = _DECIMAL.fullmatch(spelled)
        if parts is None or (parts[2].startswith("0") and len(parts[2]) > 1):
            raise NoLiteral("A number cannot begin with a needless zero")
        sign, whole, decimals, exponent = parts.groups()
        fraction = f".{decimals}" if decimals else ""
        return f"{'-' if sign == '-' else ''}{whole or '0'}{fraction}{exponent}"

    def _read(self, spelled: str) -> object:
        self.asked += len(spelled) + _COST
        if self.asked > MAX_ASKED:
            raise TooMuch
        import json5

        value, problem, _ = json5.parse(spelled, object_pairs_hook=list)
        return None if problem else value
