"""Sending once more what nobody knows to have arrived, from the response column."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from appcues_console.activity.exchange import Activity, Exchange, Outcome
from appcues_console.ui.desk import Desk
from appcues_console.ui.session import Session
from appcues_console.ui.window import Window
from tests.ui.sending_engine import TEST, SendingEngine

BODY = b'{"events":[{"name":"from before","timestamp":1}]}'


def lost(desk: Desk, engine: SendingEngine, qtbot: QtBot) -> Exchange:
    """Send the draft, and lose the answer."""
    desk.send()
    exchange = engine.sends[-1].end(Outcome.UNKNOWN, "No answer came.")
    qtbot.waitUntil(lambda: not desk.sending)
    return exchange


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
    window: Window, desk: Desk, engine: SendingEngine, session: Session, qtbot: QtBot
) -> None:
    exchange = lost(desk, engine, qtbot)
    opening = replace(exchange.opening, activity=Activity("", BODY, "", 1))
    desk._show(replace(exchange, id=5, opening=opening))
    press_again(window)
    assert len(engine.sends) == 1
    assert not session.can_send
