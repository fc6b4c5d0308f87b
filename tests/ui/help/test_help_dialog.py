from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from appcues_console.activity.destination import Safety
from appcues_console.activity.exchange import Outcome
from appcues_console.ui.controls.outcome_mark import OutcomeMark
from appcues_console.ui.help.help_dialog import HelpDialog
from appcues_console.ui.help.topics import LOCAL_KEYS, REPEATS, SECRETS
from appcues_console.ui.palette.command import Command
from appcues_console.ui.theme.theme import Mode, Theme

COMMANDS = (
    Command("Send", "Ctrl+Enter", "the draft", lambda: None),
    Command("Add event", "Ctrl+E", "", lambda: None, enabled=False),
    Command("Load the example", "", "no keys", lambda: None),
)


@pytest.fixture
def dialog(qtbot: QtBot) -> HelpDialog:
    made = HelpDialog(COMMANDS, Theme(Mode.LIGHT))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def listed(dialog: HelpDialog) -> list[str]:
    model = dialog.keys.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]


def said(dialog: HelpDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_the_keys_of_the_commands_and_of_lists_are_listed(dialog: HelpDialog) -> None:
    keys = listed(dialog)

    assert keys[:2] == ["Send, the draft, Ctrl+Enter", "Add event, Ctrl+E"]
    assert len(keys) == 2 + len(LOCAL_KEYS)
    assert not any("Load the example" in each for each in keys)


def test_keys_are_found_by_typing(dialog: HelpDialog) -> None:
    assert dialog.search.hasFocus()
    QTest.keyClicks(dialog.search, "add")

    assert listed(dialog)[0] == "Add event, Ctrl+E"
    assert len(listed(dialog)) < 2 + len(LOCAL_KEYS)


def test_every_outcome_has_its_mark_its_word_and_its_meaning(dialog: HelpDialog) -> None:
    marks = {mark.outcome for mark in dialog.findChildren(OutcomeMark)}
    words = said(dialog)

    assert marks == set(Outcome) - {Outcome.SENDING}
    assert all(outcome.word in words for outcome in marks)


def test_safety_levels_and_secrets_are_explained_in_plain_text(dialog: HelpDialog) -> None:
    words = said(dialog)

    assert all(level.value.capitalize() in words for level in Safety)
    assert set(SECRETS) <= set(words)
    assert set(REPEATS) <= set(words)
    assert any("120 seconds" in each for each in words)
    formats = {label.textFormat() for label in dialog.findChildren(QLabel) if label.text()}
    assert formats == {Qt.TextFormat.PlainText}


def test_escape_closes_it(dialog: HelpDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
