"""A dialog of two panes keeps its shape at every text size, and fits on the screen."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.ui.controls.two_panes import TwoPaneDialog
from appcues_console.ui.theme.theme import Mode, Theme

SIZE, SMALLEST, SIDE = (500, 300), (400, 200), 200


@dataclass
class Screen:
    """A screen of a size."""

    room: QSize

    def availableSize(self) -> QSize:
        return self.room


class Dialog(TwoPaneDialog):
    """Two buttons that just have room beside the list."""

    def __init__(self, theme: Theme) -> None:
        self.of = Screen(QSize(1920, 1080))
        super().__init__("Two", theme, None, size=SIZE, smallest=SMALLEST, side_width=SIDE)
        self.new = QPushButton("New account", self)
        self.side.addWidget(self.new)
        pane = QWidget(self)
        row = QHBoxLayout(pane)
        self.buttons = [QPushButton(text, pane) for text in ("Remove account", "Save account")]
        for button in self.buttons:
            row.addWidget(button)
        self.put_beside(pane)

    def screen(self) -> Screen:  # type: ignore[override] # what is asked of one
        return self.of


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot) -> Dialog:
    made = Dialog(theme)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def side(dialog: Dialog) -> int:
    pane = dialog.new.parentWidget()
    assert pane is not None
    return pane.width()


def cut(dialog: Dialog) -> list[str]:
    return [
        each.text()
        for each in (dialog.new, *dialog.buttons)
        if each.width() < each.sizeHint().width()
    ]


def test_another_text_size_cuts_nothing(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    assert cut(dialog) == []
    theme.set_scale(2.0)
    qtbot.waitUntil(lambda: dialog.size() == QSize(*SIZE) * 2)
    qtbot.waitUntil(lambda: cut(dialog) == [])
    theme.set_scale(1.0)
    assert dialog.size() == QSize(*SIZE)
    assert side(dialog) == SIDE


def test_a_size_that_a_person_gave_it_grows_with_the_text(dialog: Dialog, theme: Theme) -> None:
    dialog.resize(600, 400)
    theme.choose(Mode.DARK)
    assert dialog.size() == QSize(600, 400), "other colours need no other room"
    theme.set_scale(1.5)
    assert dialog.size() == QSize(900, 600)


def test_it_grows_no_larger_than_the_screen(dialog: Dialog, theme: Theme) -> None:
    dialog.of.room = QSize(800, 500)
    for scale in (1.75, 2.0):
        theme.set_scale(scale)
        assert dialog.size() == QSize(800, 500)
        assert side(dialog) / SIDE == 800 / SIZE[0], "the list leaves the other pane its share"
