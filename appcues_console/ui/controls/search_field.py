"""A line to search with: a glass at its beginning, as large as the text."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from appcues_console.ui.fields import DataLine
from appcues_console.ui.theme.theme import Theme

ICON, GAP = 16, 6


class SearchField(DataLine):
    """Qt's own icon in a field has one size, whatever the text's; this one is painted."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def glass(self) -> QRect:
        """Return where the glass is painted."""
        side = self._theme.px(ICON)
        return QRect(self._theme.px(8), (self.height() - side) // 2, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        self._theme.icon("search").paint(painter, self.glass())
        painter.end()

    def _on_theme(self) -> None:
        margins = self.textMargins()
        margins.setLeft(self._theme.px(ICON + GAP))
        self.setTextMargins(margins)
        self.update()
