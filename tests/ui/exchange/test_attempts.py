"""Attempts as lines."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from appcues_console.activity.exchange import Attempt, Reached
from appcues_console.ui.exchange.attempts import MOST_ROWS_SHOWN, AttemptsView, duration, line_of
from appcues_console.ui.theme.theme import Mode, Theme
from tests.ui.sending_engine import attempt


@pytest.fixture
def view(qtbot: QtBot) -> AttemptsView:
    made = AttemptsView(Theme(Mode.LIGHT))
    qtbot.addWidget(made)
    return made


def texts(view: AttemptsView) -> list[str]:
    return [view.item(row).text() for row in range(view.count())]


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [(0.0, "0 ms"), (11.6, "12 ms"), (999.4, "999 ms"), (1_000, "1.0 s"), (61_449.0, "61.4 s")],
)
def test_a_duration_is_read_at_a_glance(milliseconds: float, words: str) -> None:
    assert duration(milliseconds) == words


def test_a_line_says_number_start_result_and_how_long() -> None:
    start = datetime(2026, 5, 4, 9, 30, 7).astimezone()
    made = Attempt(2, round(start.timestamp() * 1_000), 1_234.0, Reached.MAYBE_SENT, "no answer")
    assert line_of(made) == "2.  09:30:07  no answer  1.2 s"


def test_the_attempt_under_way_comes_last(view: AttemptsView) -> None:
    view.show_attempts((attempt(1, "503 Service Unavailable", 503),), "2.  sending…")
    first, second = texts(view)
    assert "503 Service Unavailable" in first
    assert second == "2.  sending…"
    view.show_attempts(())
    assert texts(view) == []
    assert view.isHidden()


def test_it_is_as_high_as_its_lines_up_to_some(view: AttemptsView) -> None:
    heights = []
    for count in (1, 2, MOST_ROWS_SHOWN, 9):
        view.show_attempts(tuple(attempt(number) for number in range(count)))
        heights.append(view.sizeHint().height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_what_a_server_said_is_no_markup(view: AttemptsView) -> None:
    view.show_attempts((attempt(1, "<b>200</b>"),))
    assert "<b>200</b>" in texts(view)[0]
    assert "<b>200</b>" not in view.item(0).toolTip()


def test_where_there_is_no_room_the_start_gives_way_to_the_duration(view: AttemptsView) -> None:
    refused = attempt(1, "connection refused")
    view.show_attempts((refused,))
    for width, line in ((600, line_of(refused)), (220, line_of(refused, timed=False))):
        view.resize(width, 60)
        assert texts(view) == [line]
        whole = view.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert whole == line_of(refused)
        assert bool(view.item(0).toolTip()) == (line != whole)
    assert "connection refused" in texts(view)[0]
    assert texts(view)[0].endswith("12 ms")
