"""The colour of an account as a small mark, for lists, combo boxes and bars.

The shape says how careful one has to be, so that colour does not speak alone: a ring practises, a
disc tests, a diamond is production.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from appcues_console.activity.destination import Safety
from appcues_console.ui.theme.theme import Theme

SIZE = 16
RATIOS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


def dot_icon(colour: str, theme: Theme, safety: Safety = Safety.TEST) -> QIcon:
    """Return the mark of an account whose colour is named `colour`; an unknown one is slate."""
    return _icon(theme.tokens.account(colour).fill, safety, theme.px(SIZE))


@cache
def _icon(fill: str, safety: Safety, size: int) -> QIcon:
    made = QIcon()
    for ratio in RATIOS:
        picture = QPixmap(round(size * ratio), round(size * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_dot(painter, QRectF(0, 0, size, size), fill, safety)
        painter.end()
        made.addPixmap(picture)
        # Qt would tint the mark of a selected row, and the colour is what it says.
        made.addPixmap(picture, QIcon.Mode.Selected)
    return made


def paint_dot(painter: QPainter, room: QRectF, fill: str, safety: Safety) -> None:
    """Paint the mark in `fill` (``#rrggbb``) into the square `room`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle, unit = room.center(), room.width() / SIZE
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    if safety is Safety.PRODUCTION:
        reach = 5.75 * unit
        painter.drawPolygon(
            QPolygonF(
                [
                    middle + QPointF(0, -reach),
                    middle + QPointF(reach, 0),
                    middle + QPointF(0, reach),
                    middle + QPointF(-reach, 0),
                ]
            )
        )
    elif safety is Safety.PRACTICE:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(fill), 2.25 * unit))
        painter.drawEllipse(middle, 3.75 * unit, 3.75 * unit)
    else:
        painter.drawEllipse(middle, 4.75 * unit, 4.75 * unit)
    painter.restore()
