"""Account, user ID, what is known of that user, and Send."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.activity.clock import unix_milliseconds
from appcues_console.activity.draft import Draft
from appcues_console.history.people import Person
from appcues_console.ui.acquaintance import PAUSE
from appcues_console.ui.actions import Actions
from appcues_console.ui.command_bar.command_bar import CommandBar
from appcues_console.ui.desk import Desk
from appcues_console.ui.session import Session
from appcues_console.ui.window import Window
from tests.ui.keys import double_click, focused, press, type_in
from tests.ui.sending_engine import LIVE, TEST, SendingEngine

MARKUP = "<b>x</b><img src=file:///etc/passwd>"


@pytest.fixture
def bar(window: Window) -> CommandBar:
    return window.command_bar


def enter_user(bar: CommandBar, text: str) -> None:
    bar.user_id.setFocus()
    bar.user_id.selectAll()
    type_in(text)


def settled(desk: Desk, qtbot: QtBot) -> None:
    """Wait until the history has said whether it knows the user."""
    qtbot.waitUntil(lambda: desk.acquaintance.count is not None, timeout=PAUSE * 20)


def test_the_accounts_are_offered_by_their_labels(bar: CommandBar, qtbot: QtBot) -> None:
    labels = [bar.account.itemText(row) for row in range(bar.account.count())]
    assert labels == ["Practice", "Acme test", "Acme & Söhne"]
    assert bar.account.currentText() == "Practice"


def test_choosing_an_account_renames_send(bar: CommandBar, desk: Desk) -> None:
    bar.account.setFocus()
    press("Down")
    assert desk.account == TEST
    assert bar.send.text() == "Send to Acme test"
    assert bar.send.accessibleName() == "Send to Acme test"


def test_an_ampersand_in_a_label_is_an_ampersand(bar: CommandBar, desk: Desk) -> None:
    desk.choose_account(LIVE.key)
    assert bar.send.accessibleName() == "Send to Acme & Söhne"
    # Doubled, the button shows one and has no shortcut.
    assert bar.send.text() == "Send to Acme && Söhne"
    assert bar.send.shortcut().isEmpty()
    assert bar.account.currentText() == "Acme & Söhne"


def test_the_wheel_passes_over_the_account(bar: CommandBar, desk: Desk) -> None:
    bar.account.setFocus()
    window = bar.window().windowHandle()
    assert window is not None
    at = bar.account.mapTo(bar.window(), QPointF(20, 10))
    QTest.wheelEvent(window, at, QPoint(0, -120))
    assert desk.account == PRACTICE


def test_typing_a_user_is_the_draft(bar: CommandBar, session: Session) -> None:
    enter_user(bar, "user-7")
    assert session.draft.user_id == "user-7"
    press("Ctrl+A", "Backspace")
    assert session.draft.user_id == ""


def test_what_a_screen_reader_writes_is_the_draft(bar: CommandBar, session: Session) -> None:
    interface = QAccessible.queryAccessibleInterface(bar.user_id)
    interface.setText(QAccessible.Text.Value, "user-7")
    assert session.draft.user_id == "user-7"


def test_enter_goes_on_to_the_form_and_sends_nothing(
    bar: CommandBar, window: Window, engine: SendingEngine
) -> None:
    bar.user_id.setFocus()
    press("Return")
    assert focused() is window.composer.editor.name
    assert engine.sends == []


def test_a_user_seen_before_is_known(
    bar: CommandBar, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.acquainted["practice"] = [Person("user-7", unix_milliseconds() - 7_300_000, 1_204)]
    enter_user(bar, "user-7")
    settled(desk, qtbot)
    assert bar.status.text() == "Known here, sent 1,204 times, last 2 h ago"


def test_known_to_one_account_is_a_stranger_to_another(
    bar: CommandBar, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.acquainted["practice"] = [Person("user-42", unix_milliseconds(), 1)]
    desk.choose_account(TEST.key)
    settled(desk, qtbot)
    desk.choose_account("practice")
    settled(desk, qtbot)
    assert bar.status.text() == "Known here, sent just now"
    engine.held = []
    desk.choose_account(TEST.key)
    assert "Known" not in bar.status.text()
    engine.release()
    settled(desk, qtbot)
    assert bar.status.text().startswith("Nothing accepted from here yet.")


def test_the_answer_about_a_user_who_was_typed_over_is_dropped(
    bar: CommandBar, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.acquainted["practice"] = [Person("user-4", unix_milliseconds(), 9)]
    engine.held = []
    enter_user(bar, "user-4")
    qtbot.waitUntil(lambda: ("person", "practice", "user-4") in engine.asked)
    type_in("x")
    engine.release()
    settled(desk, qtbot)
    assert bar.status.text().startswith("Nothing accepted from here yet.")


@pytest.mark.parametrize(
    ("user_id", "words"),
    [("", "Enter the user ID"), (" user-7", "begins or ends with white space")],
)
def test_what_is_wrong_with_the_user_stays_said(
    user_id: str,
    words: str,
    bar: CommandBar,
    desk: Desk,
    session: Session,
    qtbot: QtBot,
) -> None:
    session.edit(replace(session.draft, user_id=user_id), "user ID")
    assert words in bar.status.text()
    with qtbot.waitSignal(desk.acquaintance_changed, timeout=PAUSE * 20):
        pass
    assert words in bar.status.text()
    assert words in bar.user_id.accessibleDescription()
    assert bar.user_id.property("invalid") == (user_id == "")


def test_without_a_user_there_is_nothing_to_send(bar: CommandBar, session: Session) -> None:
    session.edit(replace(session.draft, user_id=""), "user ID")
    assert not bar.send.isEnabled()
    session.undo()
    assert bar.send.isEnabled()


def test_people_seen_before_complete_the_user(
    bar: CommandBar, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.acquainted["practice"] = [
        Person(name, unix_milliseconds(), 1) for name in ("user-7", "user-71", MARKUP)
    ]
    enter_user(bar, "user-")
    popup = bar._completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    assert [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())] == [
        "user-7",
        "user-71",
    ]
    QTest.keyClick(popup, Qt.Key.Key_Down)
    # What the field shows is what would be sent, chosen for good or not.
    assert bar.user_id.text() == session.draft.user_id == "user-7"
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert bar.user_id.text() == session.draft.user_id == "user-7"
    assert not popup.isVisible()


def test_a_completion_that_was_typed_past_is_not_offered(
    bar: CommandBar, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.acquainted["practice"] = [
        Person(name, unix_milliseconds(), 1) for name in ("user-7", "user-8")
    ]
    enter_user(bar, "user-")
    popup = bar._completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    engine.held = []
    QTest.keyClicks(popup, "8")
    offered = [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())]
    assert not popup.isVisible() or offered == ["user-8"]


def test_a_double_click_on_send_sends_once_and_lets_it_go_on(
    bar: CommandBar, engine: SendingEngine
) -> None:
    double_click(bar.send)
    assert [sending.cancelled for sending in engine.sends] == [0]


def test_the_second_click_of_a_double_click_sends_nothing_however_fast_the_answer_was(
    bar: CommandBar, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    QTest.mouseClick(bar.send, Qt.MouseButton.LeftButton)
    engine.sends[0].accept()
    qtbot.waitUntil(bar.send.isVisible)
    at = QPointF(bar.send.rect().center())
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        click = QMouseEvent(
            kind,
            at,
            bar.send.mapToGlobal(at),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(bar.send, click)
    assert len(engine.sends) == 1


def test_send_becomes_cancel_and_back_with_the_keyboard_on_it(
    bar: CommandBar, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    bar.send.setFocus()
    press("Space")
    assert not bar.send.isVisible()
    assert focused() is bar.stop
    assert bar.stop.accessibleName() == "Cancel send"
    press("Space")
    assert engine.sends[0].cancelled == 1
    engine.sends[0].accept()
    qtbot.waitUntil(bar.send.isVisible)
    assert focused() is bar.send


def test_a_send_elsewhere_leaves_the_keyboard_where_it_is(
    bar: CommandBar, engine: SendingEngine, actions: Actions, qtbot: QtBot
) -> None:
    bar.user_id.setFocus()
    press("Ctrl+Return")
    assert bar.stop.isVisible()
    engine.sends[0].accept()
    qtbot.waitUntil(bar.send.isVisible)
    assert focused() is bar.user_id


def test_a_renamed_account_keeps_its_place(
    bar: CommandBar, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.choose_account(TEST.key)
    engine.book[1] = replace(TEST, label="Renamed [*] & more")
    with qtbot.waitSignal(desk.account_changed):
        desk.reload_accounts()
    assert bar.account.currentText() == "Renamed [*] & more"
    assert bar.send.accessibleName() == "Send to Renamed [*] & more"


def test_a_removed_account_gives_way_to_practice(
    bar: CommandBar, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.choose_account(LIVE.key)
    engine.book.remove(LIVE)
    with qtbot.waitSignal(desk.account_changed):
        desk.reload_accounts()
    assert desk.account == PRACTICE
    assert bar.account.currentText() == "Practice"
    assert bar.account.count() == 2


def test_accounts_of_the_same_label_are_told_by_their_keys(
    bar: CommandBar, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    twin: Account = replace(LIVE, label=TEST.label)
    engine.book[2] = twin
    with qtbot.waitSignal(desk.accounts_changed):
        desk.reload_accounts()
    desk.choose_account(twin.key)
    assert bar.account.currentData() == twin.key


def test_undo_shows_the_user_again(bar: CommandBar, session: Session, actions: Actions) -> None:
    enter_user(bar, MARKUP)
    assert bar.user_id.text() == MARKUP
    press("Ctrl+Z")
    assert bar.user_id.text() == "user-42"


def test_a_loaded_draft_shows_its_user(bar: CommandBar, session: Session) -> None:
    session.load(Draft("u\N{NO-BREAK SPACE}" + "x" * 30_000), "load")
    assert bar.user_id.text() == session.draft.user_id


@pytest.mark.parametrize("way", ["Down", "click"])
def test_the_users_seen_before_are_offered_whatever_stands_in_the_field(
    bar: CommandBar, engine: SendingEngine, qtbot: QtBot, way: str
) -> None:
    engine.acquainted[PRACTICE.key] = [
        Person("user-7", unix_milliseconds(), 1),
        Person("anna", unix_milliseconds(), 2),
    ]
    popup = bar.user_id.completer().popup()
    assert popup is not None
    bar.user_id.setFocus()
    if way == "Down":
        press("Down")
    else:
        (arrow,) = bar.user_id.findChildren(QToolButton)
        assert arrow.accessibleName() == "Users seen before"
        QTest.mouseClick(arrow, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(popup.isVisible)

    assert [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())] == [
        "user-7",
        "anna",
    ]
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert bar.user_id.text() == "user-7"
    assert not popup.isVisible()


def test_a_long_user_id_that_nobody_types_shows_its_beginning(
    bar: CommandBar, session: Session
) -> None:
    bar.send.setFocus()
    session.load(replace(session.draft, user_id="user-" * 60), "load")
    assert bar.user_id.cursorPosition() == 0
    bar.user_id.setFocus()
    bar.user_id.setCursorPosition(7)
    session.seal_step()
    assert bar.user_id.cursorPosition() == 7
