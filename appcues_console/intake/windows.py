"""The words of a command line as Windows takes it apart: first the command prompt with its carets,
then the program's own library with its backslashes."""

from __future__ import annotations

import re

from .shell import MAX_WORDS, Line, Word, unclosed
from .traced import Traced, Tracing

_PROMPT = re.compile(
    r"""
    \^\r?\n(?P<newline>\r?\n)?
    | \^(?P<literal>.)
    | (?P<quoted>"[^"\r\n]*+(?:\r?\n[^"\r\n]*+)*+"?)
    | (?P<end>[\r\n|&<>])
    | (?P<plain>[^"^\r\n|&<>]++)
    | (?P<lone>\^)
    """,
    re.VERBOSE | re.DOTALL,
)


def without_carets(text: Traced) -> Traced:
    """Return the first command as the command prompt hands it to a program: the carets that take
    the meaning from a character are gone, and quotes are still there."""
    line = Tracing(text)
    at = 0
    while at < len(text.text):
        found = _PROMPT.match(text.text, at)
        if found is None or (found.lastgroup == "end" and text.text[:at].strip()):
            break
        if found["newline"] or found["literal"]:
            group = "newline" if found["newline"] else "literal"
            line.copy(found.start(group), found.end(group))
        elif found["quoted"] or found["plain"]:
            line.copy(found.start(), found.end())
        at = found.end()
    return line.done(at)


_ARGUMENT = re.compile(
    r"""
    (?P<space>[ \t\r\n]++)
    | (?P<slashes>\\++)(?P<quote>"?)
    | (?P<bare>")
    | (?P<plain>[^ \t\r\n\\"]++)
    """,
    re.VERBOSE,
)


class WindowsLine:
    """Takes a line apart as the C library of Windows does: backslashes count before quotes only."""

    def __init__(self, text: Traced) -> None:
        self._source = text
        self._text = text.text

    def line(self) -> Line:
        """Return its words. Raises `JsonProblem` where a quote is not closed."""
        words: list[Word] = []
        word: Tracing | None = None
        quoted_at: int | None = None
        at = 0
        while len(words) < MAX_WORDS and (found := _ARGUMENT.match(self._text, at)) is not None:
            at, start = found.end(), found.start()
            if found["space"] is not None and quoted_at is None:
                words += [Word(word.done(start))] if word is not None else []
                word = None
                continue
            word = word or Tracing(self._source)
            if found["bare"] is None:
                word.put(_unescaped(found), start)
                # Behind pairs of backslashes, a quote is a quote.
                at -= _pairs_before_a_quote(found)
            elif quoted_at is not None and self._text.startswith('"', at):
                word.put('"', start)
                at += 1
            else:
                quoted_at = start if quoted_at is None else None
        if quoted_at is not None:
            raise unclosed(self._source, quoted_at)
        words += [Word(word.done(at))] if word is not None else []
        return Line(tuple(words), more=False)


def _unescaped(found: re.Match[str]) -> str:
    if not found["quote"]:
        return found.group()
    count = len(found["slashes"])
    return "\\" * (count // 2) + '"' * (count % 2)


def _pairs_before_a_quote(found: re.Match[str]) -> bool:
    return bool(found["quote"]) and len(found["slashes"]) % 2 == 0
