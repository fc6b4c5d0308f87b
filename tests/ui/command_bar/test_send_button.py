"""Send says where it sends to, however long the account's label is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from appcues_console.ui.command_bar.send_button import WIDEST, SendButton
from appcues_console.ui.theme.theme import Mode, Theme

LONG = "A very long account label of & sixty characters <b>x</b> end"


@pytest.fixture
def button(qapp: QApplication, qtbot: QtBot) -> SendButton:
    made = SendButton(Theme(Mode.LIGHT))
    qtbot.addWidget(made)
    return made


def show(button: SendButton, label: str) -> None:
    button.show_destination(label)
    button.resize(button.sizeHint())
    button.grab()


@pytest.mark.parametrize("label", ["Practice", "Acme & Söhne"])
def test_a_short_label_is_shown_whole(button: SendButton, label: str) -> None:
    show(button, label)
    assert button.shown() == f"Send to {label}"
    assert button.toolTip() == ""
    assert button.shortcut().isEmpty()


def test_a_long_label_loses_its_middle_and_never_the_words_before_it(button: SendButton) -> None:
    show(button, LONG)
    assert button.width() <= WIDEST
    assert button.shown().startswith("Send to A very")
    assert button.shown().endswith("end")
    assert "…" in button.shown()
    assert button.accessibleName() == f"Send to {LONG}"
    assert "&lt;b&gt;x&lt;/b&gt;" in button.toolTip()


def test_squeezed_it_keeps_the_words_before_the_label(button: SendButton) -> None:
    show(button, LONG)
    button.resize(button.minimumSizeHint())
    assert button.shown().startswith("Send to A")
    whole = button.fontMetrics().horizontalAdvance(button.shown())
    assert whole < button.width()
