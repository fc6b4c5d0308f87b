"""How a row of the history is painted: what happened, when and to whom; below, what was in it.

Each part has its own rectangle and is elided in it, so that no text, whatever its length or its
writing direction, reaches another part. The word of an outcome is never elided: where the column is
narrow, what was sent gives way first, and the account's name next. Everything is drawn as plain
text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from appcues_console.accounts.account import PRACTICE
from appcues_console.activity.destination import Safety
from appcues_console.activity.exchange import Summary
from appcues_console.ui.controls.account_dot import paint_dot
from appcues_console.ui.controls.outcome_mark import outcome_colour, outcome_pixmap
from appcues_console.ui.theme.theme import Theme

from .model import SUMMARY_ROLE
from .wording import brief, local_now, one_line, verdict, when

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 52
MARGIN = 8
"""From the column's edge to the ground of a row; the same again from there to its mark."""
MARK = 16
GAP = 8
LINE = 20
DOT = 12
LONGEST_CHIP = 104
LEAST = 20
"""Narrower than this, what was sent says nothing and is left out."""
WIDE = 224
"""Room of a second line from which the usual outcome has its word. In a narrower one its status
stands for it, so that the room belongs to what was sent: colour and mark never speak alone."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


class HistoryDelegate(QStyledItemDelegate):
    """Paints summaries. `colour_of(label)` names the colour of the account with that label."""

    def __init__(
        self,
        theme: Theme,
        colours: Callable[[], Mapping[str, str]],
        parent: QObject | None = None,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__(parent)
        self._theme, self._colours, self._now = theme, colours, now

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, state)
        summary = index.data(SUMMARY_ROLE)
        if isinstance(summary, Summary):
            self._paint_summary(painter, rect, summary)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        tokens, px = self._theme.tokens, self._theme.px
        inner = rect.adjusted(px(MARGIN), 1, -px(MARGIN), -1)
        active = bool(state & QStyle.StateFlag.State_Active)
        focused = active and bool(state & QStyle.StateFlag.State_HasFocus)
        ground = None
        if state & QStyle.StateFlag.State_Selected:
            ground = tokens.selection if focused else tokens.selection_quiet
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = tokens.hover
        if ground is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(inner, 6, 6)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), 1.5))
            painter.drawRoundedRect(inner.adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)

    def _paint_summary(self, painter: QPainter, rect: QRectF, summary: Summary) -> None:
        theme = self._theme
        tokens, px = theme.tokens, theme.px
        text_font, strong, small = theme.font_ui(), theme.font_heading(), theme.font_small()
        left, right = rect.left() + 2 * px(MARGIN), rect.right() - 2 * px(MARGIN)
        line = px(LINE)
        top = rect.center().y() - line
        mark = px(MARK)
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(
            round(left),
            round(top + (line - mark) / 2),
            outcome_pixmap(summary.outcome, tokens, mark, ratio),
        )
        left += mark + px(GAP)
        time = when(summary.started_at, self._now())
        at = left + _paint_text(
            painter, QRectF(left, top, right - left, line), time, text_font, tokens.quiet
        )
        at += px(GAP)
        user_id = QRectF(at, top, max(0.0, right - at), line)
        _paint_text(painter, user_id, one_line(summary.user_id), strong, tokens.text)
        top += line
        usual = summary.outcome.word if right - left >= px(WIDE) else brief(summary)
        verdict_place = QRectF(left, top, right - left, line)
        colour = outcome_colour(summary.outcome, tokens)
        said = verdict(summary) or usual
        left += _paint_text(painter, verdict_place, said, small, colour) + px(GAP)
        if summary.account_label != PRACTICE.label:
            room = QRectF(left, top, max(0.0, right - left), line)
            right = self._paint_chip(painter, room, summary) - px(GAP)
        if right - left >= px(LEAST):
            content = QRectF(left, top, right - left, line)
            _paint_text(painter, content, one_line(summary.text), small, tokens.quiet)

    def _paint_chip(self, painter: QPainter, room: QRectF, summary: Summary) -> float:
        """Paint the account's name in its colour at the right of `room`, and return where it
        begins. That of a production account is filled: it must not look like the others."""
        tokens, px = self._theme.tokens, self._theme.px
        tone = tokens.account(self._colours().get(summary.account_label, ""))
        filled = _safety(summary) is Safety.PRODUCTION
        font = self._theme.font_small()
        metrics = QFontMetricsF(font)
        dot = 0 if filled else px(DOT) + px(2)
        around = 2 * px(6) + dot
        label = metrics.elidedText(
            one_line(summary.account_label),
            # Accounts of one company begin alike and differ at the end.
            Qt.TextElideMode.ElideMiddle,
            max(0.0, min(px(LONGEST_CHIP), room.width() - around)),
        )
        width = metrics.horizontalAdvance(label) + around
        chip = QRectF(room.right() - width, room.center().y() - px(16) / 2, width, px(16))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.fill if filled else tone.soft))
        painter.drawRoundedRect(chip, 4, 4)
        text = chip.adjusted(px(6), 0, 0, 0)
        if dot:
            room = QRectF(text.left() - px(2), chip.center().y() - px(DOT) / 2, px(DOT), px(DOT))
            paint_dot(painter, room, tone.fill, _safety(summary))
            text.adjust(dot, 0, 0, 0)
        _paint_text(painter, text, label, font, tone.on_fill if filled else tokens.text)
        return chip.left()


def _safety(summary: Summary) -> Safety:
    # A level of a newer version counts as production: the careful one.
    return next((level for level in Safety if level == summary.safety), Safety.PRODUCTION)


def _paint_text(painter: QPainter, rect: QRectF, text: str, font: QFont, colour: str) -> float:
    """Paint one line, elided, and return its width. It begins at the left in every script, as the
    rows of a list do."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, rect.width()))
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, int(_LEFT) | int(Qt.TextFlag.TextSingleLine), shown)
    return min(metrics.horizontalAdvance(shown), rect.width())
