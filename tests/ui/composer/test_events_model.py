"""The events of a draft as a list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Event, Pair
from appcues_console.activity.problems import Severity, error, warning
from appcues_console.activity.values import Value
from appcues_console.ui.composer.events_model import EVENT_ROLE, SEVERITY_ROLE, EventsModel


@pytest.fixture
def model(qtbot: QtBot) -> EventsModel:
    made = EventsModel()
    made.show((Event("one"), Event("two")))
    return made


def names(model: EventsModel) -> list[str]:
    return [model.index(row).data() for row in range(model.rowCount())]


def test_an_item_is_named_by_its_event(model: EventsModel) -> None:
    markup = "<b>x</b><img src=file:///etc/passwd>"
    model.show((Event("one"), Event(""), Event(markup)))
    assert names(model) == ["one", "unnamed event", markup]
    assert model.index(2).data(EVENT_ROLE) == Event(markup)


def test_a_selected_event_stays_itself_when_others_come_and_go(model: EventsModel) -> None:
    two = QPersistentModelIndex(model.index(1))
    model.show((Event("new"), Event("one"), Event("two")))
    assert (two.row(), two.data()) == (2, "two")
    model.show((Event("two"),))
    assert (two.row(), two.data()) == (0, "two")


def test_the_worst_problem_marks_an_event(model: EventsModel) -> None:
    model.show_problems(
        (
            error("e", ("events", 0, "name"), "Wrong."),
            warning("w", ("events", 0, "attributes", 1, "key"), "Doubtful."),
            warning("w", ("events", 1, "time"), "Doubtful."),
            error("e", ("profile", 1, "key"), "Elsewhere."),
        )
    )
    assert model.index(0).data(SEVERITY_ROLE) == Severity.ERROR
    assert model.index(1).data(SEVERITY_ROLE) == Severity.WARNING
    model.show_problems(())
    assert model.index(0).data(SEVERITY_ROLE) is None


def test_the_same_problems_are_not_told_again(model: EventsModel, qtbot: QtBot) -> None:
    problems = (error("e", ("events", 0, "name"), "Wrong."),)
    with qtbot.waitSignal(model.dataChanged):
        model.show_problems(problems)
    with qtbot.assertNotEmitted(model.dataChanged):
        model.show_problems(problems)


def test_an_edit_of_one_event_tells_of_that_one_alone(model: EventsModel, qtbot: QtBot) -> None:
    events = tuple(Event(f"event {number}") for number in range(200))
    model.show(events)
    with qtbot.waitSignal(model.dataChanged) as told:
        model.show((*events[:7], Event("another"), *events[8:]))
    assert [index.row() for index in told.args[:2]] == [7, 7]


some = st.lists(st.builds(Event, st.sampled_from("abc")), max_size=6)


@given(some, some)
def test_whatever_follows_is_shown_as_it_is(before: list[Event], after: list[Event]) -> None:
    model = EventsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show(tuple(before))
    model.show(tuple(after))
    assert names(model) == [event.name for event in after]
    assert model.events == tuple(after)


def test_a_change_that_the_list_does_not_show_is_not_told(model: EventsModel, qtbot: QtBot) -> None:
    one = Event("one", attributes=(Pair("key", Value(text="v")),))
    model.show((one, Event("two")))
    other = replace(one, attributes=(Pair("key", Value(text="value")),))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.show((other, Event("two")))
    assert model.index(0).data(EVENT_ROLE) is other
    for change in (replace(other, name="o"), replace(other, attributes=())):
        model.show((other, Event("two")))
        with qtbot.waitSignal(model.dataChanged, timeout=0):
            model.show((change, Event("two")))
