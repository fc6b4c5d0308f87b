"""What was sent before reaches the problems: of the chosen account alone, and not too often."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from appcues_console.accounts.account import PRACTICE
from appcues_console.activity.composition import Composition
from appcues_console.activity.draft import Draft, Pair, example
from appcues_console.activity.known import PROFILE, Known
from appcues_console.activity.values import Kind, Value
from appcues_console.ui.desk import Desk
from appcues_console.ui.knowledge import AFTER
from tests.ui.sending_engine import LIVE, TEST, SendingEngine

NUMBERS = Known(property_kinds={(PROFILE, "team"): frozenset({Kind.NUMBER})})
"""A history in which the example's profile field was a number."""


def codes(desk: Desk) -> list[str]:
    return [problem.code for problem in desk.session.problems]


def asked(engine: SendingEngine) -> list[tuple[str, Draft]]:
    return [question[1:] for question in engine.asked if question[0] == "known"]


@pytest.fixture
def started(desk: Desk, engine: SendingEngine, qtbot: QtBot) -> Desk:
    engine.knowledge[PRACTICE.key] = NUMBERS
    desk.start()
    qtbot.waitUntil(lambda: codes(desk) == ["type-drift"])
    return desk


def test_at_the_start_the_draft_that_was_kept_is_compared_first(
    desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    kept = replace(example(), profile=(Pair("team", Value(Kind.BOOLEAN, "true")),))
    engine.kept = Composition(kept)
    engine.knowledge[PRACTICE.key] = NUMBERS
    desk.start()
    with qtbot.waitSignal(desk.session.problems_changed):
        pass
    assert codes(desk) == ["type-drift"]
    assert asked(engine) == [(PRACTICE.key, kept)]


def test_each_account_is_compared_with_its_own_and_at_once_with_no_other(
    started: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.held = []
    started.choose_account(TEST.key)
    assert codes(started) == []
    started.choose_account(PRACTICE.key)
    engine.release()
    qtbot.waitUntil(lambda: codes(started) == ["type-drift"])
    assert [key for key, _ in asked(engine)] == [PRACTICE.key, TEST.key, PRACTICE.key]


def test_an_answer_about_an_account_that_is_no_longer_chosen_is_dropped(
    started: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.held = []
    started.choose_account(TEST.key)
    about_test, engine.held = engine.held, []
    started.choose_account(LIVE.key)
    engine.release()
    qtbot.waitUntil(lambda: started.destination is not None)
    engine.knowledge[TEST.key] = NUMBERS
    for answer in about_test:
        answer()
    # The bridge keeps the order: what is posted after the answer arrives after it.
    arrived: list[bool] = []
    started.bridge.post(lambda: arrived.append(True))
    qtbot.waitUntil(lambda: bool(arrived))
    assert codes(started) == []


def test_sends_in_quick_succession_make_one_question(
    started: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.knowledge[PRACTICE.key] = Known()
    for turn in range(3):
        started.send()
        engine.sends[turn].accept()
        qtbot.waitUntil(lambda: not started.sending)
    assert len(asked(engine)) == 1
    qtbot.waitUntil(lambda: codes(started) == [], timeout=AFTER * 20)
    assert len(asked(engine)) == 2


def test_another_history_is_asked_anew(started: Desk, engine: SendingEngine, qtbot: QtBot) -> None:
    engine.knowledge[PRACTICE.key] = Known()
    assert engine.listener is not None
    engine.listener(5)
    engine.listener(0)
    qtbot.waitUntil(lambda: codes(started) == [], timeout=AFTER * 20)
    assert len(asked(engine)) == 2
