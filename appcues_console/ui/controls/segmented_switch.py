"""A choice between a few pages, as segments of one control.

It is a tab bar in another dress: arrow keys move between the segments, and a screen reader hears
what they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from appcues_console.ui.theme.stylesheet import CONTROL, RADIUS
from appcues_console.ui.theme.theme import Theme

from .tips import plain_tip

SIDE, LEAST_SIDE = 16, 5
"""Room beside the word of a segment, in pixels at the usual text size, and the least of it."""
SHORTEST = 36
"""Width of a segment whose word is shortened, where there is no room for words."""


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
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
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

    def shown(self, index: int) -> str:
        """Return the word of a segment as it is painted in the width that it has."""
        metrics = QFontMetrics(self._font_of(index))
        width = self.tabRect(index).width() - 2 * self._theme.px(LEAST_SIDE)
        # The text of a tab doubles each &; elided, a pair could be parted.
        word = self.tabText(index).replace("&&", "&")
        return metrics.elidedText(word, Qt.TextElideMode.ElideRight, width)

    def tabSizeHint(self, index: int) -> QSize:
        words, side = self._words(), self._theme.px(LEAST_SIDE)
        if self.width() < len(words) * (max(words) + 2 * side):
            # Where there is no room for equals, each has what its own word needs, now that it is
            # chosen or not.
            word = _advance(self._font_of(index), self.tabText(index))
            return QSize(word + 2 * side, self._theme.px(CONTROL))
        return QSize(max(words) + 2 * self._theme.px(SIDE), self._theme.px(CONTROL))

    def sizeHint(self) -> QSize:
        words = self._words()
        return QSize(len(words) * (max(words) + 2 * self._theme.px(SIDE)), self._theme.px(CONTROL))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return QSize(self._theme.px(SHORTEST), self._theme.px(CONTROL))

    def minimumSizeHint(self) -> QSize:
        # As long as it may, it asks for its words whole.
        quiet = [_advance(self._theme.font_ui(), self.tabText(tab)) for tab in range(self.count())]
        dearest = max(word - plain for word, plain in zip(self._words(), quiet, strict=True))
        least = sum(quiet) + max(0, dearest) + len(quiet) * 2 * self._theme.px(LEAST_SIDE)
        return QSize(least, self._theme.px(CONTROL))

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
            painter.setFont(self._font_of(index))
            painter.setPen(QColor(tokens.text if current or index == under else tokens.quiet))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(room, flags, self.shown(index))
        painter.end()

    def tabLayoutChange(self) -> None:
        super().tabLayoutChange()
        for tab in range(self.count()):
            word = self.tabText(tab).replace("&&", "&")
            self.setTabToolTip(tab, "" if self.shown(tab) == word else plain_tip(word))

    def _font_of(self, index: int) -> QFont:
        chosen = index == self.currentIndex()
        return self._theme.font_heading() if chosen else self._theme.font_ui()

    def _words(self) -> list[int]:
        """Return the widths of the words, each as wide as it is when it is chosen."""
        font = self._theme.font_heading()
        return [_advance(font, self.tabText(tab)) for tab in range(self.count())]

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


def _advance(font: QFont, word: str) -> int:
    return QFontMetrics(font).horizontalAdvance(word) + 1
