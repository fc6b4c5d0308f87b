"""The list of events on the screen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Event, Pair
from appcues_console.activity.problems import error, warning
from appcues_console.activity.times import EventTime, Written
from appcues_console.activity.values import Value
from appcues_console.ui.composer.events_model import EventsModel, said
from appcues_console.ui.composer.events_view import MOST_ROWS_SHOWN, EventsView
from appcues_console.ui.theme.theme import Mode, Theme
from tests.ui.fake_engine import on_screen


@pytest.fixture
def view(qtbot: QtBot) -> EventsView:
    return EventsView(EventsModel(), Theme(Mode.LIGHT))


def show(view: EventsView, *events: Event) -> None:
    model = view.model()
    assert isinstance(model, EventsModel)
    model.show(events)


def test_it_is_as_high_as_its_events_up_to_some(view: EventsView) -> None:
    heights = []
    for count in (1, 2, MOST_ROWS_SHOWN, 200):
        show(view, *(Event(str(number)) for number in range(count)))
        heights.append(view.sizeHint().height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_without_events_there_is_no_list(view: EventsView) -> None:
    show(view, Event("one"))
    assert not view.isHidden()
    show(view)
    assert view.isHidden()


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Event("n"), "at send · 0 attributes"),
        (Event("n", attributes=(Pair("k", Value(text="v")), Pair())), "at send · 1 attribute"),
        (Event("n", EventTime("  3 days\nbefore   send ")), "3 days before send · 0 attributes"),
        (Event("n", EventTime("")), "no time · 0 attributes"),
        (
            Event("n", EventTime("1769864700", Written.SECONDS)),
            "2026-01-31T13:05:00Z · 0 attributes",
        ),
        (
            Event("n", EventTime("1769864700000", Written.MILLISECONDS)),
            "2026-01-31T13:05:00Z · 0 attributes",
        ),
        (Event("n", EventTime("2026-01-31")), "2026-01-31 · 0 attributes"),
        (Event("n", EventTime("x" * 100)), "x" * 40 + " · 0 attributes"),
    ],
)
def test_beside_an_event_stands_when_and_how_much(event: Event, words: str) -> None:
    assert said(event) == ("n", words)


def test_any_event_can_be_painted(view: EventsView, qtbot: QtBot) -> None:
    # Whatever Qt has to say about the painting fails the test.
    window = on_screen(view, 240, 200, qtbot)
    show(
        view,
        Event(""),
        Event("<b>x</b>\r\n\N{LINE SEPARATOR}" * 200),
        Event("\N{RIGHT-TO-LEFT OVERRIDE}abc\x00", EventTime("later")),
        Event("\U0001f600" * 50),
    )
    model = view.model()
    assert isinstance(model, EventsModel)
    model.show_problems(
        (error("e", ("events", 0, "name"), "No."), warning("w", ("events", 1, "name"), "Hm."))
    )
    view.setCurrentIndex(model.index(1))
    assert window.isVisible()
    assert not view.grab().toImage().isNull()
