"""How a problem is painted: its mark, the whole sentence, and below it where and how we know."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from appcues_console.activity.problems import Problem, Severity
from appcues_console.ui.theme.icons import pixmap
from appcues_console.ui.theme.stylesheet import RADIUS
from appcues_console.ui.theme.theme import Theme

from .problems_model import PROBLEM_ROLE, caption

MARK, GAP, PAD = 16, 8, 5
MOST_LINES = 3

Index = QModelIndex | QPersistentModelIndex
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class ProblemsDelegate(QStyledItemDelegate):
    """Paints problems at whatever width the list has."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._width = 400

    def set_width(self, width: int) -> None:
        """Say how wide the list is; heights follow from it."""
        self._width = width

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        problem: Problem = index.data(PROBLEM_ROLE)
        metrics = QFontMetrics(self._theme.font_ui())
        room = QRect(0, 0, self._text_width(), metrics.lineSpacing() * MOST_LINES)
        text = metrics.boundingRect(room, _WRAPPED, problem.message).height()
        small = QFontMetrics(self._theme.font_small()).lineSpacing()
        return QSize(100, min(text, room.height()) + small + 2 * PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        problem: Problem = index.data(PROBLEM_ROLE)
        tokens, rect = self._theme.tokens, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        bad = problem.severity == Severity.ERROR
        size = self._theme.px(MARK)
        ratio = painter.device().devicePixelRatio()
        mark = pixmap(
            "error" if bad else "warning", tokens.bad if bad else tokens.warn, size, ratio
        )
        painter.drawPixmap(rect.left() + GAP, rect.top() + PAD, mark)
        small = QFontMetrics(self._theme.font_small()).lineSpacing()
        place = rect.adjusted(2 * GAP + size, PAD, -GAP, -PAD - small)
        painter.setFont(self._theme.font_ui())
        painter.setPen(QColor(tokens.text))
        painter.drawText(place, _WRAPPED, problem.message)
        painter.setFont(self._theme.font_small())
        painter.setPen(QColor(tokens.quiet))
        below = QRect(place.left(), place.bottom() + 1, place.width(), small)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), caption(problem))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        tokens, state = self._theme.tokens, option.state
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

    def _text_width(self) -> int:
        return max(80, self._width - 3 * GAP - self._theme.px(MARK))
