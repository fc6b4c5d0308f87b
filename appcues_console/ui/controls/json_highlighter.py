"""JSON in the colours of the tokens, line by line."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

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


class JsonHighlighter(QSyntaxHighlighter):
    """Colours keys, strings, numbers, literals and punctuation. JSON has no string over more than
    one line, so each line is coloured by itself."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self._formats: dict[str, QTextCharFormat] = {}
        theme.changed.connect(self._on_theme)
        self._take_colours()

    def highlightBlock(self, text: str) -> None:
        if len(text) > MOST_COLOURED:
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
        self.rehighlight()


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
