"""A screen reader gets name and text of labels and combo boxes, and what it selects is followed."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.ui import accessible

NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value
linux = pytest.mark.only_on("linux")


@pytest.fixture(scope="module")
def _installed(qapp: object) -> None:
    accessible.install()


@pytest.fixture
def page(_installed: None, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def interface(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def combo(page: QWidget, *, editable: bool = False) -> QComboBox:
    made = QComboBox(page)
    made.addItems(["Practice", "Acme"])
    made.setEditable(editable)
    made.setAccessibleName("Account")
    return made


def test_a_named_label_has_a_name_and_a_text(page: QWidget) -> None:
    label = QLabel("Accepted. Größe 😀", page)
    label.setAccessibleName("Delivery")
    found = interface(label)
    assert found.role() is QAccessible.Role.StaticText
    assert found.text(NAME) == "Delivery"
    text = found.textInterface()
    assert text.text(0, text.characterCount()) == "Accepted. Größe 😀"
    assert text.text(0, -1) == "Accepted. Größe 😀"
    assert text.text(0, 8) == "Accepted"
    label.setText("Rejected")
    assert text.text(0, -1) == "Rejected"


def test_a_label_without_a_name_of_its_own_is_left_to_qt(page: QWidget) -> None:
    assert interface(QLabel("Name", page)).text(NAME) == "Name"


@linux
@pytest.mark.parametrize("editable", [False, True])
def test_a_combo_box_keeps_its_name_and_tells_its_item(page: QWidget, editable: bool) -> None:
    made = combo(page, editable=editable)
    made.setCurrentIndex(1)
    found = interface(made)
    assert found.role() is QAccessible.Role.ComboBox
    assert found.text(NAME) == "Account"
    assert found.text(VALUE) == "Acme"
    assert found.textInterface().text(0, -1) == "Acme"
    assert found.state().editable == editable


@linux
def test_the_children_of_a_combo_box_are_its_list_and_its_field(page: QWidget) -> None:
    made = combo(page, editable=True)
    found = interface(made)
    assert found.childCount() == 2
    assert found.child(0).object() is made.view()
    assert found.child(1).object() is made.lineEdit()
    assert [found.indexOfChild(found.child(index)) for index in range(2)] == [0, 1]
    assert found.indexOfChild(interface(page)) == -1
    assert interface(combo(page)).childCount() == 1


@linux
def test_the_text_of_an_editable_combo_box_can_be_replaced(page: QWidget) -> None:
    made = combo(page, editable=True)
    editing = interface(made).editableTextInterface()
    editing.replaceText(0, len("Practice"), "at send")
    assert made.currentText() == "at send"
    editing.insertText(2, "!")
    editing.deleteText(0, 2)
    assert made.currentText() == "! send"


@linux
def test_a_combo_box_opens_and_closes_and_takes_the_focus(page: QWidget, qtbot: QtBot) -> None:
    made = combo(page)
    page.show()
    qtbot.waitExposed(page)
    actions = interface(made).actionInterface()
    opening = QAccessibleActionInterface.showMenuAction()
    assert opening in actions.actionNames()
    assert QAccessibleActionInterface.setFocusAction() in actions.actionNames()
    actions.doAction(opening)
    qtbot.waitUntil(made.view().isVisible)
    assert interface(made).state().expanded
    actions.doAction(opening)
    qtbot.waitUntil(lambda: not made.view().isVisible())
    actions.doAction(QAccessibleActionInterface.setFocusAction())
    assert page.focusWidget() is made


def test_interfaces_survive_the_garbage_and_go_with_their_widgets(page: QWidget) -> None:
    for _ in range(50):
        label = QLabel("text", page)
        label.setAccessibleName("Delivery")
        box = combo(page, editable=True)
        for widget in (label, box):
            found = interface(widget)
            gc.collect(0)
            assert found.textInterface().characterCount()
            # Asking for what is not there must answer that it is not there.
            assert found.valueInterface() is None
            assert found.parent() is not None
            assert interface(page).indexOfChild(found) >= 0
            del found
        label.setParent(None)
        box.setParent(None)
        del label, box, widget
    gc.collect()
    assert interface(page).childCount() == 0


def test_the_current_item_follows_what_is_selected(page: QWidget) -> None:
    items = QListWidget(page)
    items.addItems(["one", "two", "three"])
    items.setCurrentRow(0)
    accessible.follow_selection(items)
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    items.selectionModel().select(items.model().index(2, 0), flags)
    assert items.currentRow() == 2
    assert [item.text() for item in items.selectedItems()] == ["three"]
    items.clearSelection()
    assert items.currentRow() == 2


@linux
def test_an_item_that_a_screen_reader_selects_becomes_the_current_one(page: QWidget) -> None:
    items = QListWidget(page)
    items.addItems(["one", "two"])
    items.setCurrentRow(0)
    accessible.follow_selection(items)
    found = interface(items)
    found.selectionInterface().select(found.child(1))
    assert items.currentRow() == 1


def test_following_works_for_what_a_person_does_as_well(page: QWidget) -> None:
    items = QListWidget(page)
    items.addItems(["one", "two"])
    items.setCurrentRow(0)
    accessible.follow_selection(items)
    QTest.keyClick(items, Qt.Key.Key_Down)
    assert items.currentRow() == 1
    assert items.item(1).isSelected()
