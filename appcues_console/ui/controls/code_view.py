"""Text in the monospaced face: JSON to edit, bodies and headers to read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from appcues_console.ui.json_merge import utf16
from appcues_console.ui.theme.theme import Theme

from .json_highlighter import MOST_AT_ONCE, JsonHighlighter

MARGIN = 10
"""With the two pixels of the focus line: text stands 12 pixels from the edge of its ground."""

AROUND = 40
"""Lines above and below those that are seen, which are coloured with them."""


class CodeView(QPlainTextEdit):
    """Plain text, read-only unless told otherwise; `json` colours it. Tab leaves the field: it is
    for moving through the window."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, json: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._error_at: int | None = None
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(MARGIN)
        self._highlighter = JsonHighlighter(self.document(), theme) if json else None
        self.verticalScrollBar().valueChanged.connect(self._colour_seen)
        self.verticalScrollBar().rangeChanged.connect(self._colour_seen)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def text(self) -> str:
        """Return the text letter by letter. Qt's own `toPlainText` would turn a no-break space into
        a plain one, and with it the value that is sent."""
        return self.document().toRawText().replace("\u2029", "\n")

    def setPlainText(self, text: str) -> None:
        with self.taking(len(text)):
            super().setPlainText(text)

    @contextmanager
    def taking(self, characters: int) -> Iterator[None]:
        """Put so many new characters in within: many are coloured when they are seen only."""
        if self._highlighter is None or characters <= MOST_AT_ONCE:
            yield
            return
        with self._highlighter.postponed():
            yield
        self._colour_seen()

    @property
    def colouring(self) -> bool:
        """True while `textChanged` tells of other colours only."""
        return self._highlighter is not None and self._highlighter.colouring

    def mark_error(self, position: int | None) -> None:
        """Mark the character at `position`, counted in characters of `text()`, or none."""
        # Most often there was none and is none: Qt would paint all of the text again.
        if position is not None or self._error_at is not None:
            self._error_at = position
            self._show_marks()

    def go_to(self, position: int) -> None:
        """Put the caret at `position`."""
        cursor = self.textCursor()
        cursor.setPosition(self._place(position))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _place(self, position: int) -> int:
        last = max(0, self.document().characterCount() - 1)
        return min(utf16(self.text(), position), last)

    def _show_marks(self) -> None:
        marks = []
        if self._error_at is not None:
            at = self._error_at
            # At the very end there is no character to underline: the last one stands for it.
            start = min(at, max(0, len(self.text()) - 1))
            marks.append(self._mark(start, start + 1))
        self.setExtraSelections(marks)

    def _mark(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        tokens = self._theme.tokens
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._place(start))
        cursor.setPosition(self._place(end), QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(QColor(tokens.bad))
        look.setBackground(QColor(tokens.bad_soft))
        mark = QTextEdit.ExtraSelection()
        mark.cursor, mark.format = cursor, look
        return mark

    def _colour_seen(self, *_: int) -> None:
        highlighter = self._highlighter
        # While colours change Qt tells of the range again.
        if highlighter is None or not highlighter.some_plain or highlighter.colouring:
            return
        first = self.firstVisibleBlock().blockNumber()
        seen = self.viewport().height() // max(1, self.fontMetrics().lineSpacing()) + 1
        highlighter.colour(first - AROUND, first + seen + AROUND)

    def _on_theme(self) -> None:
        self.setFont(self._theme.font_mono())
        self.setTabStopDistance(2 * self.fontMetrics().horizontalAdvance(" "))
        self._show_marks()
        self._colour_seen()
