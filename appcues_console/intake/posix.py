"""The words of a command line as a POSIX shell takes it apart, bash's `$'…'` included."""

from __future__ import annotations

import re

from .shell import MAX_WORDS, Line, Word, unclosed
from .traced import Traced, Tracing

_POSIX = re.compile(
    r"""
    (?P<continued>\\[ \t]*\r?\n)
    | (?P<space>[ \t\xa0]++)
    | (?P<single>'[^']*+')
    | (?P<ansi>\$'(?:[^'\\]++|\\.)*+')
    | (?P<double>\$?"(?:[^"\\]++|\\.)*+")
    | (?P<escaped>\\.)
    # Documentation prints <placeholders> where a shell would open a file.
    | (?P<plain>(?:[^\s\\'";|&<>$]|\$(?!['"])|<[\w-]++>)++)
    | (?P<end>[\r\n;|&<>])
    """,
    re.VERBOSE | re.DOTALL,
)
_DOUBLE = re.compile(r'(?P<plain>[^\\]++)|\\(?P<escaped>["\\$`])|(?P<gone>\\\r?\n)|(?P<other>\\)')
_ANSI = re.compile(
    r"""(?P<plain>[^\\]++)
    | \\(?P<letter>[abeEfnrtv\\'"?])
    | (?P<bytes>(?:\\(?:x[0-9a-fA-F]{1,2}|[0-7]{1,3}))++)
    | (?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})
    | \\u(?P<short>[0-9a-fA-F]{1,4})
    | \\U(?P<long>[0-9a-fA-F]{1,8})
    | (?P<other>\\)""",
    re.VERBOSE,
)
_BYTE = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3}))")
_LETTERS = {
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "E": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
_LOOKED_UP = re.compile(r"\$[\w{(]|`")


class PosixLine:
    """Takes one command line apart, up to the end of its first command."""

    def __init__(self, text: Traced) -> None:
        self._source = text
        self._text = text.text
        self._words: list[Word] = []
        self._word: Tracing | None = None
        self._looked_up = False

    def line(self) -> Line:
        """Return its words. Raises `JsonProblem` where a quote is not closed."""
        text, at = self._text, 0
        while at < len(text) and len(self._words) < MAX_WORDS:
            if text[at] == "#" and self._word is None:
                at = _line_end(text, at)
                continue
            found = _POSIX.match(text, at)
            if found is None:
                if text[at] in "'\"$":
                    raise unclosed(self._source, at)
                # A backslash that is the last character, or white space that shells do not know.
                self._open().copy(at, at + 1)
                at += 1
                continue
            if found.lastgroup == "end":
                if self._words or self._word:
                    break
            else:
                self._take(found.lastgroup or "", found.group(), at)
            at = found.end()
        self._close(at)
        return Line(tuple(self._words), bool(text[at:].strip()))

    def _take(self, kind: str, found: str, at: int) -> None:
        match kind:
            case "space":
                self._close(at)
            case "single":
                self._open().copy(at + 1, at + len(found) - 1)
            case "ansi":
                self._ansi(at + 2, at + len(found) - 1)
            case "double":
                self._double(at + 1 + found.startswith("$"), at + len(found) - 1)
            case "escaped":
                self._open().copy(at + 1, at + 2)
            case "plain":
                self._looked_up |= _LOOKED_UP.search(found) is not None
                self._open().copy(at, at + len(found))

    def _open(self) -> Tracing:
        if self._word is None:
            self._word = Tracing(self._source)
        return self._word

    def _close(self, at: int) -> None:
        if self._word is not None:
            self._words.append(Word(self._word.done(at), self._looked_up))
            self._word, self._looked_up = None, False

    def _double(self, at: int, end: int) -> None:
        word = self._open()
        for found in _DOUBLE.finditer(self._text, at, end):
            if found["plain"] is not None:
                self._looked_up |= _LOOKED_UP.search(found["plain"]) is not None
                word.copy(found.start(), found.end())
            elif found["escaped"] is not None:
                word.copy(found.start() + 1, found.end())
            elif found["other"] is not None:
                word.copy(found.start(), found.end())

    def _ansi(self, at: int, end: int) -> None:
        word = self._open()
        for found in _ANSI.finditer(self._text, at, end):
            word.put(_ansi_text(found), found.start())


def _ansi_text(found: re.Match[str]) -> str:
    if found["letter"] is not None:
        return _LETTERS.get(found["letter"], found["letter"])
    if found["bytes"] is not None:
        values = (int(m[1], 16) if m[1] else int(m[2], 8) & 0xFF for m in _BYTE.finditer(found[0]))
        data = bytes(values)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            # Some browsers write characters below U+0100 so.
            return data.decode("latin-1")
    if found["pair"] is not None:
        high, low = int(found["pair"][2:6], 16), int(found["pair"][8:12], 16)
        return chr(0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF))
    if (code := found["short"] or found["long"]) is not None:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"
    return found[0]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
