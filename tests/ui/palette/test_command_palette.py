from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.ui.palette.command import Command
from appcues_console.ui.palette.command_palette import CommandPalette
from appcues_console.ui.theme.theme import Mode, Theme

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Scene:
    """A window with a field, a palette over it, and what was run."""

    window: QWidget
    field: QLineEdit
    palette: CommandPalette
    done: list[str]

    def names(self) -> list[str]:
        model = self.palette.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def current(self) -> str:
        return str(self.palette.list.currentIndex().data())

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.palette.field, key)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.palette.field, text)


@pytest.fixture
def scene(qtbot: QtBot) -> Iterator[Scene]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(960, 600)
    line = QLineEdit(window)
    done: list[str] = []

    def command(name: str, keys: str = "", hint: str = "", enabled: bool = True) -> Command:
        return Command(name, keys, hint, lambda: done.append(name), enabled)

    def offer() -> tuple[Command, ...]:
        return (
            command("Send", "Ctrl+Enter", "the draft"),
            command("Cancel send", "Esc", enabled=False),
            command("Add event", "Ctrl+E"),
            command("Add profile field", "Ctrl+P"),
            command("Undo", "Ctrl+Z"),
        )

    palette = CommandPalette(offer, Theme(Mode.LIGHT), window)
    for keys, name in (("Ctrl+Return", "shortcut"), ("Esc", "escape")):
        QShortcut(QKeySequence(keys), window, lambda name=name: done.append(name))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    line.setFocus()
    yield Scene(window, line, palette, done)
    window.close()


def test_it_opens_over_the_whole_window_with_the_keyboard_in_its_field(scene: Scene) -> None:
    assert not scene.palette.isVisible()
    scene.palette.open()

    assert scene.palette.geometry() == scene.window.rect()
    assert scene.palette.field.hasFocus()
    assert scene.names() == ["Send", "Add event", "Add profile field", "Undo", "Cancel send"]
    assert scene.current() == "Send"
    name = QAccessible.queryAccessibleInterface(scene.palette.field).text(QAccessible.Text.Name)
    assert name == "Command palette"


def test_typing_filters_and_enter_runs_the_first(scene: Scene) -> None:
    scene.palette.open()
    scene.type("apf")
    assert scene.names() == ["Add profile field"]
    scene.press(Key.Key_Return)

    assert scene.done == ["Add profile field"]
    assert not scene.palette.isVisible()
    assert scene.field.hasFocus()


def test_arrows_go_round_and_skip_what_cannot_be_run(scene: Scene) -> None:
    scene.palette.open()
    scene.press(Key.Key_Up)
    assert scene.current() == "Undo"
    scene.press(Key.Key_Down)
    assert scene.current() == "Send"
    scene.press(Key.Key_PageDown)
    assert scene.current() == "Undo"
    scene.press(Key.Key_PageUp)
    assert scene.current() == "Send"


def test_a_screen_reader_hears_in_the_field_what_enter_would_run(scene: Scene) -> None:
    scene.palette.open()
    scene.press(Key.Key_Down)

    assert scene.palette.field.accessibleDescription() == "Add event, Ctrl+E"


def test_a_command_that_cannot_be_run_is_shown_and_not_run(scene: Scene) -> None:
    scene.palette.open()
    scene.type("cancel")
    assert scene.names() == ["Cancel send"]
    scene.press(Key.Key_Return)

    assert scene.done == []
    assert scene.palette.isVisible()


def test_escape_puts_it_away_and_the_keyboard_back(scene: Scene) -> None:
    scene.palette.open()
    scene.press(Key.Key_Escape)

    assert not scene.palette.isVisible()
    assert scene.field.hasFocus()
    assert scene.done == []


def test_the_opening_keys_close_it_too(scene: Scene) -> None:
    scene.palette.open()
    QTest.keyClick(scene.palette.field, Key.Key_K, CONTROL)
    assert not scene.palette.isVisible()
    scene.palette.open()
    scene.palette.open()
    assert not scene.palette.isVisible()


def test_no_shortcut_of_the_window_works_while_it_is_open(scene: Scene) -> None:
    scene.palette.open()
    scene.type("nothing like it")
    QTest.keyClick(scene.palette.field, Key.Key_Return, CONTROL)
    assert scene.done == []
    assert scene.palette.nothing.isVisible()
    scene.palette.dismiss()
    QTest.keyClick(scene.field, Key.Key_Return, CONTROL)

    assert scene.done == ["shortcut"]


def test_tab_stays_in_the_field(scene: Scene) -> None:
    scene.palette.open()
    scene.press(Key.Key_Tab)

    assert scene.palette.field.hasFocus()


def test_a_click_runs_a_command_and_a_click_beside_closes(scene: Scene) -> None:
    scene.palette.open()
    commands = scene.palette.list
    spot = commands.visualRect(commands.model().index(1, 0)).center()
    QTest.mouseClick(commands.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert scene.done == ["Add event"]
    scene.palette.open()
    QTest.mouseClick(scene.palette, Qt.MouseButton.LeftButton, pos=QPoint(5, 590))

    assert not scene.palette.isVisible()
    assert scene.done == ["Add event"]


def test_what_was_used_comes_first_the_next_time(scene: Scene) -> None:
    for letters in ("undo", "ae"):
        scene.palette.open()
        scene.type(letters)
        scene.press(Key.Key_Return)
    scene.palette.open()

    assert scene.palette.field.text() == ""
    assert scene.names()[:3] == ["Add event", "Undo", "Send"]


def test_it_follows_the_size_of_the_window(scene: Scene, qtbot: QtBot) -> None:
    scene.palette.open()
    scene.window.resize(1200, 700)
    qtbot.waitUntil(lambda: scene.palette.size() == scene.window.size())

    panel = scene.palette.panel.geometry()
    assert abs(panel.center().x() - 600) <= 1
    assert panel.bottom() < 700


def test_the_keyboard_goes_back_even_where_its_field_is_gone(scene: Scene) -> None:
    other = QLineEdit(scene.window)
    other.show()
    other.setFocus()
    scene.palette.open()
    shiboken6.delete(other)
    scene.press(Key.Key_Escape)

    assert not scene.palette.isVisible()
