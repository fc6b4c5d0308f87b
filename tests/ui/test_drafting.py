"""What the palette does to a draft besides the forms: rows, times, problems, old times."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Draft, Event, example
from appcues_console.activity.times import EventTime, Written
from appcues_console.ui.actions import Actions
from appcues_console.ui.composer.time_picker import TimePicker
from appcues_console.ui.desk import Desk
from appcues_console.ui.drafting import REFRESH
from appcues_console.ui.session import Session
from appcues_console.ui.window import COMPOSER, Window
from tests.ui.keys import focused, press, type_in
from tests.ui.sending_engine import SendingEngine

OLD = EventTime("2016-01-13T13:05:22.000Z")
OLDER = EventTime("2016-01-12T13:05:22.000Z")


@pytest.fixture(autouse=True)
def _actions(actions: Actions) -> None:
    """Every test here has the keys."""


def run(command: str) -> None:
    """Run a command of the palette."""
    press("Ctrl+K")
    type_in(command)
    press("Return")


def offered(actions: Actions) -> dict[str, bool]:
    """Return what the palette offers, and whether it can be done now."""
    return {command.name: command.enabled for command in actions.commands()}


def with_times(session: Session, *times: EventTime) -> Draft:
    events = tuple(Event(f"event {n}", time) for n, time in enumerate(times))
    return replace(session.draft, events=events)


def test_rows_are_removed_where_the_cursor_was(window: Window, session: Session) -> None:
    window.composer.attributes.edit_cell(0, 2)
    run("remove attribute")
    assert [pair.key for pair in session.draft.events[0].attributes] == ["ab_group"]
    run("remove profile field")
    assert session.draft.profile == ()
    press("Ctrl+Z", "Ctrl+Z")
    assert session.draft == example()


def test_the_time_of_the_selected_event_is_picked(window: Window, session: Session) -> None:
    run("pick a time")
    picker = window.composer.editor.findChild(TimePicker)
    assert isinstance(picker, TimePicker)
    assert picker.isVisible()
    picker.close()


@pytest.mark.parametrize("written", list(Written))
def test_how_the_time_is_written_is_chosen(
    written: Written, window: Window, session: Session
) -> None:
    run(f"time written as {written.value}")
    assert session.draft.events[0].time == EventTime("at send", written)


def test_what_needs_an_event_or_a_row_is_offered_only_with_one(
    window: Window, session: Session, actions: Actions
) -> None:
    needy = {
        "Pick a time",
        "Time written as Unix seconds",
        "Remove attribute",
        "Remove profile field",
    }
    assert all(offered(actions)[name] for name in needy)
    session.load(Draft("user-7"), "load")
    assert not any(offered(actions)[name] for name in needy)


def test_problems_are_walked_through_from_anywhere(window: Window, session: Session) -> None:
    session.edit(replace(session.draft, user_id="", profile=example().profile * 2), "two problems")
    problems = session.problems
    assert len(problems) >= 2
    for expected in (problems[0], problems[1]):
        press("F7")
        current = window.problems.list.currentIndex().row()
        assert window.problems.list.problems_model.problems[current] == expected
    press("Shift+F7")
    assert focused() is window.command_bar.user_id
    press("Shift+F7")
    assert window.problems.list.currentIndex().row() == len(problems) - 1
    press("Ctrl+4")
    assert focused().accessibleName() == "Problems"


def test_the_problems_are_gone_to_where_they_are_seen(window: Window, session: Session) -> None:
    session.edit(replace(session.draft, user_id=""), "user ID")
    window.columns.fold(COMPOSER)
    assert not window.problems.list.isVisible()
    press("Ctrl+4")
    assert window.problems.list.isVisible()
    assert focused() is window.problems.list


def test_without_problems_that_is_said(window: Window, actions: Actions) -> None:
    for keys in ("F7", "Ctrl+4"):
        window.tell("")
        press(keys)
        assert window.status.text == "There are no problems."
    assert not offered(actions)["Next problem"]


def test_the_documented_example_is_offered_once(actions: Actions, desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.samples != ())
    assert [name for name in offered(actions) if "example" in name] == [
        "Load sample: The documentation's example"
    ]


def loaded(window: Window, engine: SendingEngine, qtbot: QtBot) -> None:
    """Load what was sent with old times from the history."""
    session, desk = window.session, window.desk
    session.load(with_times(session, OLDER, OLD), "load")
    press("Ctrl+Return")
    sent = engine.sends[0].accept()
    engine.exchanges[sent.id] = sent
    qtbot.waitUntil(lambda: not desk.sending)
    session.load(Draft("somebody else"), "load")
    desk.load(sent.id)
    qtbot.waitUntil(lambda: bool(session.draft.events))


def test_old_times_are_refreshed_only_when_asked_and_in_one_step(
    window: Window, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    loaded(window, engine, qtbot)
    assert [event.time for event in session.draft.events] == [OLDER, OLD]
    assert window.banner.action.text() == REFRESH
    window.banner.action.click()
    assert [event.time.text for event in session.draft.events] == ["1 day before send", "at send"]
    assert window.banner.isHidden()
    assert "Undo takes it back" in window.status.text
    press("Ctrl+Z")
    assert [event.time for event in session.draft.events] == [OLDER, OLD]
    run("refresh times")
    assert [event.time.text for event in session.draft.events] == ["1 day before send", "at send"]


def test_the_offer_goes_with_the_old_times(
    window: Window, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    loaded(window, engine, qtbot)
    press("Ctrl+Z")
    assert session.draft == Draft("somebody else")
    assert window.banner.isHidden()


def test_the_offer_is_for_no_other_draft_with_a_fixed_time(
    window: Window, session: Session
) -> None:
    session.load(with_times(session, OLD), "load")
    session.load(with_times(session, OLDER), "load")
    window.desk.refresh_offered.emit("These are old times.")
    assert window.banner.isVisible()
    press("Ctrl+Z")
    assert session.draft.events[0].time == OLD
    assert window.banner.isHidden()

    window.desk.refresh_offered.emit("These are old times.")
    assert window.banner.isVisible()
    session.load(with_times(session, OLDER), "load")
    assert window.banner.isHidden()


def test_the_offer_stays_while_the_draft_is_edited_and_mended(
    window: Window, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    loaded(window, engine, qtbot)
    session.edit(replace(session.draft, user_id=" user-7 "), "user ID", "user_id")
    press("Ctrl+.")
    assert session.draft.user_id == "user-7"
    assert window.banner.isVisible()
    press("Ctrl+Z", "Ctrl+Z")
    assert window.banner.action.text() == REFRESH
    assert window.banner.isVisible()


def test_the_offer_takes_the_place_of_no_other(
    window: Window, session: Session, actions: Actions, qtbot: QtBot
) -> None:
    taken: list[int] = []
    session.load(with_times(session, OLD), "load")
    window.banner.show_message("info", "A stranger.", "Add as account…", lambda: taken.append(1))
    window.desk.refresh_offered.emit("These are old times.")
    assert window.banner.text == "A stranger."
    assert "Refresh times" in window.status.text
    window.banner.action.click()
    assert taken == [1]


def test_the_offer_does_not_cover_what_a_person_must_know(
    window: Window, session: Session, engine: SendingEngine, actions: Actions, qtbot: QtBot
) -> None:
    session.load(with_times(session, OLD), "load")
    window.banner.show_message("warn", "The keyring is locked.", "Try again")
    window.desk.refresh_offered.emit("These are old times.")
    assert window.banner.text == "The keyring is locked."
    assert "Refresh times" in window.status.text
    assert offered(actions)[REFRESH]


def test_a_draft_at_send_is_offered_nothing(window: Window, actions: Actions) -> None:
    assert not offered(actions)[REFRESH]
    assert window.banner.isHidden()
    assert QApplication.activeModalWidget() is None
