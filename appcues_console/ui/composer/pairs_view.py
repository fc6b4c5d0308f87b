"""The table in which attributes and profile fields are typed.

Made for a keyboard: Tab goes to the next cell and, from the last, on to the next field of the form;
Enter makes a new row below; Delete in a blank row takes it away; arrows move between rows. A click
edits at once.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QWidget,
)

from appcues_console.activity.choices import TypeChoice
from appcues_console.ui.theme.theme import Theme

from .pairs_delegate import PairsDelegate
from .pairs_model import KEY, TYPE, VALUE, PairsModel

ROW_HEIGHT = 30
MOST_ROWS_SHOWN = 12
TYPE_WIDTH, LEAST_TYPE_WIDTH, TYPE_SHARE = 116, 84, 0.25
"""Pixels at the usual text size of the column of types, the least of them, and the part of a narrow
table that it takes: keys and values are what a person reads."""

Hint = QAbstractItemDelegate.EndEditHint
Trigger = QAbstractItemView.EditTrigger
Index = QModelIndex | QPersistentModelIndex


class PairsView(QTableView):
    """A table of pairs, as tall as its rows up to `MOST_ROWS_SHOWN`.

    `left_field()` tells that the cursor went to another cell: the undo step is over.
    """

    left_field = Signal()

    def __init__(
        self, model: PairsModel, name: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._pairs_model = model
        self._theme = theme
        self.setModel(model)
        self.setAccessibleName(name)
        self.setProperty("pairs", True)
        self._delegate = PairsDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self._delegate.row_wanted.connect(self._on_row_wanted)
        self._delegate.emptied.connect(self._on_emptied)
        self._delegate.step.connect(self.edit_cell)
        self.setEditTriggers(
            Trigger.CurrentChanged
            | Trigger.DoubleClicked
            | Trigger.SelectedClicked
            | Trigger.AnyKeyPressed
            | Trigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(KEY, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(TYPE, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
        model.rowsInserted.connect(self._fit)
        model.rowsRemoved.connect(self._fit)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def edit_cell(self, row: int, column: int) -> None:
        """Put the cursor into a cell."""
        index = self._pairs_model.index(row, column)
        if not index.isValid():
            return
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(index)
        if self.indexWidget(index) is None and not self.isPersistentEditorOpen(index):
            self.edit(index)
        self.scrollTo(index)

    def add(self) -> None:
        """Add a row at the end and put the cursor into its key."""
        self.edit_cell(self._pairs_model.add_row(), KEY)

    def remove_current(self) -> None:
        """Remove the row with the cursor, or the last one, and stay near it."""
        rows = self._pairs_model.rowCount()
        if not rows:
            return
        row = self.currentIndex().row() if self.currentIndex().isValid() else rows - 1
        self._close_editor()
        self._pairs_model.remove_row(row)
        if rows > 1:
            self.setCurrentIndex(self._pairs_model.index(min(row, rows - 2), KEY))

    def duplicate_current(self) -> bool:
        """Copy the row with the cursor below itself; False when there is none."""
        row = self.currentIndex().row()
        if row < 0:
            return False
        self._close_editor()
        self._pairs_model.duplicate_row(row)
        self.edit_cell(row + 1, KEY)
        return True

    def force_current(self, choice: TypeChoice) -> bool:
        """Choose the type of the row with the cursor, which stays where it is, editor and all;
        False when there is none."""
        index = self.currentIndex()
        return index.isValid() and self._pairs_model.setData(
            index.siblingAtColumn(TYPE), choice.value
        )

    def stop_editing(self) -> None:
        """Close the editor and forget the current cell, before other rows are shown."""
        self._close_editor()
        self.setCurrentIndex(QModelIndex())

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        index = self.currentIndex()
        last = self._pairs_model.rowCount() - 1
        if hint is Hint.EditNextItem and (index.row(), index.column()) == (last, VALUE):
            super().closeEditor(editor, Hint.NoHint)
            self._leave(forward=True)
            return
        if hint is Hint.EditPreviousItem and (index.row(), index.column()) == (0, KEY):
            super().closeEditor(editor, Hint.NoHint)
            self._leave(forward=False)
            return
        super().closeEditor(editor, hint)
        self._unmark_if_left()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.left_field.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        rows = self._pairs_model.rowCount()
        if rows and event.reason() == Qt.FocusReason.TabFocusReason:
            self.edit_cell(0, KEY)
        elif rows and event.reason() == Qt.FocusReason.BacktabFocusReason:
            self.edit_cell(rows - 1, VALUE)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._unmark_if_left()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self._on_row_wanted(row)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if row >= 0:
                if self._pairs_model.pairs[row].blank:
                    self._on_emptied(row)
                elif self.currentIndex().column() != TYPE:
                    self._pairs_model.setData(self.currentIndex(), "")
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_types()

    def sizeHint(self) -> QSize:
        rows = min(self._pairs_model.rowCount(), MOST_ROWS_SHOWN)
        height = rows * self.verticalHeader().defaultSectionSize()
        if rows:
            height += self.horizontalHeader().sizeHint().height()
        return QSize(240, height + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def _on_row_wanted(self, row: int) -> None:
        pairs = self._pairs_model.pairs
        if 0 <= row < len(pairs) and pairs[row].blank:
            return
        at = row + 1 if row >= 0 else len(pairs)
        self._close_editor()
        self._pairs_model.add_row(at)
        self.edit_cell(at, KEY)

    def _on_emptied(self, row: int) -> None:
        self._close_editor()
        self._pairs_model.remove_row(row)
        if row > 0:
            self.edit_cell(row - 1, VALUE)

    def _unmark_if_left(self) -> None:
        """Show no cell as selected once the keyboard is elsewhere: it would be one in each table.
        The current row stays the one that a button removes."""
        focus = QApplication.focusWidget()
        if focus is not self and (focus is None or not self.isAncestorOf(focus)):
            self.clearSelection()

    def _leave(self, *, forward: bool) -> None:
        """Give the focus to the next field of the form, or to the one before."""
        widget: QWidget | None = self
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        while widget is not None:
            widget = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
            if widget is self or widget is None:
                return
            stops = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not self.isAncestorOf(widget)
            if stops and widget.isVisible() and widget.isEnabled():
                widget.setFocus(reason)
                return

    def _close_editor(self) -> None:
        editor = self.indexWidget(self.currentIndex()) if self.currentIndex().isValid() else None
        if editor is not None:
            super().closeEditor(editor, Hint.NoHint)

    def _fit(self) -> None:
        # Without rows there is nothing to head: the sentence beside it takes its place.
        self.setVisible(self._pairs_model.rowCount() > 0)
        self.updateGeometry()

    def _fit_types(self) -> None:
        px, share = self._theme.px, round(self.viewport().width() * TYPE_SHARE)
        width = max(px(LEAST_TYPE_WIDTH), min(px(TYPE_WIDTH), share))
        self.horizontalHeader().resizeSection(TYPE, width)

    def _on_theme(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_HEIGHT))
        self._fit_types()
        self._fit()
        current = self.currentIndex()
        editor = self.indexWidget(current) if current.isValid() else None
        if editor is not None:
            self._delegate.dress(editor, current)
        self.viewport().update()
