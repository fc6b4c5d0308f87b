"""The question before a send to a production account."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from appcues_console.history.people import Person
from appcues_console.ui.actions import Actions
from appcues_console.ui.confirm import LINE, MOST_LINES, ConfirmSend, in_lines
from appcues_console.ui.desk import CHANGED, Desk
from appcues_console.ui.session import Session
from appcues_console.ui.window import Window
from tests.ui.keys import focused, press
from tests.ui.sending_engine import LIVE, TEST, SendingEngine

MARKUP = "<b>x</b><img src=file:///etc/passwd>"


@pytest.fixture
def at_live(window: Window, actions: Actions, desk: Desk, qtbot: QtBot) -> Window:
    """The window with the production account chosen and the user looked up."""
    desk.choose_account(LIVE.key)
    qtbot.waitUntil(lambda: desk.acquaintance.count is not None)
    return window


def question(qtbot: QtBot) -> ConfirmSend:
    """Return the dialog that has the keyboard."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ConfirmSend))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConfirmSend)
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget()))  # type: ignore[arg-type]
    return dialog


def words(dialog: ConfirmSend) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def button(dialog: ConfirmSend, name: str) -> QPushButton:
    found = [b for b in dialog.findChildren(QPushButton) if name in {b.accessibleName(), b.text()}]
    assert len(found) == 1
    return found[0]


def test_a_test_account_is_not_asked_about(
    window: Window, actions: Actions, desk: Desk, engine: SendingEngine
) -> None:
    desk.choose_account(TEST.key)
    press("Ctrl+Return")
    assert [sending.account for sending in engine.sends] == [TEST]


def test_it_says_which_account_which_user_and_what(
    at_live: Window, session: Session, qtbot: QtBot
) -> None:
    press("Ctrl+Return")
    said = words(question(qtbot))
    assert "Send to Acme & Söhne?" in said
    assert "production account" in said
    assert "user-42" in said
    assert "clicked widget · profile: team" in said
    assert "the API creates it" in said


@pytest.mark.parametrize("key", ["Return", "Enter"])
def test_enter_alone_never_sends(
    key: str, at_live: Window, engine: SendingEngine, qtbot: QtBot
) -> None:
    press("Ctrl+Return")
    dialog = question(qtbot)
    assert focused() is button(dialog, "Go back")
    press(key)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert engine.sends == []


def test_enter_on_the_send_button_does_not_send_either(
    at_live: Window, engine: SendingEngine, qtbot: QtBot
) -> None:
    press("Ctrl+Return")
    dialog = question(qtbot)
    button(dialog, "Confirm send to Acme & Söhne").setFocus()
    press("Return")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert engine.sends == []


def test_escape_goes_back(at_live: Window, engine: SendingEngine, qtbot: QtBot) -> None:
    press("Ctrl+Return")
    question(qtbot)
    press("Esc")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert engine.sends == []


def test_the_keys_of_the_window_do_nothing_under_the_question(
    at_live: Window, engine: SendingEngine, session: Session, qtbot: QtBot
) -> None:
    press("Ctrl+Return")
    question(qtbot)
    before = session.draft
    press("Ctrl+E", "Ctrl+P", "Ctrl+Z")
    assert session.draft == before
    press("Ctrl+Return")
    assert engine.sends == []


