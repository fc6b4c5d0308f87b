"""What is wrong or doubtful, as a list that leads to the fields."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Draft, Event, Pair
from appcues_console.activity.times import EventTime
from appcues_console.activity.values import Kind, Value
from appcues_console.ui.problems import ProblemsView
from appcues_console.ui.session import Session
from appcues_console.ui.window import REQUEST, RESPONSE, Window
from tests.ui.keys import focused, press

MARKUP = "<b>x</b><img src=file:///etc/passwd>"


@pytest.fixture
def view(window: Window) -> ProblemsView:
    return window.problems


def load(session: Session, **parts: object) -> None:
    session.load(replace(session.draft, **parts), "load")  # type: ignore[arg-type]


def rows(view: ProblemsView) -> list[QModelIndex]:
    model = view.list.model()
    return [model.index(row, 0) for row in range(model.rowCount())]


def click(view: ProblemsView, row: int) -> None:
    at = view.list.visualRect(rows(view)[row]).center()
    QTest.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_without_problems_it_says_so_in_one_line(view: ProblemsView) -> None:
    assert view.headline.text() == "No problems. Ready to send."
    assert not view.list.isVisible()


def test_errors_come_before_warnings_and_are_counted(view: ProblemsView, session: Session) -> None:
    load(
        session,
        user_id="",
        events=(Event("n", EventTime("2001-01-01T00:00:00Z")),),
        profile=(Pair("", Value(text="v")), Pair("_x", Value(text="v"))),
    )
    assert view.headline.text() == "2 errors to mend before sending · 2 warnings"
    severities = [problem.severity.value for problem in view.list.problems_model.problems]
    assert severities == ["error", "error", "warning", "warning"]
    session.undo()
    assert view.headline.text() == "No problems. Ready to send."


def test_one_of_each_is_said_in_the_singular(view: ProblemsView, session: Session) -> None:
    load(session, user_id="", profile=(Pair("_x", Value(text="v")),))
    assert view.headline.text() == "1 error to mend before sending · 1 warning"


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"user_id": ""}, "User ID"),
        ({"events": (Event(""),)}, "Event name"),
        ({"events": (Event("n", EventTime("when")),)}, "Event time"),
        (
            {"events": (Event("a"), Event("b", attributes=(Pair("", Value(text="v")),)))},
            "key of row 1",
        ),
        ({"profile": (Pair("k", Value(Kind.NUMBER, "one", True)),)}, "value of row 1"),
        ({"events": (), "profile": ()}, "Add event"),
    ],
    ids=["user", "name", "time", "attribute", "value", "nothing"],
)
def test_choosing_a_problem_puts_the_cursor_into_its_field(
    parts: dict[str, object], field: str, view: ProblemsView, session: Session, window: Window
) -> None:
    load(session, **parts)
    window.show_page(RESPONSE)
    click(view, 0)
    assert focused().accessibleName() == field


def test_a_problem_is_chosen_by_keys(view: ProblemsView, session: Session, window: Window) -> None:
    load(session, events=(Event("a"), Event("")))
    view.list.setFocus()
    view.list.setCurrentIndex(rows(view)[0])
    press("Return")
    assert focused() is window.composer.editor.name
    assert window.composer.events.currentIndex().row() == 1


def test_json_that_does_not_parse_leads_to_its_place(
    view: ProblemsView, session: Session, window: Window
) -> None:
    session.edit_text('{"events": [\n  ,]}')
    window.show_page(RESPONSE)
    click(view, 0)
    assert window.pages.currentIndex() == REQUEST
    assert focused() is window.request.json
    assert "Line 2, column 3" in view.list.problems_model.problems[0].message


def test_an_unknown_member_leads_to_the_json_where_it_stands(
    view: ProblemsView, session: Session, window: Window
) -> None:
    session.edit_text('{"extra": 1, "profile_update": {"k": "v"}}')
    click(view, 0)
    assert focused() is window.request.json


def test_data_in_a_problem_is_text(view: ProblemsView, session: Session) -> None:
    load(session, profile=(Pair(MARKUP, Value(text="a")), Pair(MARKUP, Value(text="b"))))
    item = rows(view)[0]
    assert MARKUP in item.data()
    tip = item.data(Qt.ItemDataRole.ToolTipRole)
    assert not tip or "<img" not in tip


def test_hundreds_of_problems_leave_room_for_the_form(
    view: ProblemsView, session: Session, window: Window, qtbot: QtBot
) -> None:
    load(session, events=tuple(Event("") for _ in range(500)))
    qtbot.waitUntil(lambda: len(rows(view)) == 500)
    assert view.height() < window.height() / 3


def test_the_list_goes_when_the_last_problem_goes(
    view: ProblemsView, session: Session, qtbot: QtBot
) -> None:
    session.load(Draft("user-1"), "load")
    assert view.list.isVisible()
    session.undo()
    assert not view.list.isVisible()


def test_in_a_narrow_column_the_headline_says_the_number_still(
    view: ProblemsView, session: Session, qtbot: QtBot
) -> None:
    load(session, user_id="")
    assert view.headline.shown() == "1 error to mend before sending"
    view.headline.setFixedWidth(view.headline.sizeHint().width() - 3)
    qtbot.waitUntil(lambda: view.headline.shown() == "1 error to mend")
    view.headline.setFixedWidth(view.headline.sizeHint().width() // 2)
    qtbot.waitUntil(lambda: view.headline.shown() == "1 error")
    assert view.headline.text() == "1 error to mend before sending"
