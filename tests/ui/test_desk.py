"""Accounts, sends and look-ups: what is asked of the engine, and whose answer counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from appcues_console.accounts.account import PRACTICE
from appcues_console.activity.draft import Draft, RequestIdMode, example
from appcues_console.activity.exchange import Activity, Exchange, Opening, Outcome
from appcues_console.delivery.progress import AttemptStarted, Recorded
from appcues_console.engine.errors import CredentialsMissing
from appcues_console.history.people import Person
from appcues_console.storage.errors import StorageError
from appcues_console.ui.again import Doubtful
from appcues_console.ui.desk import Desk
from appcues_console.ui.session import Session
from appcues_console.ui.trouble import Kind, Trouble
from tests.ui.fake_engine import NOON, exchange, summary
from tests.ui.sending_engine import BASE, LIVE, TEST, SendingEngine

MARKUP = "<b>x</b><img src=file:///etc/passwd>"


@pytest.fixture(autouse=True)
def _started(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignals([desk.accounts_changed, desk.acquaintance_changed]):
        desk.start()


@pytest.fixture
def troubles(desk: Desk) -> list[Trouble]:
    heard: list[Trouble] = []
    desk.trouble.connect(heard.append)
    return heard


@pytest.fixture
def notices(desk: Desk) -> list[str]:
    heard: list[str] = []
    desk.notice.connect(heard.append)
    return heard


def kept(body: bytes, account_key: str = PRACTICE.key, label: str = "Practice") -> Exchange:
    """Return an exchange as the history gives it."""
    destination = replace(PRACTICE.destination(BASE), account_key=account_key, label=label)
    return Exchange(7, Opening(NOON, destination, BASE, Activity("user-7", body, "x", 1)))


def test_it_begins_at_practice_and_asks_for_what_the_window_shows(
    desk: Desk, engine: SendingEngine
) -> None:
    assert desk.account == PRACTICE
    assert desk.accounts == (PRACTICE, TEST, LIVE)
    assert {question[0] for question in engine.asked} >= {"start", "accounts", "person"}


def test_what_is_sent_is_the_preview(desk: Desk, session: Session, engine: SendingEngine) -> None:
    desk.send()
    sending = engine.sends[0]
    assert (sending.account, sending.activity.user_id) == (PRACTICE, "user-42")
    assert sending.activity.body == session.body.encode()


def test_send_while_sending_sends_nothing_more(
    desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.send()
    desk.send()
    desk.send(Doubtful(PRACTICE, desk.session.draft))
    assert len(engine.sends) == 1
    engine.sends[0].accept()
    qtbot.waitUntil(lambda: not desk.sending)
    desk.send()
    assert len(engine.sends) == 2


def test_a_send_out_of_the_signal_that_one_began_is_none(desk: Desk, engine: SendingEngine) -> None:
    desk.sending_changed.connect(lambda _: desk.send())
    desk.send()
    assert len(engine.sends) == 1


def test_a_draft_with_errors_is_not_sent(
    desk: Desk, session: Session, engine: SendingEngine
) -> None:
    session.load(Draft(""), "load")
    desk.send()
    assert engine.sends == []
    assert not desk.sending


def test_an_account_chosen_meanwhile_changes_nothing_of_the_send(
    desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.send()
    desk.choose_account(LIVE.key)
    assert engine.sends[0].account == PRACTICE
    engine.sends[0].accept()
    qtbot.waitUntil(lambda: not desk.sending)
    assert desk.account == LIVE
    assert desk.shown is not None
    assert desk.shown.opening.destination.account_key == PRACTICE.key
    # And the next one goes nowhere without a word.
    with qtbot.waitSignal(desk.confirmation_wanted):
        desk.send()
    assert len(engine.sends) == 1


def test_an_account_that_is_removed_meanwhile_still_gets_its_outcome(
    desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.choose_account(TEST.key)
    desk.send()
    engine.book.remove(TEST)
    with qtbot.waitSignal(desk.account_changed):
        desk.reload_accounts()
    assert desk.account == PRACTICE
    engine.sends[0].end(Outcome.UNKNOWN, "No answer came.")
    qtbot.waitUntil(lambda: not desk.sending)
    assert desk.shown is not None
    assert desk.shown.outcome is Outcome.UNKNOWN


def test_production_is_confirmed_for_this_account_alone(
    desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.choose_account(LIVE.key)
    with qtbot.waitSignal(desk.confirmation_wanted):
        desk.send()
    for account in (TEST, replace(LIVE, base_url="https://elsewhere.invalid")):
        with qtbot.waitSignal(desk.notice):
            desk.send(Doubtful(account, desk.session.draft))
    assert engine.sends == []
    desk.send(Doubtful(LIVE, desk.session.draft))
    assert [sending.account for sending in engine.sends] == [LIVE]


def test_events_in_doubt_are_asked_about_and_a_word_sends_them(
    desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.in_doubt = ("clicked widget",)
    desk.choose_account(TEST.key)
    with qtbot.waitSignal(desk.confirmation_wanted) as asked:
        desk.send()
    assert asked.args == [Doubtful(TEST, desk.session.draft, ("clicked widget",))]
    assert not desk.sending
    desk.send(Doubtful(TEST, desk.session.draft, ("clicked widget",)))
    assert [sending.again for sending in engine.sends] == [True]


def test_a_word_about_one_account_is_none_for_another(
    desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.in_doubt = ("clicked widget",)
    desk.choose_account(TEST.key)
    with qtbot.waitSignal(desk.notice):
        desk.send(Doubtful(PRACTICE, desk.session.draft, ("clicked widget",)))
    assert engine.sends == []


def test_production_is_asked_once_about_both(
    desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.in_doubt = ("clicked widget",)
    desk.choose_account(LIVE.key)
    engine.held = []
    with qtbot.waitSignal(desk.confirmation_wanted) as asked:
        desk.send()
        desk.send()
        engine.release()
    assert len(engine.questions("doubts")) == 1
    assert asked.args == [Doubtful(LIVE, desk.session.draft, ("clicked widget",))]


def test_a_word_about_one_draft_is_none_for_another(
    desk: Desk, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.choose_account(LIVE.key)
    asked = Doubtful(LIVE, session.draft)
    session.load(replace(session.draft, user_id="somebody else"), "load")
    with qtbot.waitSignal(desk.notice):
        desk.send(asked)
    assert engine.sends == []


def test_a_word_for_production_is_none_after_the_account_was_changed(
    desk: Desk, engine: SendingEngine
) -> None:
    desk.send(Doubtful(LIVE, desk.session.draft))
    assert engine.sends == []


def test_cancel_stops_the_send_and_waits_for_its_outcome(
    desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.cancel()
    desk.send()
    desk.cancel()
    assert engine.sends[0].cancelled == 1
    assert desk.sending
    engine.sends[0].end(Outcome.NOT_SENT, "Cancelled before it left.", None, (), exchange_id=0)
    qtbot.waitUntil(lambda: not desk.sending)
    assert desk.shown is not None
    assert desk.shown.outcome is Outcome.NOT_SENT


def test_progress_after_the_end_is_dropped(desk: Desk, engine: SendingEngine, qtbot: QtBot) -> None:
    heard: list[object] = []
    desk.progress.connect(heard.append)
    desk.send()
    engine.sends[0].tell(Recorded(1))
    engine.sends[0].accept()
    qtbot.waitUntil(lambda: not desk.sending)
    engine.sends[0].tell(AttemptStarted(9, 9, 0))
    with qtbot.waitCallback() as passed:
        desk.bridge.post(passed)
    assert heard == [Recorded(1)]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (CredentialsMissing("Enter the account ID."), Kind.REQUEST),
        (StorageError("The disk is full."), Kind.ENVIRONMENT),
        (RuntimeError(MARKUP), Kind.BUG),
    ],
)
def test_a_send_that_could_not_begin_is_told_and_the_next_may(
    error: Exception,
    kind: Kind,
    desk: Desk,
    engine: SendingEngine,
    troubles: list[Trouble],
    qtbot: QtBot,
) -> None:
    desk.send()
    engine.sends[0].fail(error)
    qtbot.waitUntil(lambda: not desk.sending)
    assert [trouble.kind for trouble in troubles] == [kind]
    assert MARKUP not in troubles[0].sentence
    assert desk.shown is None
    desk.send()
    assert len(engine.sends) == 2


def test_a_new_account_begins_with_nothing_of_the_old(
    desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.acquainted["practice"] = [Person("user-42", NOON, 3)]
    desk.choose_account(TEST.key)
    desk.choose_account(PRACTICE.key)
    qtbot.waitUntil(lambda: desk.acquaintance.count == 3 and desk.destination is not None)
    engine.held = []
    desk.choose_account(LIVE.key)
    assert desk.acquaintance.count is None
    assert desk.destination == LIVE.destination()
    desk.choose_account(PRACTICE.key)
    assert desk.destination is None


def test_a_failed_look_up_is_told(
    desk: Desk, engine: SendingEngine, troubles: list[Trouble], qtbot: QtBot
) -> None:
    engine.unreachable = StorageError("The history cannot be read.")
    desk.show(5)
    qtbot.waitUntil(lambda: bool(troubles))
    assert troubles == [Trouble(Kind.ENVIRONMENT, "The history cannot be read.")]


def test_an_exchange_that_is_gone_is_said_to_be(
    desk: Desk, session: Session, notices: list[str], qtbot: QtBot
) -> None:
    desk.load(99)
    qtbot.waitUntil(lambda: bool(notices))
    assert notices == ["This exchange is no longer in the history."]
    assert session.draft == example()


def test_loading_sends_nothing_and_keeps_the_account(
    desk: Desk, session: Session, engine: SendingEngine, notices: list[str], qtbot: QtBot
) -> None:
    engine.exchanges[7] = kept(b'{"profile_update":{"n":1.0}}', LIVE.key, f"Acme {MARKUP}")
    with qtbot.waitSignal(session.draft_changed):
        desk.load(7)
    assert session.draft.user_id == "user-7"
    assert '"n": 1.0' in session.body
    assert desk.account == PRACTICE
    assert engine.sends == []
    assert notices == [f"Loaded from Acme {MARKUP}. The account stays Practice."]
    session.undo()
    assert session.draft == example()


def test_a_renamed_account_is_the_same_account(
    desk: Desk, engine: SendingEngine, notices: list[str], qtbot: QtBot
) -> None:
    engine.exchanges[7] = kept(b'{"profile_update":{"n":1}}', PRACTICE.key, "Called otherwise")
    desk.load(7)
    qtbot.waitUntil(lambda: bool(notices))
    assert notices == ["Loaded for editing. Nothing was sent."]


def test_what_was_just_sent_comes_back_with_what_was_meant(
    desk: Desk, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.send()
    shown = engine.sends[0].accept()
    qtbot.waitUntil(lambda: not desk.sending)
    desk.load(shown.id)
    assert session.draft.events[0].time.text == "at send"
    assert session.draft.request_id_mode is RequestIdMode.MADE


@pytest.mark.parametrize("body", [b"", b"not JSON", b"[]", b'{"events": 1}', b"\xff"])
def test_a_body_of_another_make_is_not_loaded(
    body: bytes,
    desk: Desk,
    session: Session,
    engine: SendingEngine,
    notices: list[str],
    qtbot: QtBot,
) -> None:
    engine.exchanges[7] = kept(body)
    desk.load(7)
    qtbot.waitUntil(lambda: bool(notices))
    assert "cannot be loaded" in notices[0]
    assert session.draft == example()


def test_showing_an_exchange_changes_no_draft(
    desk: Desk, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.rows[3] = summary(3)
    with qtbot.waitSignal(desk.exchange_shown) as shown:
        desk.show(3)
    assert shown.args == [exchange(summary(3))]
    assert desk.shown == exchange(summary(3))
    assert session.draft == example()


def test_a_change_of_the_history_is_passed_on(
    desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    assert engine.listener is not None
    with qtbot.waitSignal(desk.history_changed):
        engine.listener(5)


def test_nothing_is_shown_at_first(desk: Desk) -> None:
    assert desk.shown is None


def test_who_went_to_another_exchange_meanwhile_stays_there_and_is_told(
    desk: Desk, engine: SendingEngine, notices: list[str], qtbot: QtBot
) -> None:
    engine.rows[3] = summary(3)
    desk.send()
    following = [desk.following]
    engine.sends[0].tell(Recorded(9))
    qtbot.waitUntil(lambda: desk.under_way == 9)
    with qtbot.waitSignal(desk.exchange_shown):
        desk.show(3)
    following.append(desk.following)
    assert following == [True, False]

    engine.sends[0].end(Outcome.REJECTED, "No.", exchange_id=9)
    qtbot.waitUntil(lambda: not desk.sending)

    assert desk.shown is not None
    assert desk.shown.id == 3
    assert notices == ["Rejected: what was sent to “user-42” meanwhile."]
    assert desk.under_way is None


def test_who_came_back_to_the_send_sees_its_end(
    desk: Desk, engine: SendingEngine, notices: list[str], qtbot: QtBot
) -> None:
    engine.rows[3] = summary(3)
    engine.rows[9] = summary(9, outcome=Outcome.SENDING, status=None)
    desk.send()
    engine.sends[0].tell(Recorded(9))
    qtbot.waitUntil(lambda: desk.under_way == 9)
    desk.show(3)
    with qtbot.waitSignal(desk.exchange_shown):
        desk.show(9)

    engine.sends[0].end(exchange_id=9)
    qtbot.waitUntil(lambda: not desk.sending)

    assert desk.shown is not None
    assert (desk.shown.id, desk.shown.outcome) == (9, Outcome.ACCEPTED)
    assert notices == []
