"""The wait before the next attempt."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from appcues_console.delivery.progress import AttemptStarted, Waiting
from appcues_console.ui.actions import Actions
from appcues_console.ui.desk import Desk
from appcues_console.ui.exchange.countdown import Countdown
from appcues_console.ui.theme.theme import Mode, Theme
from tests.ui.keys import press
from tests.ui.sending_engine import SendingEngine


@pytest.fixture
def countdown(desk: Desk, qtbot: QtBot) -> Countdown:
    made = Countdown(desk, Theme(Mode.LIGHT))
    qtbot.addWidget(made)
    return made


def now() -> float:
    return time.monotonic()


def test_it_says_when_and_why(countdown: Countdown) -> None:
    countdown.count_to(now() + 29.5, 2, asked=True)
    assert countdown.label.text() in {
        "Attempt 2 in 30 s, as the server asked (at most 120 s).",
        "Attempt 2 in 29 s, as the server asked (at most 120 s).",
    }
    countdown.count_to(now() - 5, 3, asked=False)
    assert countdown.label.text() == "Attempt 3 in 0 s."
    assert not countdown.isHidden()


def test_it_counts_down(countdown: Countdown, qtbot: QtBot) -> None:
    countdown.count_to(now() + 1.05, 2, asked=False)
    qtbot.waitUntil(lambda: countdown.label.text() == "Attempt 2 in 1 s.")


def test_a_clock_that_is_set_back_changes_nothing(
    countdown: Countdown, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = time.time_ns
    countdown.count_to(now() + 8.5, 2, asked=False)
    monkeypatch.setattr(time, "time_ns", lambda: real() - 3_600 * 10**9)
    monkeypatch.setattr(time, "time", lambda: real() / 1e9 - 3_600)
    countdown._show()
    assert countdown.label.text() in {"Attempt 2 in 9 s.", "Attempt 2 in 8 s."}


def test_stopped_it_is_gone_and_ticks_no_more(countdown: Countdown) -> None:
    countdown.count_to(now() + 9.0, 2, asked=False)
    countdown.stop()
    assert countdown.isHidden()
    assert not countdown._tick.isActive()


def test_try_now_hurries_the_send(countdown: Countdown, desk: Desk, engine: SendingEngine) -> None:
    desk.send()
    QTest.mouseClick(countdown.now, Qt.MouseButton.LeftButton)
    assert engine.sends[0].hurried == 1


def test_try_now_without_a_send_does_nothing(countdown: Countdown, desk: Desk) -> None:
    QTest.mouseClick(countdown.now, Qt.MouseButton.LeftButton)
    assert not desk.sending


def test_try_now_ends_a_wait_by_key_and_from_the_palette(
    actions: Actions, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    def possible() -> bool:
        return next(each.enabled for each in actions.commands() if each.name == "Try now")

    desk.send()
    assert not possible()
    with qtbot.waitSignal(desk.progress):
        engine.sends[0].tell(Waiting(2, time.monotonic() + 60, asked=False))
    assert possible()
    press("Ctrl+R")
    assert engine.sends[0].hurried == 1
    with qtbot.waitSignal(desk.progress):
        engine.sends[0].tell(AttemptStarted(2, 3, 0))
    assert not possible()
