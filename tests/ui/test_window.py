"""The window as a whole: what ties its columns together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Draft, Event, Pair, example
from appcues_console.activity.exchange import Outcome
from appcues_console.activity.values import Value
from appcues_console.engine.errors import CredentialsMissing
from appcues_console.storage.errors import StorageError
from appcues_console.ui import accessible
from appcues_console.ui.actions import Actions
from appcues_console.ui.desk import Desk
from appcues_console.ui.session import Session
from appcues_console.ui.theme.theme import Mode, Theme
from appcues_console.ui.window import REQUEST, RESPONSE, SENT, TITLE, Window
from tests.contract import WINDOW, Kind
from tests.ui.fake_engine import make_desk, summary
from tests.ui.keys import press
from tests.ui.sending_engine import LIVE, TEST, SendingEngine

MARKUP = "<b>x</b><img src=file:///etc/passwd>"

Role = QAccessible.Role
ROLES = {
    Kind.BUTTON: {Role.Button, Role.PushButton},
    Kind.TEXT: {Role.EditableText},
    Kind.LABEL: {Role.StaticText},
    Kind.COMBO: {Role.ComboBox},
    Kind.LIST: {Role.List},
    Kind.TABLE: {Role.Table},
}
CONTRACT = {
    name: {role for kind in kinds for role in ROLES[kind]} for name, kinds in WINDOW.items()
}


def named(window: Window) -> dict[str, set[Role]]:
    """Return the roles of everything in `window` by its name for assistive technology."""
    found: dict[str, set[Role]] = {}
    for widget in (window, *window.findChildren(QWidget)):
        interface = QAccessible.queryAccessibleInterface(widget)
        if widget.accessibleName():
            found.setdefault(widget.accessibleName(), set()).add(interface.role())
    return found


def test_each_name_of_the_contract_is_there_with_its_role(window: Window, actions: Actions) -> None:
    accessible.install()
    found = named(window)
    assert CONTRACT.keys() <= found.keys()
    assert {name: found[name] for name in CONTRACT if not found[name] <= CONTRACT[name]} == {}


def test_names_that_mean_one_thing_stand_for_one_widget(window: Window, actions: Actions) -> None:
    names = [widget.accessibleName() for widget in window.findChildren(QWidget)]
    # The field of the time is found as a combo box and as the line in it.
    assert {name for name in CONTRACT if names.count(name) != 1} <= {"Event time"}


def test_it_starts_with_the_documented_example_ready_to_send(window: Window) -> None:
    assert window.session.draft == example()
    assert window.command_bar.send.isEnabled()
    assert window.pages.currentIndex() == REQUEST
    assert window.windowTitle() == f"Practice — {TITLE}"
    assert window.banner.isHidden()


def test_painted_is_told_once_and_the_engine_starts_then(
    engine: SendingEngine, qtbot: QtBot
) -> None:
    desk = make_desk(engine)
    window = Window(desk.session, desk, Theme(Mode.LIGHT))
    qtbot.addWidget(window)
    told: list[bool] = []
    window.painted.connect(lambda: told.append(True))
    window.painted.connect(desk.start)
    assert engine.asked == []
    with qtbot.waitSignal(window.painted):
        window.show()
    window.repaint()
    window.hide()
    with qtbot.waitExposed(window):
        window.show()
    assert told == [True]
    assert engine.asked[0] == ("start",)


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("Acme & Söhne", "Acme & Söhne (production)"),
        ("Acme [*]", "Acme [*] (production)"),
        (MARKUP, f"{MARKUP} (production)"),
    ],
)
def test_the_title_names_account_and_level(
    label: str, title: str, window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.book[2] = replace(LIVE, label=label)
    desk.reload_accounts(choose=LIVE.key)
    qtbot.waitUntil(lambda: desk.account.key == LIVE.key)
    handle = window.windowHandle()
    assert handle is not None
    assert handle.title().startswith(f"{title} — ")
    assert window.band.accessibleName() == "Account band: production"


def test_the_title_holds_no_user(window: Window, session: Session) -> None:
    session.edit(replace(session.draft, user_id="somebody"), "user ID")
    assert "somebody" not in window.windowTitle()


def test_a_test_account_has_no_level_in_the_title(window: Window, desk: Desk) -> None:
    desk.choose_account(TEST.key)
    assert window.windowTitle() == f"Acme test — {TITLE}"


def test_a_send_shows_the_response(
    window: Window, actions: Actions, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    press("Ctrl+Return")
    assert window.pages.currentIndex() == RESPONSE
    assert window.switch.currentIndex() == RESPONSE
    engine.sends[0].accept()
    qtbot.waitUntil(lambda: not desk.sending)
    assert window.response.delivery.text().startswith("Accepted")
    window.show_page(SENT)
    engine.rows[3] = summary(3)
    with qtbot.waitSignal(desk.exchange_shown):
        desk.show(3)
    assert window.pages.currentIndex() == SENT


def test_the_switch_shows_its_page(window: Window) -> None:
    window.switch.setCurrentIndex(RESPONSE)
    assert window.pages.currentWidget() is window.response


@pytest.mark.parametrize(
    ("error", "look", "sentence"),
    [
        (StorageError("The disk is full. Free some space."), "warn", "The disk is full."),
        (CredentialsMissing(f"Enter the account ID of {MARKUP}."), "info", MARKUP),
        (KeyError("4711"), "bad", "fault in the console (KeyError)"),
    ],
    ids=["environment", "request", "bug"],
)
def test_the_notice_has_three_looks(
    error: Exception,
    look: str,
    sentence: str,
    window: Window,
    engine: SendingEngine,
    desk: Desk,
    qtbot: QtBot,
) -> None:
    desk.send()
    engine.sends[0].fail(error)
    qtbot.waitUntil(window.banner.isVisible)
    assert window.banner.look == look
    assert sentence in window.banner.text
    assert "4711" not in window.banner.text
    labels = window.banner.findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels if label.text())
    assert window.pages.currentIndex() == RESPONSE


def test_the_next_send_takes_an_old_notice_away(
    window: Window, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    desk.send()
    engine.sends[0].fail(StorageError("The disk is full."))
    qtbot.waitUntil(window.banner.isVisible)
    desk.send()
    assert window.banner.isHidden()


def test_a_history_in_memory_is_said_once(
    window: Window, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    engine.durable, engine.history_note = False, "No keyring: the history ends with this session."
    desk.reload_accounts()
    qtbot.waitUntil(window.banner.isVisible)
    assert window.banner.text == engine.history_note
    window.banner.dismiss()
    with qtbot.waitSignal(desk.condition_changed):
        desk.reload_accounts()
    assert window.banner.isHidden()
    engine.history_note = "The history is open again, and another thing is wrong."
    desk.reload_accounts()
    qtbot.waitUntil(window.banner.isVisible)


def test_the_condition_does_not_talk_over_what_just_went_wrong(
    window: Window, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    desk.send()
    engine.sends[0].fail(StorageError("The disk is full."))
    qtbot.waitUntil(window.banner.isVisible)
    with qtbot.waitSignal(desk.condition_changed):
        desk.reload_accounts()
    assert window.banner.text == "The disk is full."


def test_a_notice_of_the_session_stands_at_the_foot(window: Window, session: Session) -> None:
    session.edit_text("{oops")
    session.edit(replace(session.draft, profile=()), "profile")
    assert "gave way to the form" in window.status.text


def test_a_user_id_of_markup_is_shown_as_it_is_everywhere(
    window: Window,
    actions: Actions,
    session: Session,
    engine: SendingEngine,
    desk: Desk,
    qtbot: QtBot,
) -> None:
    session.load(
        Draft(MARKUP, (Event(MARKUP, attributes=(Pair(MARKUP, Value(text=MARKUP)),)),)), "load"
    )
    press("Ctrl+Return")
    engine.rows[1] = summary(1, user_id=MARKUP, text=MARKUP)
    engine.sends[0].end(Outcome.REJECTED, f"The server said: {MARKUP}")
    qtbot.waitUntil(lambda: not desk.sending)
    assert engine.listener is not None
    engine.listener(1)
    qtbot.waitUntil(lambda: window.history.model.summary_at(0) is not None)
    window.grab()
    for label in window.findChildren(QLabel):
        if label.text():
            assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
    for widget in window.findChildren(QWidget):
        assert "<img" not in widget.toolTip()
    assert window.command_bar.user_id.text() == MARKUP
    assert window.composer.events.currentIndex().data() == MARKUP


def test_problems_lead_to_the_user_id(window: Window, session: Session) -> None:
    session.edit(replace(session.draft, user_id=""), "user ID")
    window.send()
    assert window.command_bar.user_id.hasFocus()
    assert window.status.text == "Enter the user ID that the activity is for."


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def opened(desk: Desk, settings: QSettings, qtbot: QtBot) -> Window:
    window = Window(desk.session, desk, Theme(Mode.LIGHT), settings)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


def test_sizes_and_folds_are_remembered(
    desk: Desk, settings: QSettings, tmp_path: Path, qtbot: QtBot
) -> None:
    first = opened(desk, settings, qtbot)
    # As large as the screen of the test platform allows it to be restored.
    first.resize(960, 700)
    first.columns.fold(0)
    first.close()
    again = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    second = opened(desk, again, qtbot)
    assert (second.width(), second.height()) == (960, 700)
    assert second.columns.is_folded(0)


def test_nothing_that_was_typed_is_in_the_settings(
    desk: Desk, settings: QSettings, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(desk, settings, qtbot)
    window.session.edit(replace(window.session.draft, user_id="somebody"), "user ID")
    window.close()
    written = (tmp_path / "window.ini").read_bytes()
    assert b"somebody" not in written
    assert b"geometry" in written


@pytest.mark.parametrize(
    "content",
    [
        b"[General]\ngeometry=hello\ncolumns=@ByteArray(nonsense)\n",
        b"[General]\ngeometry=@ByteArray()\ncolumns=1, 2, 3\n",
        b"[General]\ngeometry=@Invalid()\ncolumns=@Point(1 2)\n",
        b"\x00\xff\xfe not an INI file at all [[[",
        b"",
    ],
)
def test_settings_that_make_no_sense_do_not_keep_it_from_opening(
    content: bytes, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "window.ini").write_bytes(content)
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = opened(desk, settings, qtbot)
    assert window.width() >= 960
    assert not any(window.columns.is_folded(column) for column in range(3))


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize(("width", "height"), [(960, 600), (1_920, 1_080)])
def test_the_whole_form_is_reachable_at_any_size(
    mode: Mode, width: int, height: int, desk: Desk, qtbot: QtBot
) -> None:
    window = Window(desk.session, desk, Theme(mode))
    qtbot.addWidget(window)
    window.resize(width, height)
    with qtbot.waitExposed(window):
        window.show()
    assert (window.width(), window.height()) == (width, height)
    for widget in (window.command_bar.send, window.composer, window.request.json, window.history):
        corner = widget.mapTo(window, widget.rect().bottomRight())
        assert window.rect().contains(corner), widget.accessibleName()


def test_every_field_can_be_reached_by_tab_alone(window: Window, actions: Actions) -> None:
    window.command_bar.account.setFocus()
    seen: list[str] = []
    for _ in range(80):
        widget = QApplication.focusWidget()
        assert widget is not None
        seen.append(widget.accessibleName())
        press("Tab")
    wanted = {
        "Account",
        "Manage accounts",
        "User ID",
        "Send to Practice",
        "Search history",
        "Events",
        "Add event",
        "Event name",
        "Event time",
        "key of row 1",
        "value of row 1",
        "Request ID",
        "Request JSON",
    }
    assert wanted <= {*seen}
    assert isinstance(window.command_bar.user_id, QLineEdit)


def test_a_wide_window_is_for_the_draft_and_the_answer(window: Window) -> None:
    window.resize(2_560, 1_440)
    history, composer, exchange = window.columns.sizes()
    assert history == 360
    assert composer > exchange > 1_000
    window.columns.widen(0, 4)
    window.resize(2_400, 1_440)
    assert window.columns.sizes()[0] == 360 + 4 * 24
