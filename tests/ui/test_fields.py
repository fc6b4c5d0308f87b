"""Fields that hold what will be sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QIcon, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCompleter, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.ui.controls.tips import plain_tip
from appcues_console.ui.fields import MOST_EDITED, Choice, DataLine
from tests import effort


@pytest.fixture
def line(qtbot: QtBot) -> DataLine:
    made = DataLine()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def told(line: DataLine) -> list[str]:
    texts: list[str] = []
    line.changed_by_person.connect(texts.append)
    return texts


def test_keys_and_paste_are_told(line: DataLine, told: list[str]) -> None:
    QTest.keyClicks(line, "ab")
    QGuiApplication.clipboard().setText("<b>\r\n\t\N{NO-BREAK SPACE}\N{LINE SEPARATOR}")
    line.paste()
    assert told == ["a", "ab", "ab<b>\r\n\t\N{NO-BREAK SPACE}\N{LINE SEPARATOR}"]


def test_what_a_screen_reader_writes_is_told(line: DataLine, told: list[str]) -> None:
    interface = QAccessible.queryAccessibleInterface(line)
    interface.setText(QAccessible.Text.Value, "user-7")
    interface.editableTextInterface().insertText(6, "0")
    assert told == ["user-7", "user-70"]


def test_what_a_completion_shows_is_told(line: DataLine, told: list[str], qtbot: QtBot) -> None:
    completer = QCompleter(["user-1", "user-2"], line)
    line.setCompleter(completer)
    with qtbot.waitActive(line):
        line.show()
        line.activateWindow()
    QTest.keyClicks(line, "us")
    popup = completer.popup()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    assert line.text() == "user-1"
    assert told[-1] == "user-1"


def test_what_is_shown_is_not_told_and_the_caret_stays(line: DataLine, told: list[str]) -> None:
    line.show_text("shown")
    line.setCursorPosition(2)
    line.show_text("shown")
    assert (line.text(), line.cursorPosition(), told) == ("shown", 2, [])


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_stays_what_it_is(qapp: QApplication, text: str) -> None:
    line = DataLine()
    line.show_text(text)
    assert line.text() == text


def test_a_long_text_is_not_cut(line: DataLine, told: list[str]) -> None:
    # Qt's own field would cut it at 32,767.
    text = "x" * (MOST_EDITED - 1)
    line.show_text(text)
    line.end(False)
    QTest.keyClicks(line, "y")
    assert told == [text + "y"]


def test_of_a_huge_text_the_beginning_is_shown_and_the_whole_is_kept(
    line: DataLine, told: list[str]
) -> None:
    text = "x" * 10_000_000
    with effort.at_most(20):
        line.show_text(text)
        QTest.keyClicks(line, "y")
    assert line.text().startswith("xxx")
    assert line.text().endswith("(10,000,000 characters)")
    assert line.content == text
    assert "sent whole" in line.accessibleDescription()
    assert (told, line.touched) == ([], False)
    QTest.keyClick(line, Qt.Key.Key_Delete)
    assert (told, line.touched, line.content) == ([""], True, "")
    QTest.keyClicks(line, "y")
    assert told == ["", "y"]
    assert line.accessibleDescription() == ""


def test_a_huge_text_can_be_pasted_into_the_middle(line: DataLine, told: list[str]) -> None:
    line.show_text("\U0001f600ab")
    line.setSelection(2, 1)
    QGuiApplication.clipboard().setText("x" * 1_000_000)
    with effort.at_most(20):
        press_paste(line)
    assert told == ["\U0001f600" + "x" * 1_000_000 + "b"]
    assert line.content == told[0]
    assert line.touched


def press_paste(line: DataLine) -> None:
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_the_wheel_scrolls_past_a_choice(qtbot: QtBot) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    page = QWidget()
    page.setMinimumHeight(2_000)
    choice = Choice(page)
    choice.addItems(["Practice", "Live"])
    column = QVBoxLayout(page)
    column.addWidget(choice)
    column.addStretch(1)
    area.setWidget(page)
    with qtbot.waitExposed(area):
        area.show()
    choice.setFocus()
    window = area.windowHandle()
    assert window is not None
    QTest.wheelEvent(window, choice.mapTo(area, QPointF(5, 5)), QPoint(0, -120))
    assert choice.currentText() == "Practice"
    assert area.verticalScrollBar().value() > 0


@pytest.mark.parametrize("with_icon", [False, True])
def test_a_choice_loses_its_middle_where_there_is_no_room(with_icon: bool, qtbot: QtBot) -> None:
    choice = Choice()
    qtbot.addWidget(choice)
    choice.addItem("Acme production & more")
    if with_icon:
        choice.setItemIcon(0, QIcon(QPixmap(16, 16)))
    choice.resize(choice.sizeHint())
    assert choice.shown() == "Acme production & more"
    whole = choice.grab().toImage()
    choice.resize(choice.width() // 2, choice.height())
    assert choice.shown().startswith("Ac")
    assert choice.shown().endswith("re")
    assert "…" in choice.shown()
    assert choice.currentText() == "Acme production & more"
    assert choice.grab().toImage() != whole
    assert choice.toolTip() == plain_tip("Acme production & more")
    choice.resize(choice.sizeHint())
    choice.grab()
    assert choice.toolTip() == ""
