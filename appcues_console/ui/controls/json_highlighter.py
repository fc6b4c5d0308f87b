"""JSON in the colours of the tokens, line by line; of a long text the lines that are seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument

from appcues_console.ui.theme.theme import Theme

_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\]++|\\.)*+"?)(?P<colon>\s*:)?'
    r"|(?P<number>-?\d++(?:\.\d++)?(?:[eE][+-]?\d++)?)"
    r"|(?P<literal>\b(?:true|false|null)\b)"
    r"|(?P<punctuation>[{}\[\],:]++)"
)
COLOURS = {
    "key": "code_key",
    "string": "code_string",
    "number": "code_number",
    "literal": "code_literal",
    "punctuation": "code_punctuation",
}
MOST_COLOURED = 10_000
"""Characters of a line. A longer one stays plain: colouring it would hold up the window."""
MOST_AT_ONCE = 20_000
"""Characters that are coloured as they come. With more, only those that are seen are."""


class JsonHighlighter(QSyntaxHighlighter):
    """Colours keys, strings, numbers, literals and punctuation. JSON has no string over more than
    one line, so each line is coloured by itself. `colouring` is true while colours change and the
    text does not, `some_plain` once lines may be left that `colour` has still to be called for."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self._formats: dict[str, QTextCharFormat] = {}
        self._postponing = False
        self.colouring = False
        self.some_plain = False
        theme.changed.connect(self._on_theme)
        self._take_colours()

    @contextmanager
    def postponed(self) -> Iterator[None]:
        """Leave what is changed within plain, to be coloured when it is seen."""
        self._postponing = self.some_plain = True
        try:
            yield
        finally:
            self._postponing = False

    def colour(self, first: int, end: int) -> None:
        """Colour the lines from `first` to before `end` that are plain."""
        # Qt says of colours, too, that they changed the text.
        self.colouring = True
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().findBlockByNumber(max(first, 0))
        while block.isValid() and block.blockNumber() < end:
            if not block.layout().formats():
                self.rehighlightBlock(block)
            block = block.next()
        cursor.endEditBlock()
        self.colouring = False

    def highlightBlock(self, text: str) -> None:
        if self._postponing or len(text) > MOST_COLOURED:
            return
        wide = not text.isascii()
        for start, length, kind in tokens_of(text):
            first, count = _in_utf16(text, start, length) if wide else (start, length)
            self.setFormat(first, count, self._formats[kind])

    def _take_colours(self) -> None:
        for kind, token in COLOURS.items():
            self._formats[kind] = QTextCharFormat()
            self._formats[kind].setForeground(QColor(self._theme.tokens.colour(token)))

    def _on_theme(self) -> None:
        self._take_colours()
        self.colouring = True
        with self.postponed() if self.some_plain else nullcontext():
            self.rehighlight()
        self.colouring = False


def tokens_of(line: str) -> list[tuple[int, int, str]]:
    """Return start, length and kind of each token of one line, in characters."""
    found = []
    for match in _TOKEN.finditer(line):
        if match["string"] is None:
            found.append((match.start(), match.end() - match.start(), str(match.lastgroup)))
            continue
        kind = "key" if match["colon"] else "string"
        found.append((match.start(), len(match["string"]), kind))
        if match["colon"]:
            found.append((match.end() - 1, 1, "punctuation"))
    return found


def _in_utf16(text: str, start: int, length: int) -> tuple[int, int]:
    """Return a range of `text` as Qt counts it: characters beyond U+FFFF count twice."""
    before, inside = text[:start], text[start : start + length]
    return _units(before), _units(inside)


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
