"""How a cell of a pairs table is painted and edited.

Every keystroke is committed, so that the preview follows the typing. The editor is written to only
when it differs from the model: its caret stays where it is.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from appcues_console.activity.choices import TypeChoice
from appcues_console.activity.problems import Severity
from appcues_console.activity.values import Kind
from appcues_console.ui.controls.restyle import set_look
from appcues_console.ui.fields import Choice, DataLine
from appcues_console.ui.pasting import Field
from appcues_console.ui.theme.theme import Theme

from .pairs_model import HEADINGS, KEY, KIND_ROLE, SEVERITY_ROLE, TYPE, VALUE

Index = QModelIndex | QPersistentModelIndex


class PairsDelegate(QStyledItemDelegate):
    """Paints and edits keys, types and values.

    `row_wanted(row)`: Enter was pressed in a row; `emptied(row)`: Delete or Backspace in a blank
    one; `step(row, column)`: go and edit there.
    """

    row_wanted = Signal(int)
    emptied = Signal(int)
    step = Signal(int, int)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        if index.column() == TYPE:
            combo = Choice(parent)
            combo.setProperty("cell", True)
            combo.addItems([choice.value for choice in TypeChoice])
            combo.activated.connect(lambda _: self.commitData.emit(combo))
            combo.setAccessibleName(f"type of row {index.row() + 1}")
            return combo
        field = DataLine(parent, Field.KEY if index.column() == KEY else Field.VALUE)
        field.setFrame(False)
        field.setProperty("cell", True)
        field.setAccessibleName(f"{HEADINGS[index.column()]} of row {index.row() + 1}")
        self.dress(field, index)
        field.setProperty("row", index.row())
        field.changed_by_person.connect(lambda _: self.commitData.emit(field))
        return field

    def dress(self, editor: QWidget, index: Index) -> None:
        """Give an editor the face and size that the text of its cell has now."""
        if index.column() != TYPE:
            mono = index.column() == VALUE
            editor.setFont(self._theme.font_mono() if mono else self._theme.font_ui())

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # The editor hides the mark of its cell: it bears the problem itself.
        set_look(editor, "invalid", index.data(SEVERITY_ROLE) == Severity.ERROR)
        editor.setAccessibleDescription(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) or "")
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, DataLine):
            editor.show_text(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            if editor.currentText() != index.data(Qt.ItemDataRole.EditRole):
                model.setData(index, editor.currentText())
        elif isinstance(editor, DataLine) and editor.touched:
            model.setData(index, editor.content)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._took(editor, event)
        ):
            return True
        return super().eventFilter(editor, event)

    def _took(self, editor: QObject, event: QKeyEvent) -> bool:
        view = self.parent()
        if not isinstance(view, QAbstractItemView) or not isinstance(editor, QLineEdit):
            return False
        current = view.currentIndex()
        if not current.isValid():
            return False
        row, column = current.row(), current.column()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self.row_wanted.emit(row)
                return True
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                other = row + (1 if event.key() == Qt.Key.Key_Down else -1)
                if 0 <= other < current.model().rowCount():
                    self.step.emit(other, column)
                return True
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if not editor.text():
                cells = [current.siblingAtColumn(part).data() for part in (KEY, VALUE)]
                if not any(cells):
                    self.emptied.emit(row)
                    return True
        return False

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        tokens = self._theme.tokens
        colour = {KEY: tokens.text, TYPE: tokens.quiet}.get(index.column())
        if index.column() == VALUE:
            option.font = self._theme.font_mono()
            colour = kind_colour(tokens, index.data(KIND_ROLE))
        elif index.column() == TYPE:
            option.font = self._theme.font_small()
        for role in (option.palette.ColorRole.Text, option.palette.ColorRole.HighlightedText):
            option.palette.setColor(role, QColor(colour))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        severity = index.data(SEVERITY_ROLE)
        if severity is None:
            return
        tokens = self._theme.tokens
        rect = QRectF(option.rect)
        painter.save()
        colour = tokens.bad if severity == Severity.ERROR else tokens.warn
        painter.fillRect(
            QRectF(rect.left() + 6, rect.bottom() - 2, rect.width() - 12, 2), QColor(colour)
        )
        painter.restore()


def kind_colour(tokens: Any, kind: Kind | None) -> str:
    """Return the colour of a value by its kind: the same as in the JSON beside it."""
    match kind:
        case Kind.NUMBER:
            return str(tokens.code_number)
        case Kind.BOOLEAN | Kind.NULL:
            return str(tokens.code_literal)
        case Kind.JSON:
            return str(tokens.text)
    return str(tokens.code_string)
