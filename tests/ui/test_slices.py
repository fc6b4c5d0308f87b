"""Long work in slices, between which the window answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from appcues_console.ui.slices import Slices
from tests.effort import yardstick


@pytest.fixture
def slices(qtbot: QtBot) -> Slices:
    return Slices()


def test_all_steps_are_taken_and_then_it_is_told(slices: Slices, qtbot: QtBot) -> None:
    taken: list[int] = []
    ends: list[int] = []
    slices.begin(map(taken.append, range(5)), lambda: ends.append(len(taken)))
    assert taken == []
    qtbot.waitUntil(lambda: bool(ends))
    assert (taken, ends) == ([0, 1, 2, 3, 4], [5])


def test_the_window_has_its_turns_in_between(slices: Slices, qtbot: QtBot) -> None:
    turns: list[int] = []
    taken: list[int] = []

    def steps() -> Iterator[None]:
        for number in range(20):
            yardstick()
            taken.append(number)
            yield

    other = QTimer(interval=0)
    other.timeout.connect(lambda: turns.append(len(taken)))
    other.start()
    slices.begin(steps(), other.stop)
    qtbot.waitUntil(lambda: not other.isActive(), timeout=30_000)
    assert len(set(turns)) > 5


def test_a_new_job_takes_the_place_of_the_one_before(slices: Slices, qtbot: QtBot) -> None:
    ends: list[str] = []
    slices.begin(iter(range(3)), lambda: ends.append("first"))
    slices.begin(iter(range(3)), lambda: ends.append("second"))
    qtbot.waitUntil(lambda: bool(ends))
    assert ends == ["second"]


def test_a_job_that_is_let_go_never_ends(slices: Slices, qtbot: QtBot) -> None:
    ends: list[str] = []
    slices.begin(iter(range(3)), lambda: ends.append("first"))
    slices.stop()
    slices.begin(iter(()), lambda: ends.append("next"))
    qtbot.waitUntil(lambda: bool(ends))
    assert ends == ["next"]


def test_the_end_of_a_job_may_begin_another(slices: Slices, qtbot: QtBot) -> None:
    ends: list[str] = []
    slices.begin(iter(()), lambda: slices.begin(iter(()), lambda: ends.append("second")))
    qtbot.waitUntil(lambda: bool(ends))
    assert ends == ["second"]
