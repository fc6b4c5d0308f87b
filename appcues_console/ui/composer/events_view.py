"""The list of events: one line each, with its time and the number of its attributes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from appcues_console.activity.draft import Event
from appcues_console.activity.problems import Severity
from appcues_console.ui.accessible import follow_selection
from appcues_console.ui.controls.row_ground import paint_row_ground
from appcues_console.ui.controls.tips import plain_tip
from appcues_console.ui.theme.theme import Theme

from .events_model import EVENT_ROLE, SEVERITY_ROLE, EventsModel, said

ROW_HEIGHT = 32
MOST_ROWS_SHOWN = 5
SIDE, BETWEEN, FOR_MARK = 10, 16, 20
"""Pixels beside the text of a row, between its name and what stands beside it, and for the mark of
a problem behind the name."""

Index = QModelIndex | QPersistentModelIndex


class EventDelegate(QStyledItemDelegate):
    """Paints an event's name, and on the right in quiet text when it happened."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        event: Event = index.data(EVENT_ROLE)
        tokens = self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_ground(painter, option, tokens)
        rect: QRect = option.rect.adjusted(SIDE, 0, -SIDE, 0)
        painter.setFont(self._theme.font_small())
        painter.setPen(QColor(tokens.quiet))
        shown, side = self.shown(event, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, side)
        severity = index.data(SEVERITY_ROLE)
        painter.setFont(self._theme.font_ui())
        painter.setPen(QColor(tokens.text if event.name else tokens.quiet))
        metrics = QFontMetrics(painter.font())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        if severity is not None:
            painter.setPen(QColor(tokens.bad if severity == Severity.ERROR else tokens.warn))
            rect.setLeft(rect.left() + metrics.horizontalAdvance(shown) + 8)
            mark = "!" if severity == Severity.ERROR else "?"
            painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, mark)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        shown_event: Event | None = index.data(EVENT_ROLE)
        if shown_event is None or event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        whole = _whole(shown_event)
        rect: QRect = option.rect
        cut = self.shown(shown_event, rect.width() - 2 * SIDE) != whole
        tip = plain_tip("\n".join(whole)) if cut else ""
        QToolTip.showText(event.globalPos(), tip, view.viewport(), rect)
        return True

    def shown(self, event: Event, width: int) -> tuple[str, str]:
        """Return name and side note as they are painted in `width`. The name is what an event is
        told by: the number of attributes goes first, then the end of the time, and only where two
        thirds of the row are too little the end of the name."""
        name, side = _whole(event)
        names = QFontMetrics(self._theme.font_ui())
        sides = QFontMetrics(self._theme.font_small())
        room = width - BETWEEN - FOR_MARK
        left = max(room - names.horizontalAdvance(name), 0)
        if sides.horizontalAdvance(side) > left:
            side, _, _ = side.partition(" · ")
            side = sides.elidedText(side, Qt.TextElideMode.ElideRight, max(left, room // 3))
        taken = sides.horizontalAdvance(side)
        return names.elidedText(name, Qt.TextElideMode.ElideRight, room - taken), side


def _whole(event: Event) -> tuple[str, str]:
    name, side = said(event)
    return name or "unnamed event", side


class EventsView(QListView):
    """The list, as tall as its events up to `MOST_ROWS_SHOWN`."""

    def __init__(self, model: EventsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setModel(model)
        follow_selection(self)
        self.setAccessibleName("Events")
        self.setItemDelegate(EventDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.rowsInserted.connect(self._fit)
        model.rowsRemoved.connect(self._fit)
        theme.changed.connect(self._fit)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        # Qt's list would lay out all of its rows anew; ours are as high as they were.
        QAbstractItemView.dataChanged(self, first, last, roles)

    def sizeHint(self) -> QSize:
        rows = min(self.model().rowCount(), MOST_ROWS_SHOWN)
        return QSize(240, rows * self._theme.px(ROW_HEIGHT) + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _fit(self) -> None:
        self.setVisible(self.model().rowCount() > 0)
        self.updateGeometry()
        self.viewport().update()
