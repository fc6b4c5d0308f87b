"""What a screen reader is told of labels and combo boxes, where Qt's own answer is not enough.

Qt lets a label with an accessible name hide its text, and on Linux names a combo box after the item
it shows, whatever its accessible name is. Here a label has its name and its text, and a combo box
its name and the text of its current item.

Qt also tells a selection that a screen reader makes from the current item, by which a window goes:
`follow_selection` joins the two.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QItemSelectionModel, QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEditableTextInterface,
    QAccessibleInterface,
    QAccessibleTextInterface,
)
from PySide6.QtWidgets import QAbstractItemView, QAccessibleWidget, QComboBox, QLabel
from shiboken6 import Shiboken

Kind = QAccessible.InterfaceType


def install() -> None:
    """Let Qt ask here first. Once, after the application is made: its own answers come last."""
    QAccessible.installFactory(_interface_of)


def follow_selection(view: QAbstractItemView) -> None:
    """Make the item that is selected in `view` its current one, which is what the window goes by.

    A person's click or key changes both. A screen reader only selects. For views in which one item
    at a time can be selected; call it once the view has its model.
    """
    selection = view.selectionModel()

    def follow() -> None:
        chosen = selection.selectedIndexes()
        if chosen and selection.currentIndex() not in chosen:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            selection.setCurrentIndex(chosen[0], flag)

    selection.selectionChanged.connect(follow)


def _interface_of(_class_name: str, widget: QObject) -> QAccessibleInterface | None:
    # The bindings keep each interface made here until the program ends, so only what has a name of
    # its own gets one.
    if not isinstance(widget, QLabel | QComboBox) or not widget.accessibleName():
        return None
    if isinstance(widget, QLabel):
        return _LabelInterface(widget)
    # Elsewhere Qt's own interface has the right name, and more of what those platforms ask for.
    return _ComboInterface(widget) if sys.platform == "linux" else None


class _Text(QAccessibleTextInterface):
    """The text of a widget that shows one line or a few, without a caret."""

    def __init__(self, widget: QLabel | QComboBox) -> None:
        super().__init__()
        self._widget = widget

    def text(self, start: int, end: int) -> str:
        return self._whole()[start : None if end < 0 else end]

    def characterCount(self) -> int:
        return len(self._whole())

    def attributes(self, offset: int) -> tuple[str, int, int]:
        return "", 0, self.characterCount()

    def cursorPosition(self) -> int:
        return 0

    def setCursorPosition(self, position: int) -> None:
        """There is no caret."""

    def selectionCount(self) -> int:
        return 0

    def selection(self, index: int) -> tuple[int, int]:
        return 0, 0

    def addSelection(self, start: int, end: int) -> None:
        """There is no selection."""

    def setSelection(self, index: int, start: int, end: int) -> None:
        """There is no selection."""

    def removeSelection(self, index: int) -> None:
        """There is no selection."""

    def characterRect(self, offset: int) -> QRect:
        corner = self._widget.mapToGlobal(QPoint(0, 0))
        return QRect(corner, self._widget.size())

    def offsetAtPoint(self, point: QPoint) -> int:
        return -1

    def scrollToSubstring(self, start: int, end: int) -> None:
        """All of it is on the screen where the widget is."""

    def _whole(self) -> str:
        widget = self._widget
        return widget.text() if isinstance(widget, QLabel) else widget.currentText()


class _EditableText(QAccessibleEditableTextInterface):
    """Changes the text of an editable combo box."""

    def __init__(self, combo: QComboBox) -> None:
        super().__init__()
        self._combo = combo

    def replaceText(self, start: int, end: int, text: str) -> None:
        old = self._combo.currentText()
        self._combo.setEditText(old[:start] + text + old[end:])

    def insertText(self, offset: int, text: str) -> None:
        self.replaceText(offset, offset, text)

    def deleteText(self, start: int, end: int) -> None:
        self.replaceText(start, end, "")


class _Interface(QAccessibleWidget):
    """A widget's interface with parts of our own beside Qt's. It keeps what Qt only points to."""

    def __init__(self, widget: QLabel | QComboBox, role: QAccessible.Role) -> None:
        super().__init__(widget, role)
        self._parts: dict[Kind, Shiboken.Object] = {Kind.TextInterface: _Text(widget)}

    def interface_cast(self, kind: Kind) -> int:
        # In the bindings the pointer is an object of its own, also where it points nowhere: None
        # would be taken for an address.
        part = self._parts.get(kind)
        if part is not None:
            return Shiboken.VoidPtr(Shiboken.getCppPointer(part)[0])  # type: ignore[return-value]
        found: object = super().interface_cast(kind)
        return Shiboken.VoidPtr(0) if found is None else found  # type: ignore[return-value]


class _LabelInterface(_Interface):
    def __init__(self, label: QLabel) -> None:
        super().__init__(label, QAccessible.Role.StaticText)
        self._label = label

    def text(self, which: QAccessible.Text) -> str:
        if which is QAccessible.Text.Value:
            return self._label.text()
        return super().text(which)


_OPENING = (
    QAccessibleActionInterface.showMenuAction(),
    QAccessibleActionInterface.pressAction(),
)


class _ComboInterface(_Interface):
    """A combo box; its child is the list of its items, and the field where one may type."""

    def __init__(self, combo: QComboBox) -> None:
        super().__init__(combo, QAccessible.Role.ComboBox)
        self._combo = combo
        if combo.isEditable():
            self._parts[Kind.EditableTextInterface] = _EditableText(combo)

    def text(self, which: QAccessible.Text) -> str:
        if which is QAccessible.Text.Value:
            return self._combo.currentText()
        return super().text(which)

    def state(self) -> QAccessible.State:
        state = super().state()
        state.expandable = True
        state.expanded = self._combo.view().isVisible()
        state.editable = self._combo.isEditable()
        return state

    def childCount(self) -> int:
        return 2 if self._combo.isEditable() else 1

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        children = (self._combo.view(), self._combo.lineEdit())
        child = children[index] if 0 <= index < len(children) else None
        return None if child is None else QAccessible.queryAccessibleInterface(child)

    def indexOfChild(self, child: QAccessibleInterface | None) -> int:
        widget = None if child is None else child.object()
        if widget is None:
            return -1
        if widget is self._combo.lineEdit():
            return 1
        return 0 if widget is self._combo.view() else -1

    def actionNames(self) -> list[str]:
        # Qt's own are there too: how to take the focus is one of them.
        return [*_OPENING, *super().actionNames()]

    def doAction(self, name: str) -> None:
        if name not in _OPENING:
            super().doAction(name)
        elif self._combo.view().isVisible():
            self._combo.hidePopup()
        else:
            self._combo.showPopup()
