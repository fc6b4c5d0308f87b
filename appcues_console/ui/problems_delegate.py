"""How a problem is painted: its mark, the whole sentence, and below it where and how we know.

A row is as high as its sentence is when it is painted: both times the same lines are laid out. What
the key for mending would do is always said to its end.
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from appcues_console.activity.problems import Problem, Severity
from appcues_console.ui.controls.row_ground import paint_row_ground
from appcues_console.ui.theme.icons import pixmap
from appcues_console.ui.theme.theme import Theme

from .problems_model import PROBLEM_ROLE, mending, place_and_basis

MARK, GAP, PAD = 16, 8, 5
MOST_LINES = 4

Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(
    Qt.TextFlag.TextSingleLine
)


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
        layout = laid_out(problem.message, self._theme.font_ui(), self._text_width())
        small = QFontMetrics(self._theme.font_small()).lineSpacing()
        return QSize(100, _height(layout) + small + 2 * PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        problem: Problem = index.data(PROBLEM_ROLE)
        tokens, rect = self._theme.tokens, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_ground(painter, option, self._theme.tokens)
        bad = problem.severity == Severity.ERROR
        size = self._theme.px(MARK)
        ratio = painter.device().devicePixelRatio()
        mark = pixmap(
            "error" if bad else "warning", tokens.bad if bad else tokens.warn, size, ratio
        )
        painter.drawPixmap(rect.left() + GAP, rect.top() + PAD, mark)
        left = rect.left() + 2 * GAP + size
        width = rect.right() + 1 - GAP - left
        layout = laid_out(problem.message, self._theme.font_ui(), width)
        painter.setPen(QColor(tokens.text))
        layout.draw(painter, QPointF(left, rect.top() + PAD))
        painter.setFont(self._theme.font_small())
        painter.setPen(QColor(tokens.quiet))
        metrics = QFontMetrics(self._theme.font_small())
        below = QRect(left, rect.top() + PAD + _height(layout), width, metrics.lineSpacing())
        painter.drawText(below, _LEFT, fitted_caption(problem, metrics, width))
        painter.restore()

    def _text_width(self) -> int:
        return max(80, self._width - 3 * GAP - self._theme.px(MARK))


def fitted_caption(problem: Problem, metrics: QFontMetrics, width: int) -> str:
    """Return where the problem is and how we know, elided, and whole what would mend it."""
    fix = mending(problem)
    room = max(0, width - metrics.horizontalAdvance(fix))
    shown = metrics.elidedText(place_and_basis(problem), Qt.TextElideMode.ElideRight, room)
    if len(shown) <= 1:
        # No room for the place: what parts it from the fix goes with it.
        shown, fix = "", fix.lstrip(" ·")
    return metrics.elidedText(f"{shown}{fix}", Qt.TextElideMode.ElideRight, width)


def laid_out(text: str, font: QFont, width: int) -> QTextLayout:
    """Return `text` in at most `MOST_LINES` lines of `width`; where it has more, the last of them
    ends in …"""
    layout = _broken(text, font, width)
    if layout.lineCount() <= MOST_LINES:
        return layout
    last = layout.lineAt(MOST_LINES - 1).textStart()
    end = QFontMetrics(font).elidedText(text[last:], Qt.TextElideMode.ElideRight, width)
    return _broken(text[:last] + end, font, width)


def _broken(text: str, font: QFont, width: int) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0
    # One line more than is shown tells that there are more.
    while layout.lineCount() <= MOST_LINES and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += ceil(line.height())  # whole pixels: each line is as sharp as the first
    layout.endLayout()
    return layout


def _height(layout: QTextLayout) -> int:
    lines = min(layout.lineCount(), MOST_LINES)
    return sum(ceil(layout.lineAt(number).height()) for number in range(lines))
