"""Text in the monospaced face: JSON to edit, bodies and headers to read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from appcues_console.ui.json_merge import utf16
from appcues_console.ui.theme.theme import Theme

from .json_highlighter import JsonHighlighter

MARGIN = 10
"""With the two pixels of the focus line: text stands 12 pixels from the edge of its ground."""


class CodeView(QPlainTextEdit):
    """Plain text, read-only unless told otherwise; `json` colours it. Tab leaves the field: it is
    for moving through the window."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, json: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._error_at: int | None = None
        self._doubts: tuple[tuple[int, int], ...] = ()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(MARGIN)
        self._highlighter = JsonHighlighter(self.document(), theme) if json else None
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def text(self) -> str:
        """Return the text letter by letter. Qt's own `toPlainText` would turn a no-break space into
        a plain one, and with it the value that is sent."""
        return self.document().toRawText().replace("\u2029", "\n")

    def wrap_lines(self, wrap: bool) -> None:
        """Break long lines at the edge, or let them run on under a scroll bar."""
        mode = QPlainTextEdit.LineWrapMode
        self.setLineWrapMode(mode.WidgetWidth if wrap else mode.NoWrap)

    def mark_error(self, position: int | None) -> None:
        """Mark the character at `position`, counted in characters of `text()`, or none."""
        self._error_at = position
        self._show_marks()

    def mark_doubts(self, ranges: Sequence[tuple[int, int]]) -> None:
        """Underline ranges softly, each a start and an end in characters of `text()`: places that a
        problem of severity warning is about."""
        self._doubts = tuple(ranges)
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
        tokens = self._theme.tokens
        marks = [self._mark(start, end, tokens.warn, None) for start, end in self._doubts]
        if self._error_at is not None:
            at = self._error_at
            # At the very end there is no character to underline: the last one stands for it.
            start = min(at, max(0, len(self.text()) - 1))
            marks.append(self._mark(start, start + 1, tokens.bad, tokens.bad_soft))
        self.setExtraSelections(marks)

    def _mark(
        self, start: int, end: int, line: str, ground: str | None
    ) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._place(start))
        cursor.setPosition(self._place(end), QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(QColor(line))
        if ground is not None:
            look.setBackground(QColor(ground))
        mark = QTextEdit.ExtraSelection()
        mark.cursor, mark.format = cursor, look
        return mark

    def _on_theme(self) -> None:
        self.setFont(self._theme.font_mono())
        self.setTabStopDistance(2 * self.fontMetrics().horizontalAdvance(" "))
        self._show_marks()
