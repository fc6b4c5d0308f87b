"""What stands for a column while it is folded: a slim strip that unfolds it again."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from appcues_console.ui.theme import icons
from appcues_console.ui.theme.stylesheet import RADIUS
from appcues_console.ui.theme.theme import Theme

from .tips import set_plain_tip

WIDTH, ICON, ABOVE = 36, 16, 18
"""Pixels at the usual text size: of the strip, of its icon, and of the room above that."""


class FoldedStrip(QAbstractButton):
    """A button as high as the window, with the column's name written downwards."""

    def __init__(
        self, name: str, icon_name: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._icon_name, self._theme = name, icon_name, theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"Unfold {name.lower()}")
        set_plain_tip(self, f"Unfold {name.lower()}")
        theme.changed.connect(self._on_theme)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(WIDTH), self._theme.px(ABOVE + ICON + ABOVE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, tokens = self._theme, self._theme.tokens
        lit = self.underMouse() or self.isDown()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(tokens.hover if lit else tokens.sunken))
        colour = tokens.text if lit else tokens.quiet
        side, middle = theme.px(ICON), self.width() / 2
        top = theme.px(ABOVE)
        room = QRectF(middle - side / 2, top, side, side)
        icons.renderer(self._icon_name, colour).render(painter, room)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRoundedRect(room.adjusted(-6, -6, 6, 6), RADIUS, RADIUS)
        painter.setFont(theme.font_small())
        painter.setPen(QColor(colour))
        metrics = QFontMetrics(painter.font())
        painter.translate(QPointF(middle, top + side + theme.px(12)))
        painter.rotate(90)
        painter.drawText(QPointF(0, (metrics.ascent() - metrics.descent()) / 2), self._name)
        painter.end()

    def _on_theme(self) -> None:
        self.updateGeometry()
        self.update()
