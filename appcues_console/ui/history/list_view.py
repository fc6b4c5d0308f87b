"""The list of the history: a table of one column, since Qt lays out a table of a million rows at
once and a list of a million row by row.

Selection and scroll position belong to exchanges, not to rows: when something is sent, what a
person reads stays where it is.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from appcues_console.activity.exchange import Summary
from appcues_console.ui.accessible import follow_selection
from appcues_console.ui.theme.theme import Theme

from .delegate import ROW_HEIGHT
from .model import HistoryModel

OWN_GROUNDS = (
    "QTableView::item, QTableView::item:hover, QTableView::item:focus, QTableView::item:selected,"
    "QTableView::item:selected:active { background: transparent; border: none; }"
)
"""The delegate paints the ground of a row, with round corners; the table must not paint another."""

FOLLOW = 60
"""Milliseconds between two exchanges that are shown while an arrow key is held."""

Index = QModelIndex | QPersistentModelIndex
Cursor = QAbstractItemView.CursorAction


class HistoryListView(QTableView):
    """The rows of a `HistoryModel`.

    `shown(id)`: the person went to an exchange; `loaded(id)`: pressed Enter or clicked twice;
    `copied(user_id)`: its user ID is on the clipboard; `typed(text)`: typed on the list, which
    means to search.
    """

    shown = Signal(object)
    loaded = Signal(object)
    copied = Signal(str)
    typed = Signal(str)

    def __init__(self, model: HistoryModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history, self._theme = model, theme
        self._kept: tuple[int | None, int | None, int] = (None, None, 0)
        self._quiet = False
        self._pending: int | None = None
        self._follow = QTimer(self, singleShot=True, interval=FOLLOW)
        self._follow.timeout.connect(self._tell_pending)
        self.setAccessibleName("History")
        self._look_like_a_list()
        self.setModel(model)
        follow_selection(self)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._restore_place)
        model.rowsInserted.connect(self._on_rows_inserted)
        self.doubleClicked.connect(lambda index: self._load(index.row()))
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def current_id(self) -> int | None:
        """Return the id of the selected exchange."""
        return self._history.id_at(self.currentIndex().row())

    def mark(self, exchange_id: int) -> None:
        """Select an exchange that is shown already: nobody is told of it."""
        row = self._history.row_of(exchange_id)
        if row >= 0 and row != self.currentIndex().row():
            self._quiet = True
            self._select(row)
            self._quiet = False

    def go_to_first(self) -> None:
        """Give the keyboard to the list; without a selection, select the newest."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.currentIndex().isValid() and self._history.rowCount():
            self._select(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy(row)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not _modified(event):
            self._load(row)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, text: str) -> None:
        # Qt would walk over all rows, a million perhaps, to find one that begins so.
        if text.strip():
            self.typed.emit(text)

    def moveCursor(self, action: Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        # A table's Home and End go along the row; in a list they go to the first and the last.
        ends = {Cursor.MoveHome: 0, Cursor.MoveEnd: self._history.rowCount() - 1}
        if action in ends:
            return self._history.index(ends[action], 0)
        return super().moveCursor(action, modifiers)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        exchange_id = self._history.id_at(current.row())
        if self._quiet or exchange_id is None:
            return
        if self._follow.isActive():
            self._pending = exchange_id
        else:
            self.shown.emit(exchange_id)
            self._follow.start()

    def _look_like_a_list(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setStyleSheet(OWN_GROUNDS)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)

    def _select(self, row: int) -> None:
        index = self._history.index(row, 0)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)

    def _load(self, row: int) -> None:
        exchange_id = self._history.id_at(row)
        if exchange_id is not None:
            self.loaded.emit(exchange_id)

    def _copy(self, row: int) -> None:
        summary: Summary | None = self._history.summary_at(row)
        if summary is not None:
            QGuiApplication.clipboard().setText(summary.user_id)
            self.copied.emit(summary.user_id)

    def _tell_pending(self) -> None:
        exchange_id, self._pending = self._pending, None
        if exchange_id is not None:
            self.shown.emit(exchange_id)
            self._follow.start()

    def _keep_place(self) -> None:
        scroll, height = self.verticalScrollBar().value(), self._row_height()
        top = self._history.id_at(scroll // height) if scroll else None
        self._kept = (self.current_id(), top, scroll % height)

    def _restore_place(self) -> None:
        current, top, offset = self._kept
        # The scroll bar learns of the new length only now; a value beyond it would be cut.
        self.updateGeometries()
        row = self._history.row_of(top) if top is not None else -1
        self.verticalScrollBar().setValue(row * self._row_height() + offset if row >= 0 else 0)
        row = self._history.row_of(current) if current is not None else -1
        if row >= 0:
            self._quiet = True
            place = self.verticalScrollBar().value()
            self._select(row)
            self.verticalScrollBar().setValue(place)
            self._quiet = False

    def _on_rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        scroll = self.verticalScrollBar()
        if scroll.value():
            self.updateGeometries()
            scroll.setValue(scroll.value() + (last - first + 1) * self._row_height())

    def _row_height(self) -> int:
        return max(1, self.verticalHeader().defaultSectionSize())

    def _on_theme(self) -> None:
        first = self._history.id_at(self.verticalScrollBar().value() // self._row_height())
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_HEIGHT))
        if first is not None and self.verticalScrollBar().value():
            self.updateGeometries()
            self.verticalScrollBar().setValue(self._history.row_of(first) * self._row_height())
        self.viewport().update()


def _modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
