"""The fields of one event, projected and typed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Event
from appcues_console.activity.problems import error
from appcues_console.activity.times import EventTime, Written
from appcues_console.ui.composer.event_editor import SUGGESTED, EventEditor
from appcues_console.ui.theme.theme import Mode, Theme
from tests.ui.fake_engine import on_screen

EVENT = Event("signed up", EventTime("at send", Written.SECONDS))


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[EventEditor]:
    made = EventEditor(Theme(Mode.LIGHT))
    window = on_screen(made, 400, 300, qtbot)
    made.show_event(EVENT)
    yield made
    window.close()


@pytest.fixture
def wishes(editor: EventEditor) -> list[tuple[Event, str]]:
    """What is wished for; as in the window, each wish is granted."""
    heard: list[tuple[Event, str]] = []

    def grant(event: Event, field: str) -> None:
        heard.append((event, field))
        editor.show_event(event)

    editor.edited.connect(grant)
    return heard


def test_an_event_is_shown_and_nothing_wished(
    editor: EventEditor, wishes: list[tuple[Event, str]]
) -> None:
    editor.show_event(Event("x\r\ny", EventTime("2025-01-31", Written.ISO)))
    assert editor.name.text() == "x\r\ny"
    assert editor.time.currentText() == "2025-01-31"
    assert editor.written.currentText() == "ISO 8601"
    assert wishes == []


def test_typing_a_name_wishes_letter_by_letter(
    editor: EventEditor, wishes: list[tuple[Event, str]]
) -> None:
    editor.name.setFocus()
    editor.name.setCursorPosition(0)
    QTest.keyClicks(editor.name, "re")
    assert [(event.name, field) for event, field in wishes] == [
        ("rsigned up", "name"),
        ("resigned up", "name"),
    ]
    assert editor.name.cursorPosition() == 2


def test_what_a_screen_reader_writes_is_wished_for(
    editor: EventEditor, wishes: list[tuple[Event, str]]
) -> None:
    name = QAccessible.queryAccessibleInterface(editor.name)
    name.setText(QAccessible.Text.Value, "logged in")
    line = editor.time.lineEdit()
    assert line is not None
    time = QAccessible.queryAccessibleInterface(line)
    time.setText(QAccessible.Text.Value, "1 day before send")
    assert wishes == [
        (replace(EVENT, name="logged in"), "name"),
        (
            Event("logged in", EventTime("1 day before send", Written.SECONDS)),
            "time",
        ),
    ]


@pytest.mark.parametrize("text", SUGGESTED)
def test_each_suggested_time_is_one(
    text: str, editor: EventEditor, wishes: list[tuple[Event, str]]
) -> None:
    editor.show_event(Event("n", EventTime("never")))
    editor.time.setCurrentText(text)
    assert wishes == [(Event("n", EventTime(text)), "time")]


def test_a_fixed_time_brings_its_form_along(
    editor: EventEditor, wishes: list[tuple[Event, str]]
) -> None:
    editor.time.setCurrentText("1452690325000")
    assert wishes[-1][0].time.written is Written.MILLISECONDS
    assert editor.written.currentText() == "Unix milliseconds"


def test_the_form_is_chosen_by_a_key(editor: EventEditor, wishes: list[tuple[Event, str]]) -> None:
    editor.written.setFocus()
    QTest.keyClick(editor.written, Qt.Key.Key_Down)
    assert wishes == [(replace(EVENT, time=EventTime("at send", Written.MILLISECONDS)), "written")]


@pytest.mark.parametrize("field", ["time", "written"])
def test_the_wheel_changes_no_time(
    field: str, editor: EventEditor, wishes: list[tuple[Event, str]]
) -> None:
    combo = editor.time if field == "time" else editor.written
    combo.setFocus()
    window = combo.window().windowHandle()
    assert window is not None
    QTest.wheelEvent(window, combo.mapTo(combo.window(), QPointF(9, 9)), QPoint(0, -120))
    assert wishes == []


def test_a_problem_is_said_at_its_field_and_taken_back(editor: EventEditor) -> None:
    line = editor.time
    editor.show_problems((error("e", ("events", 0, "time"), "This is <b>not</b> a time."),))
    assert line.accessibleDescription() == "This is <b>not</b> a time."
    assert not editor.name.accessibleDescription()
    editor.show_problems(())
    assert line.accessibleDescription() == ""


def test_leaving_a_field_ends_the_step(editor: EventEditor, qtbot: QtBot) -> None:
    editor.name.setFocus()
    with qtbot.waitSignal(editor.left_field):
        QTest.keyClick(editor.name, Qt.Key.Key_Tab)


def test_a_name_of_any_length_is_kept(editor: EventEditor, wishes: list[tuple[Event, str]]) -> None:
    editor.show_event(Event("x" * 40_000))
    editor.name.setFocus()
    editor.name.end(False)
    QTest.keyClicks(editor.name, "y")
    assert wishes == [(Event("x" * 40_000 + "y"), "name")]


def test_what_the_time_comes_to_is_said_only_where_there_is_something(editor: EventEditor) -> None:
    editor.show_resolved("= 13 Jan 2016 13:05:25 UTC")
    assert editor._resolved.isVisible()
    editor.show_resolved("")
    assert not editor._resolved.isVisible()


def test_what_a_time_comes_to_is_never_cut(editor: EventEditor, qtbot: QtBot) -> None:
    editor.show_resolved("= 1 Jan 2026 01:00 CET (00:00 UTC) in the preview")
    qtbot.waitUntil(editor._resolved.isVisible)
    label = editor._resolved
    one_line = label.height()
    for width in (400, 180):
        editor.resize(width, 300)
        qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
    assert label.height() > one_line