def test_saying_so_sends_once(
    at_live: Window, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    press("Ctrl+Return")
    send = button(question(qtbot), "Confirm send to Acme & Söhne")
    assert send.text() == "Send to Acme && Söhne"
    press("Tab")
    assert focused() is send
    press("Space")
    assert [sending.account for sending in engine.sends] == [LIVE]
    engine.sends[0].accept()
    qtbot.waitUntil(lambda: not desk.sending)
    # Nothing is remembered: each send is asked about.
    desk.send()
    question(qtbot)
    assert len(engine.sends) == 1


def test_a_hasty_double_click_on_send_asks_once(
    at_live: Window, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    desk.send()
    desk.send()
    question(qtbot)
    assert len(at_live.findChildren(ConfirmSend)) == 1
    press("Esc")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    desk.send()
    question(qtbot)


def test_to_an_account_that_changed_meanwhile_nothing_is_sent_and_that_is_said(
    at_live: Window, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    press("Ctrl+Return")
    first = question(qtbot)
    moved = replace(LIVE, base_url="http://127.0.0.1:1/moved")
    engine.book[2] = moved
    with qtbot.waitSignal(desk.account_changed):
        desk.reload_accounts()
    QTest.mouseClick(button(first, "Confirm send to Acme & Söhne"), Qt.MouseButton.LeftButton)
    assert engine.sends == []
    assert at_live.status.text == CHANGED


def test_what_cannot_be_seen_is_spelled_out_and_markup_is_text(
    at_live: Window, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    user_id = f"user-42\N{RIGHT-TO-LEFT OVERRIDE}\N{ZERO WIDTH SPACE}\n{MARKUP}"
    session.edit(replace(session.draft, user_id=user_id), "user ID")
    press("Ctrl+Return")
    dialog = question(qtbot)
    assert f"user-42\\u202e\\u200b\\u000a{MARKUP}" in words(dialog).replace("/\n/", "//")
    assert {label.textFormat() for label in dialog.findChildren(QLabel)} <= {
        Qt.TextFormat.PlainText,
        Qt.TextFormat.AutoText,
    }
    assert not any(
        label.textFormat() is Qt.TextFormat.AutoText and label.text()
        for label in dialog.findChildren(QLabel)
    )


def test_a_very_long_user_id_leaves_the_buttons_on_the_screen(
    at_live: Window, session: Session, qtbot: QtBot
) -> None:
    session.edit(replace(session.draft, user_id="u" * 3_000), "user ID")
    press("Ctrl+Return")
    dialog = question(qtbot)
    assert dialog.width() <= at_live.width()
    assert dialog.height() <= at_live.height()
    for name in ("Go back", "Confirm send to Acme & Söhne"):
        found = button(dialog, name)
        assert dialog.rect().contains(found.geometry())
    assert "3,000 characters in all" in words(dialog)


@pytest.mark.parametrize("length", [0, 1, LINE, LINE + 1, LINE * MOST_LINES])
def test_a_user_id_that_fits_is_shown_whole(length: int) -> None:
    assert in_lines("u" * length).replace("\n", "") == "u" * length
    assert max(map(len, in_lines("u" * length).split("\n"))) <= LINE


def test_events_in_doubt_are_named_and_sent_on_a_word(
    window: Window, actions: Actions, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.in_doubt = ("clicked widget", MARKUP)
    desk.choose_account(TEST.key)
    press("Ctrl+Return")
    dialog = question(qtbot)
    said = words(dialog)
    assert "Send again to Acme test?" in said
    assert f"“clicked widget”, “{MARKUP[:39]}" in said
    assert "may be counted twice" in said
    assert "production" not in said
    assert focused() is button(dialog, "Go back")
    QTest.mouseClick(button(dialog, "Confirm send to Acme test"), Qt.MouseButton.LeftButton)
    assert [(sending.account, sending.again) for sending in engine.sends] == [(TEST, True)]


def test_production_and_doubt_are_one_question(
    at_live: Window, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.in_doubt = ("clicked widget",)
    press("Ctrl+Return")
    dialog = question(qtbot)
    assert "production account" in words(dialog)
    assert "may be counted twice" in words(dialog)
    QTest.mouseClick(button(dialog, "Confirm send to Acme & Söhne"), Qt.MouseButton.LeftButton)
    assert [(sending.account, sending.again) for sending in engine.sends] == [(LIVE, True)]


def test_a_known_user_is_no_stranger(
    at_live: Window, session: Session, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.acquainted[LIVE.key] = [Person("user-43", 0, 3)]
    session.edit(replace(session.draft, user_id="user-43"), "user ID")
    qtbot.waitUntil(lambda: desk.acquaintance.count == 3)
    press("Ctrl+Return")
    assert "creates it" not in words(question(qtbot))
