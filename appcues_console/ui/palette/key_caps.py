"""Keys drawn as the caps that a person looks for on the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from appcues_console.ui.theme.theme import Theme

HEIGHT = 18
GAP = 4
SIDE = 5


def caps(keys: str) -> list[str]:
    """Return ``Ctrl+Shift+Z`` as its keys. Plus itself may be one: ``Ctrl++``. macOS writes no plus
    between its signs: they stay together, as its menus show them."""
    if not keys:
        return []
    if keys.endswith("+"):
        return [*filter(None, keys[:-1].split("+")), "+"]
    return keys.split("+")


def paint_caps(painter: QPainter, rect: QRectF, keys: str, theme: Theme) -> float:
    """Paint `keys` at the right of `rect`, and return where they begin."""
    tokens, px = theme.tokens, theme.px
    font, right = theme.font_small(), rect.right()
    metrics = QFontMetricsF(font)
    height = px(HEIGHT)
    for key in reversed(caps(keys)):
        width = max(px(20), metrics.horizontalAdvance(key) + 2 * px(SIDE))
        cap = QRectF(right - width, rect.center().y() - height / 2, width, height)
        painter.setPen(QColor(tokens.strong_line))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(font)
        painter.setPen(QColor(tokens.quiet))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        right = cap.left() - px(GAP)
    return right
