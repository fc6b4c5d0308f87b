"""A picked time is an instant in UTC, and the popup says which zone it was picked in."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.ui.composer.event_editor import EventEditor
from appcues_console.ui.composer.time_picker import TimePicker
from appcues_console.ui.theme.theme import Theme

NOON = 1_769_860_800_000
"""2026-01-31T12:00:00Z."""


@pytest.fixture
def in_kathmandu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A zone that no computer of ours is in: 5 hours and 45 minutes ahead."""
    monkeypatch.setenv("TZ", "NPT-5:45")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def picker(qtbot: QtBot) -> Iterator[TimePicker]:
    parent = QWidget()
    qtbot.addWidget(parent)
    yield TimePicker(Theme(), parent)
    parent.close()  # and until here it is there for its popup


@pytest.mark.only_on("linux")
@pytest.mark.usefixtures("in_kathmandu")
def test_it_is_picked_in_this_zone_and_written_in_utc(picker: TimePicker, qtbot: QtBot) -> None:
    picker.open_below(picker.parentWidget() or picker, NOON)
    assert picker.clock.time() == QTime(17, 45)
    picker.calendar.setSelectedDate(QDate(2026, 2, 1))
    picker.clock.setTime(QTime(5, 0))
    with qtbot.waitSignal(picker.picked) as told:
        picker.use.click()
    assert told.args == ["2026-01-31T23:15:00.000Z"]
    assert not picker.isVisible()


@pytest.mark.only_on("linux")
@pytest.mark.usefixtures("in_kathmandu")
def test_the_zone_is_named(picker: TimePicker) -> None:
    picker.open_below(picker.parentWidget() or picker, NOON)
    texts = [label.text() for label in picker.findChildren(QWidget) if hasattr(label, "text")]
    assert any("UTC+0545" in text and "31 Jan 2026 12:00:00" in text for text in texts)


def test_a_picked_time_is_typed_into_the_event(qtbot: QtBot) -> None:
    editor = EventEditor(Theme())
    qtbot.addWidget(editor)
    editor.pick.click()
    picker = editor.findChild(TimePicker)
    assert picker is not None
    with qtbot.waitSignal(editor.edited) as told:
        picker.use.click()
    assert told.args is not None
    event, field = told.args
    assert field == "time"
    assert event.time.text.endswith(".000Z")
    assert isinstance(editor.time.lineEdit(), QLineEdit)
