"""What lies under the text of a row: whether it is selected, has the focus, or is pointed at."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from appcues_console.ui.theme.stylesheet import RADIUS
from appcues_console.ui.theme.tokens import Tokens


def paint_row_ground(painter: QPainter, option: QStyleOptionViewItem, tokens: Tokens) -> None:
    """Paint the ground of the row that `option` describes."""
    state = option.state
    ground = QRectF(option.rect).adjusted(1, 1, -1, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    if state & QStyle.StateFlag.State_Selected:
        painter.setBrush(QColor(tokens.selection))
        painter.drawRoundedRect(ground, RADIUS, RADIUS)
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(QColor(tokens.hover))
        painter.drawRoundedRect(ground, RADIUS, RADIUS)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.focus), 2))
        painter.drawRoundedRect(ground, RADIUS, RADIUS)
