"""What another copy of the program did is seen when the person comes back, and read once."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from appcues_console.accounts.account import PRACTICE
from appcues_console.activity.composition import Composition, Template
from appcues_console.activity.draft import Draft
from appcues_console.engine.condition import Versions
from appcues_console.history.people import Person
from appcues_console.storage.errors import StorageError
from appcues_console.ui.desk import Desk
from appcues_console.ui.save_template import SaveTemplate
from appcues_console.ui.window import Window
from tests.ui.fake_engine import summary
from tests.ui.sending_engine import LIVE, TEST, SendingEngine


@pytest.fixture(autouse=True)
def _looked_once(window: Window, qtbot: QtBot) -> None:
    """The window stands, and has looked at what is there to begin with."""
    qtbot.waitUntil(lambda: window.elsewhere._seen is not None)


def come_back(window: Window) -> None:
    """Go to another program and return."""
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))


def times_asked(engine: SendingEngine, name: str) -> int:
    return sum(question[0] == name for question in engine.asked)


def test_an_account_added_elsewhere_can_be_chosen(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    other = replace(TEST, key="c" * 32, label="From a terminal")
    engine.book.append(other)
    engine.versions_now = Versions((1,), 1)

    with qtbot.waitSignal(desk.accounts_changed):
        come_back(window)

    assert desk.accounts == (PRACTICE, TEST, LIVE, other)
    assert desk.account == PRACTICE


def test_the_chosen_account_changed_or_removed_elsewhere_is_told(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.choose_account(TEST.key)
    engine.book[1] = replace(TEST, base_url="https://other.example")
    engine.versions_now = Versions((1,), 1)
    with qtbot.waitSignal(desk.notice) as told:
        come_back(window)
    assert told.args == ["Acme test was changed by another copy of the program."]
    assert desk.destination == engine.book[1].destination()

    del engine.book[1]
    engine.versions_now = Versions((2,), 1)
    with qtbot.waitSignal(desk.notice) as told:
        come_back(window)
    assert told.args == [
        "Acme test was removed by another copy of the program. The account is Practice now."
    ]
    assert desk.account == PRACTICE


def test_a_change_of_this_copy_is_not_told_again(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    heard: list[object] = []
    desk.accounts_changed.connect(heard.append)
    engine.versions_now = Versions((1,), 1)
    before = times_asked(engine, "accounts")
    come_back(window)
    qtbot.waitUntil(lambda: times_asked(engine, "accounts") > before)
    qtbot.waitUntil(lambda: window.elsewhere._seen == engine.versions_now)
    assert heard == []


def test_what_was_sent_elsewhere_is_in_the_history_and_known_of_the_user(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    assert window.history.model.rowCount() == 0
    engine.rows[1] = summary(1, "user-42")
    engine.acquainted[PRACTICE.key] = [Person("user-42", 1, 1)]
    engine.versions_now = Versions((), 2)

    come_back(window)

    qtbot.waitUntil(lambda: window.history.model.rowCount() == 1)
    qtbot.waitUntil(lambda: desk.acquaintance.count == 1)


def test_a_template_saved_elsewhere_is_not_replaced_without_a_word(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    dialog = SaveTemplate(desk.templates, window.theme, window)
    dialog.name.setText("same")
    assert dialog.save.text() == "Save template"
    engine.shelf["same"] = Template("same", Composition(Draft("user-7")), 1)
    engine.versions_now = Versions((), 2)

    come_back(window)

    qtbot.waitUntil(lambda: dialog.save.text() == "Replace template")
    assert "in its place" in dialog.note.text()


def test_where_nothing_changed_nothing_is_read(
    window: Window, engine: SendingEngine, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not window.history.model._busy)
    before = [times_asked(engine, name) for name in ("ids", "accounts", "person")]
    engine.held = []
    come_back(window)
    assert window.elsewhere._asked
    engine.release()
    qtbot.waitUntil(lambda: not window.elsewhere._asked)
    assert [times_asked(engine, name) for name in ("ids", "accounts", "person")] == before


def test_it_looks_while_the_window_is_active_and_one_question_at_a_time(
    window: Window, engine: SendingEngine, qtbot: QtBot
) -> None:
    pace = window.elsewhere._pace
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert not pace.isActive()
    engine.held = []
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    assert pace.isActive()
    pace.timeout.emit()
    pace.timeout.emit()
    assert len(engine.held) == 1
    engine.release()
    qtbot.waitUntil(lambda: not window.elsewhere._asked)


def test_a_look_that_fails_is_silent_and_tried_again(
    window: Window,
    desk: Desk,
    engine: SendingEngine,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[object] = []
    desk.trouble.connect(heard.append)
    failed: Future[Versions] = Future()
    failed.set_exception(StorageError("The disk is full."))
    with monkeypatch.context() as patch:
        patch.setattr(engine, "versions", lambda: failed)
        come_back(window)
        qtbot.waitUntil(lambda: not window.elsewhere._asked)
    assert heard == []
    engine.versions_now = Versions((), 9)
    with qtbot.waitSignal(desk.history_changed):
        come_back(window)
