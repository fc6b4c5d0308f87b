"""Keys, palette and help do the same things, each once, wherever the cursor is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Draft, Pair, example
from appcues_console.activity.values import Value
from appcues_console.ui.actions import TYPE_KEYS, Actions, shown_keys
from appcues_console.ui.desk import Desk
from appcues_console.ui.session import Session
from appcues_console.ui.window import REQUEST, RESPONSE, Window
from tests.ui.keys import combination, focused, press, type_in
from tests.ui.sending_engine import LIVE, SendingEngine

KEYS = {
    "Ctrl+Return",
    "Ctrl+Enter",
    "Esc",
    "Ctrl+K",
    "Ctrl+E",
    "Ctrl+P",
    "Ctrl+F",
    "Ctrl+L",
    "Ctrl+Z",
    "Ctrl+Shift+Z",
    "Ctrl+1",
    "Ctrl+2",
    "Ctrl+3",
    "Ctrl+T",
    "Ctrl+D",
    "Ctrl+Shift+C",
    "Ctrl+V",
    "Ctrl++",
    "Ctrl+-",
    "Ctrl+0",
    "F1",
    *(f"{TYPE_KEYS}+{number}" for number in range(1, 7)),
}
"""The keys that a person learns first; the README has them all."""

TEXT = '{"profile_update": {"tier": "gold"}}'
PASTED = (Pair("tier", Value(text="gold")),)

FIELDS: dict[str, Callable[[Window], object]] = {
    "user ID": lambda w: w.command_bar.user_id.setFocus(),
    "event name": lambda w: w.composer.editor.name.setFocus(),
    "event time": lambda w: w.composer.editor.time.setFocus(),
    "attribute": lambda w: w.composer.attributes.edit_cell(0, 2),
    "profile field": lambda w: w.composer.profile.edit_cell(0, 0),
    "type": lambda w: w.composer.profile.edit_cell(0, 1),
    "request ID": lambda w: w.composer.request_id.setFocus(),
    "JSON": lambda w: w.request.json.setFocus(),
    "history search": lambda w: w.history.search.setFocus(),
}
in_each_field = pytest.mark.parametrize("go", FIELDS.values(), ids=FIELDS.keys())


@pytest.fixture(autouse=True)
def _actions(actions: Actions) -> None:
    """Every test here has the keys."""


@pytest.fixture
def palette(window: Window) -> QLineEdit:
    """The palette, open."""
    press("Ctrl+K")
    field = focused()
    assert isinstance(field, QLineEdit)
    assert field.accessibleName() == "Command palette"
    return field


def on_the_clipboard() -> str:
    return QGuiApplication.clipboard().text()


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def test_each_promised_key_stands_for_one_action_and_no_other(window: Window) -> None:
    of_actions = [
        keys.toString()
        for action in window.findChildren(QAction)
        for keys in action.shortcuts()
        if action.isEnabled()
    ]
    of_shortcuts = [made.key().toString() for made in window.findChildren(QShortcut)]
    everything = [keys for keys in of_actions + of_shortcuts if keys]
    assert {QKeySequence(keys).toString() for keys in KEYS} <= {*everything}
    assert len(everything) == len({*everything})


@in_each_field
def test_undo_is_the_sessions_wherever_the_cursor_is(
    go: Callable[[Window], object], window: Window, session: Session
) -> None:
    session.edit(replace(session.draft, user_id="somebody else"), "user ID")
    session.edit(replace(session.draft, profile=(Pair("k", Value()),)), "profile")
    go(window)
    press("Ctrl+Z", "Ctrl+Z")
    assert session.draft == example()
    press("Ctrl+Shift+Z")
    assert session.draft.user_id == "somebody else"


@pytest.mark.parametrize("name", sorted(FIELDS.keys() - {"type", "history search"}))
def test_what_was_typed_is_undone_by_the_one_history(
    name: str, window: Window, session: Session
) -> None:
    FIELDS[name](window)
    before = (session.draft, session.body)
    type_in("1")
    assert (session.draft, session.body) != before
    press("Ctrl+Z")
    assert session.draft == before[0]


def test_no_field_keeps_one_of_the_windows_keys_for_itself(window: Window) -> None:
    # Elsewhere Ctrl+K, Ctrl+D and Ctrl+E delete and move in fields, as in a terminal.
    kept = []
    for name, go in FIELDS.items():
        go(window)
        for keys in KEYS - {"Ctrl+V", "Esc"}:
            pressed = combination(keys)
            event = QKeyEvent(
                QEvent.Type.ShortcutOverride, pressed.key(), pressed.keyboardModifiers(), ""
            )
            event.ignore()
            QApplication.sendEvent(focused(), event)
            if event.isAccepted():
                kept.append((name, keys))
    assert kept == []


def test_keys_go_where_they_say_wherever_the_cursor_is(window: Window) -> None:
    goals: dict[str, QWidget] = {
        "Ctrl+L": window.command_bar.user_id,
        "Ctrl+F": window.history.search,
        "Ctrl+2": window.composer.editor.name,
        "Ctrl+3": window.request.json,
    }
    for go in FIELDS.values():
        for keys, goal in goals.items():
            go(window)
            press(keys)
            assert focused() is goal
    assert window.pages.currentIndex() == REQUEST


def test_paste_outside_a_field_makes_a_draft_and_keeps_the_user(
    window: Window, session: Session
) -> None:
    copy(TEXT)
    window.history.list.setFocus() if window.history.list.isVisible() else window.switch.setFocus()
    press("Ctrl+V")
    assert session.draft.profile == PASTED
    assert session.draft.user_id == "user-42"
    press("Ctrl+Z")
    assert session.draft == example()


def test_paste_in_a_text_that_only_shows_is_outside_a_field(
    window: Window, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    press("Ctrl+Return")
    engine.sends[0].accept()
    qtbot.waitUntil(lambda: not window.desk.sending)
    copy(TEXT)
    press("Ctrl+T")
    assert focused() is window.response.body
    press("Ctrl+V")
    assert session.draft.profile == PASTED


def test_paste_in_a_field_is_text(window: Window, session: Session) -> None:
    copy("gold")
    window.composer.editor.name.setFocus()
    window.composer.editor.name.selectAll()
    press("Ctrl+V")
    assert session.draft.events[0].name == "gold"


def test_paste_in_the_json_is_text_there(window: Window, session: Session) -> None:
    copy(TEXT)
    window.request.json.setFocus()
    window.request.json.selectAll()
    press("Ctrl+V")
    assert window.request.json.text() == TEXT
    assert session.draft.profile == PASTED


def test_what_is_no_json_changes_nothing_and_says_why(window: Window, session: Session) -> None:
    copy("not JSON <b>at all</b>")
    window.switch.setFocus()
    press("Ctrl+V")
    assert session.draft == example()
    assert "Nothing was changed" in window.status.text


def test_paste_from_the_palette_is_a_draft_even_when_a_field_had_the_cursor(
    window: Window, session: Session
) -> None:
    copy(TEXT)
    window.composer.editor.name.setFocus()
    press("Ctrl+K")
    type_in("paste as draft")
    press("Return")
    assert session.draft.profile == PASTED


def test_the_palette_runs_a_command(palette: QLineEdit, window: Window, session: Session) -> None:
    type_in("add event")
    press("Return")
    assert len(session.draft.events) == 2
    assert not palette.isVisible()


def test_the_palette_switches_the_account_and_sends_nothing(
    palette: QLineEdit, window: Window, desk: Desk, engine: SendingEngine
) -> None:
    type_in("switch to acme & s")
    press("Return")
    assert desk.account == LIVE
    assert engine.sends == []


def test_the_palette_offers_everything_but_itself(actions: Actions, desk: Desk) -> None:
    names = [command.name for command in actions.commands()]
    assert {deed.name for deed in actions.deeds} - {*names} == {"Command palette"}
    assert "Switch to Acme test" in names
    assert "Switch to Practice" not in names
    assert len(names) == len({*names})


@pytest.mark.parametrize("keys", ["Ctrl+Z", "Ctrl+E", "Ctrl+0", "Ctrl+V"])
def test_under_the_palette_no_key_of_the_window_works(
    keys: str, palette: QLineEdit, session: Session, engine: SendingEngine, window: Window
) -> None:
    session.edit(replace(session.draft, user_id="user-7"), "user ID")
    before = session.draft
    press(keys)
    assert session.draft == before
    assert engine.sends == []


def test_a_key_that_is_held_sends_once_and_undoes_on(window: Window) -> None:
    repeats = {a.text() for a in window.findChildren(QAction) if a.shortcuts() and a.autoRepeat()}
    assert repeats == {
        "Undo",
        "Redo",
        "Widen column",
        "Narrow column",
        "Larger text",
        "Smaller text",
    }


@in_each_field
def test_escape_stops_the_send_wherever_the_cursor_is(
    go: Callable[[Window], object], window: Window, engine: SendingEngine
) -> None:
    go(window)
    if window.history.search.hasFocus():
        type_in("x")
    press("Ctrl+Return")
    press("Esc")
    assert [sending.cancelled for sending in engine.sends] == [1]


def test_escape_without_a_send_puts_the_notice_away(window: Window, desk: Desk) -> None:
    window.banner.show_message("info", "Something.")
    window.switch.setFocus()
    press("Esc")
    assert window.banner.isHidden()


def test_send_leads_to_the_first_error(window: Window, session: Session) -> None:
    session.load(Draft("user-1"), "load")
    press("Ctrl+Return")
    assert focused().accessibleName() == "Add event"
    assert window.status.text == "Add at least one event or one profile field."


def test_copy_as_curl_holds_no_account_id(window: Window, session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.desk.destination is not None)
    window.composer.editor.name.setFocus()
    press("Ctrl+Shift+C")
    assert on_the_clipboard().startswith(
        "curl --request POST --path-as-is http://127.0.0.1:1/v1/accounts/"
    )
    assert "/ACCOUNT_ID/users/user-42/" in on_the_clipboard()
    assert session.body in on_the_clipboard()


def test_a_request_with_errors_is_not_copied(window: Window, session: Session) -> None:
    copy("before")
    session.load(Draft("user-1"), "load")
    press("Ctrl+Shift+C")
    assert on_the_clipboard() == "before"
    assert "Mend the errors first" in window.status.text


def test_text_grows_and_goes_back(window: Window) -> None:
    usual = window.theme.scale
    press("Ctrl++")
    assert window.theme.scale > usual
    press("Ctrl+-", "Ctrl+-")
    assert window.theme.scale < usual
    press("Ctrl+0")
    assert window.theme.scale == usual


def test_duplicate_means_what_has_the_cursor(window: Window, session: Session) -> None:
    window.composer.profile.edit_cell(0, 2)
    press("Ctrl+D")
    assert len(session.draft.profile) == 2
    window.composer.editor.name.setFocus()
    press("Ctrl+D")
    assert len(session.draft.events) == 2


def test_add_profile_field_and_add_event_put_the_cursor_there(
    window: Window, session: Session
) -> None:
    press("Ctrl+P")
    type_in("plan")
    press("Ctrl+E")
    type_in("signed up")
    assert session.draft.profile[-1].key == "plan"
    assert session.draft.events[-1].name == "signed up"


@pytest.mark.parametrize(("keys", "title"), [("F1", "Keys and help")])
def test_help_opens_once_and_escape_puts_it_away(
    keys: str, title: str, window: Window, qtbot: QtBot
) -> None:
    press(keys)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.windowTitle() == title
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_manage_accounts_opens_the_dialog_by_button_and_by_palette(
    window: Window, actions: Actions, qtbot: QtBot
) -> None:
    for way in (window.command_bar.manage.click, actions.dialogs.manage_accounts):
        way()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        assert dialog.accessibleName() == "Accounts"
        dialog.close()
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_go_to_response_without_one_shows_where_it_will_be(window: Window) -> None:
    press("Ctrl+T")
    assert window.pages.currentIndex() == RESPONSE


def test_keys_are_shown_as_the_platform_writes_them(qapp: QWidget) -> None:
    native = QKeySequence.SequenceFormat.NativeText
    for keys in ("Ctrl+Shift+Z", "Ctrl+K | Ctrl+J"):
        assert shown_keys(keys) == QKeySequence(keys.split(" | ")[0]).toString(native)
    # As the foot of the window says it.
    written = QKeySequence("Ctrl+Return").toString(native).replace("Return", "Enter")
    assert shown_keys("Ctrl+Return | Ctrl+Enter") == written
    assert "Return" not in written
    assert shown_keys("") == ""
