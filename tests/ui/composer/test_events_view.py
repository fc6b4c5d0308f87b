"""The list of events on the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Event, Pair
from appcues_console.activity.problems import error, warning
from appcues_console.activity.times import EventTime, Written
from appcues_console.activity.values import Value
from appcues_console.ui.composer.events_model import EventsModel, said
from appcues_console.ui.composer.events_view import MOST_ROWS_SHOWN, EventDelegate, EventsView
from appcues_console.ui.controls.tips import plain_tip
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


def test_where_there_is_no_room_the_name_is_said_first(qtbot: QtBot) -> None:
    delegate, event = EventDelegate(Theme(Mode.LIGHT)), Event("clicked widget")
    assert delegate.shown(event, 400) == ("clicked widget", "at send · 0 attributes")
    assert delegate.shown(event, 200) == ("clicked widget", "at send")
    name, side = delegate.shown(Event("clicked widget " * 9), 240)
    assert name.startswith("clicked")
    assert name.endswith("…")
    assert side == "at send"
    assert delegate.shown(Event(), 400)[0] == "unnamed event"


def test_what_is_cut_of_an_event_is_told_to_whoever_points_at_it(
    view: EventsView, qtbot: QtBot
) -> None:
    show(view, Event("<b>clicked</b> widget"))
    on_screen(view, 400, 60, qtbot)
    told = "<b>clicked</b> widget\nat send · 0 attributes"
    for width, tip in ((400, ""), (150, plain_tip(told))):
        view.resize(width, 60)
        point = view.visualRect(view.model().index(0, 0)).center()
        help_wanted = QHelpEvent(QEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point))
        QApplication.sendEvent(view.viewport(), help_wanted)
        assert QToolTip.text() == tip
