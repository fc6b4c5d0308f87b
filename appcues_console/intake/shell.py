"""Which shell a command was written for, and what a word of it is. Nothing is ever run.

Commands are copied from browsers and documentation for two kinds of shell: POSIX ones, and the
command prompt of Windows, whose carets and doubled rules of quoting are their own. What a shell
would look up, a variable or the output of a command, stays as it is written and is marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from appcues_console.activity.jsontext import JsonProblem

from .traced import Traced

MAX_WORDS: Final = 1_000
"""Words of a command that are taken apart; a person writes a few dozen."""


@dataclass(frozen=True, slots=True)
class Word:
    """One argument. `looked_up`: it names a variable or a command whose value only a shell has."""

    text: Traced
    looked_up: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The words of the first command, at most `MAX_WORDS`, and whether anything stands behind them
    that was not read."""

    words: tuple[Word, ...]
    more: bool


_CONTINUED_BY_CARET = re.compile(r"\^[ \t]*\r?\n")
_CONTINUED_BY_BACKSLASH = re.compile(r"\\[ \t]*\r?\n")
_CARET_QUOTE = re.compile(r'\s\^"')
_BACKTICK_AT_END = re.compile(r"[ \t]`[ \t]*\r?\n")


def for_windows(text: str) -> bool:
    """True for a command that was written for the command prompt of Windows."""
    if _CONTINUED_BY_BACKSLASH.search(text):
        return False
    return bool(_CONTINUED_BY_CARET.search(text) or _CARET_QUOTE.search(text))


def for_powershell(text: str) -> bool:
    """True for a command whose lines are continued as PowerShell does."""
    return bool(_BACKTICK_AT_END.search(text)) and not _CONTINUED_BY_BACKSLASH.search(text)


def unclosed(text: Traced, at: int) -> JsonProblem:
    """Return the problem of a quote at `at` of `text` that is not closed: its line and column are
    those in what was pasted."""
    return JsonProblem("The quote that begins here is not closed", text.origin, text.source(at))
