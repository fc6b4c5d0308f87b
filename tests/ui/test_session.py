"""The session owns the draft: edits, text, undo, and the bytes of a send."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from appcues_console.activity.composition import Composition
from appcues_console.activity.draft import Draft, Event, Pair, RequestIdMode, example
from appcues_console.activity.known import Known
from appcues_console.activity.times import EventTime
from appcues_console.activity.values import Kind, Value
from appcues_console.ui.session import MOST_AT_ONCE, MOST_NEW, Origin, Session
from tests import effort

NOW = 1_790_000_000_000


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    numbers = iter(range(1, 1000))
    ticks = iter(range(NOW, NOW + 1_000_000, 1_000))
    return Session(clock=lambda: next(ticks), make_id=lambda: f"request-{next(numbers)}")


def renamed(session: Session, name: str) -> Draft:
    event = replace(session.draft.events[0], name=name)
    return replace(session.draft, events=(event,))


def test_it_begins_with_the_documented_example_ready_to_send(session: Session) -> None:
    assert session.draft == example()
    assert session.problems == ()
    assert session.can_send


def test_an_edit_is_told_with_its_origin_and_body(session: Session) -> None:
    told: list[tuple[object, str]] = []
    session.draft_changed.connect(lambda draft, origin: told.append((draft, origin)))
    session.body_changed.connect(lambda text, origin: told.append((text, origin)))
    session.edit(renamed(session, "signed up"), "event name", "name")
    assert told == [(session.draft, Origin.FORMS), (session.body, Origin.FORMS)]
    assert '"name": "signed up"' in session.body


def test_an_edit_that_changes_nothing_is_not_told(session: Session, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(session.draft_changed):
        session.edit(session.draft, "nothing")


def test_text_that_does_not_parse_leaves_the_forms_alone(session: Session) -> None:
    before = session.draft
    session.edit_text('{"events": [')
    assert session.draft == before
    assert session.body == '{"events": ['
    assert not session.can_send
    assert session.text_problem is not None
    assert session.problems[-1].code == "json-text"


def test_text_that_parses_again_is_the_draft(session: Session) -> None:
    session.edit_text('{"events": [')
    session.edit_text('{"profile_update": {"age": 1.0}}')
    assert session.text_problem is None
    assert session.draft.profile == (Pair("age", Value(Kind.NUMBER, "1.0")),)
    assert session.draft.events == ()
    assert session.draft.user_id == "user-42"


def test_at_send_survives_an_edit_of_the_text_elsewhere(session: Session) -> None:
    session.edit_text(session.body.replace("blue", "red"))
    assert session.draft.events[0].time == EventTime("at send")
    assert session.draft.request_id_mode is RequestIdMode.MADE
    assert session.draft.events[0].attributes[0].value.text == "red"


def test_a_form_edit_over_loose_text_says_so_and_undo_brings_it_back(
    session: Session, qtbot: QtBot
) -> None:
    session.edit_text("{oops")
    with qtbot.waitSignal(session.notice):
        session.edit(renamed(session, "signed up"), "event name", "name")
    assert session.text_problem is None
    session.undo()
    assert session.body == "{oops"
    assert session.text_problem is not None


def test_the_bytes_of_a_send_are_the_text_of_the_preview(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.body_changed) as told:
        activity = session.resolve()
    assert activity.body == session.body.encode()
    assert told.args == [session.body, Origin.SEND]


def test_the_previewed_request_id_goes_out_and_the_next_send_has_another(session: Session) -> None:
    shown = session.moment.request_id
    assert f'"request_id": "{shown}"'.encode() in session.resolve().body
    again = session.resolve()
    assert f'"request_id": "{shown}"'.encode() not in again.body


def test_each_send_resolves_at_send_anew(session: Session) -> None:
    first, second = session.resolve(), session.resolve()
    assert first.body != second.body
    assert session.draft.events[0].time.text == "at send"


def test_after_a_send_the_preview_stays_what_was_sent(session: Session) -> None:
    sent = session.resolve()
    session.tidy_text()
    assert session.body.encode() == sent.body


def test_a_draft_with_errors_is_not_resolved(session: Session) -> None:
    session.edit(replace(session.draft, user_id=""), "user ID", "user_id")
    assert not session.can_send
    with pytest.raises(ValueError, match="errors"):
        session.resolve()


def test_undo_survives_a_send(session: Session) -> None:
    session.edit(renamed(session, "signed up"), "event name", "name")
    session.resolve()
    session.undo()
    assert session.draft == example()


def test_fifty_mixed_edits_back_to_the_start_and_forward_again(session: Session) -> None:
    for number in range(25):
        event = Event(f"event {number}", attributes=(Pair("n", Value(Kind.NUMBER, str(number))),))
        session.edit(replace(session.draft, events=(*session.draft.events, event)), "add event")
        session.edit_text(session.body.replace(f"event {number}", f"happening {number}"))
        session.seal_step()
    end = session.draft
    while session.undo_label is not None:
        session.undo()
    assert session.draft == example()
    while session.redo_label is not None:
        session.redo()
    assert session.draft == end


def test_loading_is_one_step(session: Session) -> None:
    session.load(Draft(user_id="user-7", profile=(Pair("tier", Value(text="gold")),)), "load")
    assert session.draft.user_id == "user-7"
    session.undo()
    assert session.draft == example()


def test_a_fix_is_one_step(session: Session) -> None:
    session.edit(replace(session.draft, user_id=" user-42 "), "user ID", "user_id")
    problem = next(p for p in session.problems if p.fix is not None)
    assert session.mend(problem)
    assert session.draft.user_id == "user-42"
    session.undo()
    assert session.draft.user_id == " user-42 "


def test_a_fix_of_what_has_changed_meanwhile_does_nothing(session: Session) -> None:
    session.edit(replace(session.draft, user_id=" user-42 "), "user ID", "user_id")
    problem = next(p for p in session.problems if p.fix is not None)
    session.edit(replace(session.draft, user_id=" user-43 "), "user ID", "user_id")
    assert not session.mend(problem)
    assert session.draft.user_id == " user-43 "


def test_a_kept_draft_is_gone_on_with_and_there_is_nothing_to_undo(session: Session) -> None:
    assert session.resume(Composition(Draft(user_id="user-7")))
    assert session.draft.user_id == "user-7"
    assert session.undo_label is None


def test_a_kept_draft_that_comes_late_takes_nothing_away(session: Session) -> None:
    session.edit(renamed(session, "signed up"), "event name", "name")
    assert not session.resume(Composition(Draft(user_id="user-7")))
    assert session.draft.events[0].name == "signed up"


def test_what_was_sent_before_is_compared_with_at_once_and_at_each_edit(
    session: Session, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.problems_changed), qtbot.assertNotEmitted(session.body_changed):
        session.set_known(Known(people=("User-42",)))
    assert [problem.code for problem in session.problems] == ["user-id-near"]
    assert session.can_send
    session.edit(replace(session.draft, user_id="user-43"), "user ID")
    assert not session.problems
    session.undo()
    assert [problem.code for problem in session.problems] == ["user-id-near"]
    session.set_known(None)
    assert not session.problems


def test_text_that_does_not_parse_stays_a_problem_when_the_history_speaks(
    session: Session,
) -> None:
    session.edit_text("{")
    session.set_known(Known(people=("User-42",)))
    assert [problem.code for problem in session.problems] == ["user-id-near", "json-text"]
    assert session.body == "{"


def large(count: int, name: str = "event") -> Draft:
    """Return a draft of `count` events that nobody has seen yet."""
    return Draft("user-42", tuple(Event(f"{name} {number}") for number in range(count)))


@pytest.mark.parametrize("count", [MOST_NEW + 1, MOST_AT_ONCE + 1])
def test_of_a_large_draft_body_and_problems_come_a_little_later(
    count: int, session: Session, qtbot: QtBot
) -> None:
    told: list[str] = []
    session.draft_changed.connect(lambda *_: told.append("draft"))
    session.body_changed.connect(lambda *_: told.append("body"))
    session.problems_changed.connect(lambda *_: told.append("problems"))
    session.load(replace(large(count), user_id=""), "load")
    assert told == ["draft"]
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == ["draft", "body", "problems"]
    assert f"event {count - 1}" in session.body
    assert not session.can_send


def test_few_new_events_in_a_large_draft_are_told_at_once(session: Session, qtbot: QtBot) -> None:
    session.load(large(MOST_NEW + 1), "load")
    assert session.can_send
    with qtbot.waitSignal(session.body_changed, timeout=0, raising=False) as told:
        session.edit(renamed(session, "signed up"), "event name", "name")
    assert told.signal_triggered


def test_whoever_asks_sooner_gets_what_is_true_now(session: Session) -> None:
    found = []
    for user_id in ("", "user-42"):
        session.load(replace(large(MOST_AT_ONCE + 1), user_id=user_id), "load")
        found.append(session.can_send)
    assert found == [False, True]
    session.load(large(MOST_AT_ONCE + 1, "other"), "load")
    assert '"name": "other 0"' in session.body


def test_a_large_draft_is_sent_as_it_is_and_not_as_it_was_shown(
    session: Session, qtbot: QtBot
) -> None:
    session.load(large(MOST_AT_ONCE + 1), "load")
    session.load(large(MOST_AT_ONCE + 1, "other"), "load")
    activity = session.resolve()
    assert b'"name": "other 600"' in activity.body
    assert activity.body == session.body.encode()
    with qtbot.assertNotEmitted(session.body_changed, wait=200):
        pass


def test_text_typed_before_a_large_draft_is_shown_does_not_replace_it(session: Session) -> None:
    before = session.body
    session.load(large(MOST_AT_ONCE + 1), "load")
    session.edit_text(before.replace("blue", "red"))
    assert session.draft == large(MOST_AT_ONCE + 1)


def test_a_letter_in_a_huge_draft_is_little_work(session: Session) -> None:
    session.load(large(20 * MOST_AT_ONCE), "load")
    assert session.can_send
    with effort.at_most(5):
        for number in range(5):
            session.edit(replace(session.draft, user_id=f"user-{number}"), "user ID", "user_id")
    assert session.can_send
