"""What the session keeps: text that does not parse, whatever else happens, and times refreshed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Draft, RequestIdMode, example
from appcues_console.activity.record import dump, load
from appcues_console.activity.times import EventTime
from appcues_console.ui.session import Session

NOW = 1_790_000_000_000


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    numbers = iter(range(1, 1000))
    ticks = iter(range(NOW, NOW + 1_000_000, 1_000))
    return Session(clock=lambda: next(ticks), make_id=lambda: f"request-{next(numbers)}")


def renamed(session: Session, name: str) -> Draft:
    event = replace(session.draft.events[0], name=name)
    return replace(session.draft, events=(event,))


def again(session: Session) -> Session:
    """Return the session after the program was killed and started anew, a day later."""
    later = Session(clock=lambda: NOW + 86_400_000, make_id=lambda: "another request")
    assert later.resume(load(dump(session.composition)))
    return later


def test_text_that_does_not_parse_outlives_the_program(session: Session) -> None:
    session.edit_text(session.body.removesuffix("}"))
    later = again(session)
    assert later.body == session.body
    assert later.draft == session.draft
    assert str(later.text_problem) == str(session.text_problem)
    assert later.undo_label is None


def test_at_send_survives_in_text_that_is_mended_after_a_new_start(session: Session) -> None:
    whole = session.body
    session.edit_text(whole.removesuffix("}"))
    later = again(session)
    later.edit_text(whole)
    assert later.draft.events == example().events
    assert later.draft.request_id_mode is RequestIdMode.MADE
    # The earlier program may have sent with that ID: it is not used again.
    assert b"another request" in later.resolve().body


def test_at_send_survives_in_loose_text_that_undo_brought_back(session: Session) -> None:
    whole = session.body
    session.edit_text(whole.removesuffix("}"))
    session.edit(renamed(session, "signed up"), "event name", "name")
    session.undo()
    session.edit_text(whole)
    assert session.draft.events == example().events
    assert session.draft.request_id_mode is RequestIdMode.MADE


def test_another_user_leaves_text_that_does_not_parse(session: Session, qtbot: QtBot) -> None:
    session.edit_text("{oops")
    with qtbot.assertNotEmitted(session.notice):
        session.edit(replace(session.draft, user_id=" user-7"), "user ID", "user_id")
    assert session.body == "{oops"
    assert session.draft.user_id == " user-7"
    assert session.text_problem is not None
    session.undo()
    assert (session.body, session.draft.user_id) == ("{oops", "user-42")


def test_a_fix_of_the_user_leaves_text_that_does_not_parse(session: Session) -> None:
    session.edit(replace(session.draft, user_id=" user-7"), "user ID", "user_id")
    session.edit_text("{oops")
    problem = next(p for p in session.problems if p.fix is not None)
    assert session.mend(problem)
    assert (session.body, session.draft.user_id) == ("{oops", "user-7")


def test_a_fix_of_the_body_waits_for_text_that_does_not_parse(session: Session) -> None:
    session.edit(renamed(session, " padded "), "event name", "name")
    session.edit_text("{oops")
    problem = next(p for p in session.problems if p.fix is not None)
    assert not session.mend(problem)
    assert session.body == "{oops"


def test_times_are_refreshed_in_one_step(session: Session, qtbot: QtBot) -> None:
    old = replace(session.draft.events[0], time=EventTime("2016-01-13T13:05:22.000Z"))
    session.load(replace(session.draft, events=(old, old)), "load from history")
    with qtbot.waitSignal(session.notice):
        session.refresh_times()
    assert [event.time.text for event in session.draft.events] == ["at send", "at send"]
    session.undo()
    assert session.draft.events == (old, old)


def test_without_a_fixed_time_nothing_is_refreshed_and_that_is_said(
    session: Session, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.notice) as said:
        session.refresh_times()
    assert said.args == ["No event has a fixed time."]
    assert session.undo_label is None


def test_times_in_text_that_does_not_parse_are_left(session: Session, qtbot: QtBot) -> None:
    old = replace(session.draft.events[0], time=EventTime("2016-01-13T13:05:22.000Z"))
    session.load(replace(session.draft, events=(old,)), "load from history")
    session.edit_text("{oops")
    with qtbot.waitSignal(session.notice):
        session.refresh_times()
    assert session.body == "{oops"
    assert session.draft.events == (old,)
