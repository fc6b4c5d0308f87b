"""A choice between a few pages, as segments of one control.

It is a tab bar in another dress: arrow keys move between the segments, and a screen reader hears
what they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from appcues_console.ui.theme.stylesheet import CONTROL, RADIUS
from appcues_console.ui.theme.theme import Theme

SIDE = 16
"""Room beside the word of a segment, in pixels at the usual text size."""


class SegmentedSwitch(QTabBar):
    """Segments, one of them chosen. `chosen(index)` follows the person's choice."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._telling = True
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for name in names:
            self.addTab(name.replace("&", "&&"))
        self.currentChanged.connect(self._on_current)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def choose(self, index: int) -> None:
        """Show the segment at `index` as chosen, without telling."""
        self._telling = False
        try:
            self.setCurrentIndex(index)
        finally:
            self._telling = True

    def tabSizeHint(self, index: int) -> QSize:
        widest = max(
            QFontMetrics(self._theme.font_heading()).horizontalAdvance(self.tabText(tab))
            for tab in range(self.count())
        )
        return QSize(widest + 2 * self._theme.px(SIDE), self._theme.px(CONTROL))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.hover))
        ground = QRectF(self.tabRect(0).united(self.tabRect(self.count() - 1)))
        painter.drawRoundedRect(ground, RADIUS, RADIUS)
        under = self.tabAt(self.mapFromGlobal(self.cursor().pos())) if self.underMouse() else -1
        for index in range(self.count()):
            room = QRectF(self.tabRect(index))
            current = index == self.currentIndex()
            if current:
                self._paint_chosen(painter, room.adjusted(2, 2, -2, -2))
            painter.setFont(self._theme.font_heading() if current else self._theme.font_ui())
            painter.setPen(QColor(tokens.text if current or index == under else tokens.quiet))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
        painter.end()

    def _paint_chosen(self, painter: QPainter, room: QRectF) -> None:
        tokens = self._theme.tokens
        focus = self.hasFocus()
        width = 2 if focus else 1
        inset = width / 2
        painter.setPen(QPen(QColor(tokens.focus if focus else tokens.strong_line), width))
        painter.setBrush(QColor(tokens.strong_line if tokens.dark else tokens.raised))
        painter.drawRoundedRect(room.adjusted(inset, inset, -inset, -inset), RADIUS - 2, RADIUS - 2)

    def _on_current(self, index: int) -> None:
        if self._telling:
            self.chosen.emit(index)

    def _on_theme(self) -> None:
        self.setFont(self._theme.font_ui())
        self.updateGeometry()
        self.update()
