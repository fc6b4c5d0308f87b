"""JSON as people write it by hand or copy it from programs, made into JSON that a parser takes.

Trailing commas, comments, single and typographic quotes, keys without quotes, numbers as JSON5 has
them, Python's words. NaN and Infinity stay: `shapes` lets them pass, to be marked. One pass over
the text copies long stretches of plain JSON as they are and mends what stands between them, so that
its time grows with the text and no faster; the values themselves, their spelling and their order,
are left to the plain parser.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from appcues_console.activity.jsontext import JsonProblem, quoted
from appcues_console.activity.problems import shown

from .literals import Literals, NoLiteral, TooMuch
from .traced import Traced, Tracing

MAX_LENGTH: Final = 5_000_000
"""Characters of a text that is mended, and at most `MAX_PLACES` places in it: together they take
about half a second."""

MAX_PLACES: Final = 100_000


class Mend(StrEnum):
    """What was mended, each with its count in a sentence: one, and many."""

    COMMA = "1 comma too many taken out|{} commas too many taken out"
    COMMENT = "1 comment left out|{} comments left out"
    SINGLE = "1 text in single quotes put in double quotes|{} texts in single quotes put in double"
    SMART = "typographic quotes of 1 text straightened|typographic quotes of {} texts straightened"
    ESCAPE = "1 text with unusual escapes spelled anew|{} texts with unusual escapes spelled anew"
    KEY = "1 key put in quotes|{} keys put in quotes"
    NUMBER = "1 number spelled as JSON has it|{} numbers spelled as JSON has them"
    WORD = "1 word of Python spelled as JSON has it|{} words of Python spelled as JSON has them"
    SPACE = "1 unusual space replaced|{} unusual spaces replaced"


@dataclass(frozen=True, slots=True)
class Mended:
    """The text after mending, and how often each thing was mended."""

    text: Traced
    mends: Counter[Mend]

    def sentence(self) -> str:
        """Return what was mended, or an empty text."""
        parts = [
            kind.split("|")[count > 1].format(count) for kind, count in sorted(self.mends.items())
        ]
        return f"Mended: {'; '.join(parts)}." if parts else ""


_ODD_SPACE = "\v\f\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_COMMENT = r"//[^\n\r]*+|\#[^\n\r]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/"
_GAP = rf"(?:[ \t\n\r{_ODD_SPACE}]++|{_COMMENT})*+"
_STRING = r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"'
_NUMBER = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+"

# Everything that is JSON already. A comma is, unless nothing but its closing bracket follows it;
# a word or a number is, unless more of it follows or it is a key.
_PLAIN = re.compile(
    rf"(?:[ \t\n\r]++|{_STRING}|[][}}{{:]|,(?!{_GAP}(?:[]}}]|\Z))"
    rf"|(?:true|false|null|{_NUMBER})(?![\w$.+\\-]|{_GAP}:))++"
)

_WORD = r"(?:[\w$\u200c\u200d]|\\u[0-9a-fA-F]{4})"
_ODD = re.compile(
    rf"""
    (?P<comma>,)
    | (?P<comment>{_COMMENT})
    | (?P<space>[{_ODD_SPACE}]++)
    | (?P<double>"(?:[^"\\\n\r]++|\\.)*+")
    | (?P<single>'(?:[^'\\\n\r]++|\\.)*+')
    | (?P<smart>[“”„‟](?:[^“”„‟"\\\n\r]++|\\.)*+[“”„‟"])
    # An apostrophe is one unless what follows it can only follow a closing quote.
    | (?P<bent>[‘’‚‛](?:[^‘’‚‛'\\\n\r]++|\\.|[‘’‚‛'](?!{_GAP}(?:[]:,}}]|\Z)))*+[‘’‚‛'])
    | (?P<key>{_WORD}(?:{_WORD}|-)*+)(?={_GAP}:)
    | (?P<number>[+-]?(?:0[xX][0-9a-fA-F]++|(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)
        (?![\w$.+-]))
    | (?P<word>[+-]?[\w$][^\s,:"'}}{{\][]*+)
    """,
    re.VERBOSE | re.DOTALL,
)
_AFTER_COMMA = re.compile(rf"{_GAP}([]}}]|\Z)")

_WORDS = {"True": "true", "False": "false", "None": "null"}
_NOT_FINITE = {"NaN": "NaN", "nan": "NaN", "Infinity": "Infinity", "inf": "Infinity"}
"""As JSON5 and Python spell them, and as the parser is told to let them pass."""
_QUOTES = "\"'“”„‟‘’‚‛"


def mended(before: Traced) -> Mended | None:
    """Return `before` as JSON, or None where it is too much to mend.

    Only what cannot be misunderstood is mended: a missing comma, quote or bracket is not. Raises
    `JsonProblem`, with its place in what was pasted, where something stands that is no part of
    JSON; what else is wrong is the parser's to say.
    """
    if len(before.text) > MAX_LENGTH:
        return None
    try:
        return _Mending(before).whole()
    except TooMuch:
        return None


class _Mending:
    def __init__(self, before: Traced) -> None:
        self._before = before
        self._text = before.text
        self._literals = Literals()
        self._mends: Counter[Mend] = Counter()
        self._made = Tracing(before)
        self._last = ""
        """The last character that is neither space nor comment."""

    def whole(self) -> Mended:
        text, at, places = self._text, 0, 0
        while at < len(text):
            plain = _PLAIN.match(text, at)
            if plain is not None:
                self._made.copy(at, plain.end())
                self._last = plain.group().rstrip(" \t\n\r")[-1:] or self._last
                at = plain.end()
                continue
            places += 1
            if places > MAX_PLACES:
                raise TooMuch
            odd = _ODD.match(text, at)
            if odd is None or odd.lastgroup is None:
                raise self._problem(self._what_stands(at), at)
            try:
                self._made.put(self._instead(odd.lastgroup, odd.group(), at), at)
            except NoLiteral as wrong:
                raise self._problem(str(wrong), at) from None
            at = odd.end()
        return Mended(self._made.done(len(text)), self._mends)

    def _instead(self, kind: str, found: str, at: int) -> str:
        """Return the JSON for one thing that is none."""
        match kind:
            case "comment":
                self._mends[Mend.COMMENT] += 1
                return " "
            case "space":
                self._mends[Mend.SPACE] += len(found)
                return " "
            case "comma":
                return self._comma(at)
        self._last = "x"
        match kind:
            case "double":
                return self._string(found, Mend.ESCAPE)
            case "single":
                return self._string(found, Mend.SINGLE)
            case "smart" | "bent":
                return self._string(found, Mend.SMART)
            case "key":
                self._mends[Mend.KEY] += 1
                return quoted(self._literals.key(found))
            case "number":
                self._mends[Mend.NUMBER] += 1
                return self._literals.number(found)
        if found in _WORDS:
            self._mends[Mend.WORD] += 1
            return _WORDS[found]
        number = _NOT_FINITE.get(found.lstrip("+-"))
        if number is not None:
            negative = found.startswith("-") and number == "Infinity"
            return f"-{number}" if negative else number
        raise self._problem(_no_value(found), at)

    def _comma(self, at: int) -> str:
        # One that has nothing before it either was left by somebody who deleted too little.
        after_value = self._last not in {"", "[", "{", ",", ":"}
        if after_value and _AFTER_COMMA.match(self._text, at + 1) is not None:
            self._mends[Mend.COMMA] += 1
            return ""
        self._last = ","
        return ","

    def _string(self, found: str, mend: Mend) -> str:
        self._mends[mend] += 1
        return quoted(self._literals.string(found[1:-1]))

    def _what_stands(self, at: int) -> str:
        if self._text[at] in _QUOTES:
            return "The string that begins here has no closing quote on its line"
        if self._text.startswith("/*", at):
            return "The comment that begins here has no end"
        return f"{shown(self._text[at])} cannot stand here"

    def _problem(self, message: str, at: int) -> JsonProblem:
        return JsonProblem(message, self._before.origin, self._before.source(at))


def _no_value(word: str) -> str:
    if word == "undefined":
        return f"{word} is not a value in JSON"
    return f"{shown(word)} stands here without quotes"
