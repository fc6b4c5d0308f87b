"""Sending once more what nobody knows to have arrived, from the response column."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.activity.exchange import Activity, Exchange, Outcome
from appcues_console.ui.actions import Actions
from appcues_console.ui.confirm import ConfirmSend
from appcues_console.ui.desk import Desk
from appcues_console.ui.session import Session
from appcues_console.ui.window import Window
from tests.ui.sending_engine import LIVE, TEST, SendingEngine

BODY = b'{"events":[{"name":"from before","timestamp":1}]}'


def lost(desk: Desk, engine: SendingEngine, qtbot: QtBot) -> Exchange:
    """Send the draft, and lose the answer."""
    desk.send()
    exchange = engine.sends[-1].end(Outcome.UNKNOWN, "No answer came.")
    qtbot.waitUntil(lambda: not desk.sending)
    return exchange


def confirmation(window: Window) -> ConfirmSend:
    """Return the question that stands."""
    dialog = window._confirmation
    assert dialog is not None
    return dialog


def press_again(window: Window) -> None:
    QTest.mouseClick(window.response.again, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.SENDING])
def test_it_is_offered_after_an_unknown_alone(
    outcome: Outcome, window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    assert window.response.again.isHidden()
    desk.send()
    assert window.response.again.isHidden()
    engine.sends[0].end(outcome)
    qtbot.waitUntil(lambda: not desk.sending)
    assert window.response.again.isHidden() is (outcome is not Outcome.UNKNOWN)
    assert window.response.again.text() == "Send again…"


def test_the_draft_that_was_sent_goes_out_again_as_it_is(
    window: Window, desk: Desk, engine: SendingEngine, session: Session, qtbot: QtBot
) -> None:
    lost(desk, engine, qtbot)
    draft = session.draft
    press_again(window)
    assert len(engine.sends) == 2
    assert session.draft == draft
    assert window.response.again.isHidden()


def test_a_question_comes_first(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    lost(desk, engine, qtbot)
    engine.in_doubt = ("clicked widget",)
    with qtbot.waitSignal(desk.confirmation_wanted):
        press_again(window)
    assert len(engine.sends) == 1


def test_another_exchange_becomes_the_draft_in_one_step(
    window: Window, desk: Desk, engine: SendingEngine, session: Session, qtbot: QtBot
) -> None:
    exchange = lost(desk, engine, qtbot)
    before = session.draft
    opening = replace(exchange.opening, activity=Activity("user-7", BODY, "from before", 1))
    desk._show(replace(exchange, id=5, opening=opening))
    press_again(window)
    assert session.draft.user_id == "user-7"
    assert engine.sends[-1].activity.summary == "from before"
    session.undo()
    assert session.draft == before


def show_another(desk: Desk, exchange: Exchange, activity: Activity) -> None:
    """Show an unknown exchange that is not the one sent last."""
    desk._show(replace(exchange, id=5, opening=replace(exchange.opening, activity=activity)))


def test_the_draft_that_gives_way_is_told(
    window: Window, desk: Desk, engine: SendingEngine, session: Session, qtbot: QtBot
) -> None:
    exchange = lost(desk, engine, qtbot)
    show_another(desk, exchange, Activity("user-7", BODY, "from before", 1))
    press_again(window)
    assert window.status.text == "It became the draft; undo brings yours back."


@pytest.mark.parametrize("account", [PRACTICE, LIVE], ids=["test", "production"])
def test_going_back_brings_back_the_draft_that_gave_way(
    account: Account,
    window: Window,
    desk: Desk,
    engine: SendingEngine,
    session: Session,
    qtbot: QtBot,
) -> None:
    exchange = lost(desk, engine, qtbot)
    before = session.composition
    desk.choose_account(account.key)
    source = replace(exchange.opening, destination=account.destination("http://127.0.0.1:1"))
    exchange = replace(exchange, opening=source)
    show_another(desk, exchange, Activity("user-7", BODY, "from before", 1))
    engine.in_doubt = ("from before",)
    with qtbot.waitSignal(desk.confirmation_wanted):
        press_again(window)
    assert session.draft.user_id == "user-7"
    confirmation(window).reject()
    assert session.composition == before
    assert window.status.text == "Nothing was sent; your draft is back."
    assert len(engine.sends) == 1


def test_going_back_takes_back_no_step_of_the_persons_own(
    window: Window, desk: Desk, engine: SendingEngine, session: Session, qtbot: QtBot
) -> None:
    session.edit(replace(session.draft, user_id="user-7"), "user ID")
    lost(desk, engine, qtbot)
    engine.in_doubt = ("clicked widget",)
    with qtbot.waitSignal(desk.confirmation_wanted):
        press_again(window)
    confirmation(window).reject()
    assert session.draft.user_id == "user-7"

    exchange = desk.shown
    assert exchange is not None
    show_another(desk, exchange, Activity("user-8", BODY, "from before", 1))
    with qtbot.waitSignal(desk.confirmation_wanted):
        press_again(window)
    session.edit(replace(session.draft, user_id="user-9"), "user ID")
    session.edit(replace(session.draft, user_id="user-8"), "user ID")
    confirmation(window).reject()
    assert session.draft.user_id == "user-8"
    assert session.undo_label == "user ID"


def test_going_back_from_a_later_send_of_it_leaves_it(
    window: Window, desk: Desk, engine: SendingEngine, session: Session, qtbot: QtBot
) -> None:
    exchange = lost(desk, engine, qtbot)
    show_another(desk, exchange, Activity("user-7", BODY, "from before", 1))
    press_again(window)
    engine.sends[-1].accept()
    qtbot.waitUntil(lambda: not desk.sending)
    engine.in_doubt = ("from before",)
    with qtbot.waitSignal(desk.confirmation_wanted):
        desk.send()
    confirmation(window).reject()
    assert session.draft.user_id == "user-7"


def test_text_that_does_not_parse_gives_way_to_nothing(
    window: Window, desk: Desk, engine: SendingEngine, session: Session, qtbot: QtBot
) -> None:
    exchange = lost(desk, engine, qtbot)
    session.edit_text("{loose")
    before = session.composition
    show_another(desk, exchange, Activity("user-7", BODY, "from before", 1))
    press_again(window)
    assert session.composition == before
    assert window.status.text == (
        "The JSON text does not parse yet. Mend it or undo it first; nothing was sent."
    )
    assert len(engine.sends) == 1


def test_a_draft_that_was_edited_since_gives_way_to_what_is_shown(
    window: Window, desk: Desk, engine: SendingEngine, session: Session, qtbot: QtBot
) -> None:
    lost(desk, engine, qtbot)
    session.edit(replace(session.draft, user_id="another"), "user ID")
    press_again(window)
    assert engine.sends[-1].activity.user_id == "user-42"


def test_an_exchange_of_another_account_is_not_sent(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    lost(desk, engine, qtbot)
    desk.choose_account(TEST.key)
    with qtbot.waitSignal(desk.notice) as told:
        press_again(window)
    assert told.args == ["This went to Practice. Choose that account first; nothing was sent."]
    assert len(engine.sends) == 1


def test_a_body_that_no_form_holds_is_not_sent(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    exchange = lost(desk, engine, qtbot)
    opening = replace(exchange.opening, activity=Activity("u", b"[", "", 1))
    desk._show(replace(exchange, id=5, opening=opening))
    press_again(window)
    assert len(engine.sends) == 1


def test_a_body_with_errors_is_shown_and_not_sent(
    window: Window,
    desk: Desk,
    engine: SendingEngine,
    session: Session,
    actions: Actions,
    qtbot: QtBot,
) -> None:
    exchange = lost(desk, engine, qtbot)
    opening = replace(exchange.opening, activity=Activity("", BODY, "", 1))
    desk._show(replace(exchange, id=5, opening=opening))
    press_again(window)
    assert len(engine.sends) == 1
    assert not session.can_send
    assert window.status.text == (
        "It became the draft; undo brings yours back. Mend its errors first; nothing was sent."
    )
    assert window.banner.action.text() == "Refresh times"
    assert window.banner.isVisible()
