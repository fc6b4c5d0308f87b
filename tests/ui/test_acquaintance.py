"""Whether the user in the field is known here: asked when the typing pauses, once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from appcues_console.history.people import Person
from appcues_console.ui.acquaintance import PAUSE
from appcues_console.ui.desk import Desk
from appcues_console.ui.session import Session
from tests.ui.fake_engine import NOON
from tests.ui.sending_engine import SendingEngine


@pytest.fixture(autouse=True)
def _started(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignals([desk.accounts_changed, desk.acquaintance_changed]):
        desk.start()


def settled(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.acquaintance.count is not None, timeout=PAUSE * 20)


def test_after_a_send_the_user_is_known(desk: Desk, engine: SendingEngine, qtbot: QtBot) -> None:
    settled(desk, qtbot)
    assert desk.acquaintance.count == 0
    desk.send()
    engine.acquainted["practice"] = [Person("user-42", NOON, 1)]
    engine.sends[0].accept()
    qtbot.waitUntil(lambda: desk.acquaintance.count == 1)


def test_typing_asks_once_for_the_user_it_came_to(
    desk: Desk, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    settled(desk, qtbot)
    engine.asked.clear()
    for length in range(1, 8):
        session.edit(replace(session.draft, user_id="user-43"[:length]), "user ID", "user_id")
    settled(desk, qtbot)
    assert [question for question in engine.asked if question[0] == "person"] == [
        ("person", "practice", "user-43")
    ]


def test_an_edit_elsewhere_does_not_ask_for_the_user(
    desk: Desk, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    settled(desk, qtbot)
    session.edit(replace(session.draft, profile=()), "profile")
    assert desk.acquaintance.count == 0
