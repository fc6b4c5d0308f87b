"""A file that is dropped anywhere becomes the draft; its path is never typed into a field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Pair
from appcues_console.activity.values import Value
from appcues_console.ui.actions import Actions
from appcues_console.ui.session import Session
from appcues_console.ui.window import Window
from tests.ui.keys import focused, press

CURL = (
    "curl https://api.appcues.com/v1/accounts/918273645/users/u-7/activity "
    "-d '{\"profile_update\": {}}'"
)


def cell(window: Window) -> QWidget:
    window.composer.profile.edit_cell(0, 0)
    return focused()


def time(window: Window) -> QWidget:
    line = window.composer.editor.time.lineEdit()
    assert line is not None
    return line


def palette(window: Window) -> QWidget:
    press("Ctrl+K")
    return focused()


PLACES: dict[str, Callable[[Window], QWidget]] = {
    "Request JSON": lambda w: w.request.json.viewport(),
    "user ID": lambda w: w.command_bar.user_id,
    "event name": lambda w: w.composer.editor.name,
    "event time": time,
    "a cell": cell,
    "request ID": lambda w: w.composer.request_id,
    "history search": lambda w: w.history.search,
    "command palette": palette,
    "composer": lambda w: w.composer.viewport(),
    "a table": lambda w: w.composer.profile.viewport(),
    "response": lambda w: w.response.body.viewport(),
    "window": lambda w: w,
}


def drop(data: QMimeData, widget: QWidget) -> None:
    """Drag over the middle of `widget` and let go, as Qt's own drag does."""
    at = widget.rect().center()
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, QDragEnterEvent(QPoint(at), copy, data, left, none))
    QApplication.sendEvent(widget, QDragMoveEvent(QPoint(at), copy, data, left, none))
    QApplication.sendEvent(widget, QDropEvent(QPointF(at), copy, data, left, none))


@pytest.mark.parametrize("place", PLACES)
def test_a_file_is_taken_in_wherever_it_is_dropped(
    place: str, window: Window, actions: Actions, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "body.json"
    path.write_text('{"profile_update": {"tier": "gold",}}', "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    widget = PLACES[place](window)
    steps: list[str] = []
    session.draft_changed.connect(lambda _, origin: steps.append(origin))
    with qtbot.waitSignal(window.take_in.told):
        drop(data, widget)
    assert session.draft.profile == (Pair("tier", Value(text="gold")),)
    assert len(steps) == 1
    assert "file:" not in window.request.json.text()
    assert not [f for f in window.findChildren(QLineEdit) if "file:" in f.text()]


def test_text_that_is_dropped_into_a_field_is_text(window: Window, session: Session) -> None:
    data = QMimeData()
    data.setText("gold")
    window.composer.request_id.clear()
    drop(data, window.composer.request_id)
    assert session.draft.request_id == "gold"


@pytest.mark.parametrize("place", ["user ID", "Request JSON", "a cell"])
def test_a_command_that_is_dropped_into_a_field_is_taken_in(
    place: str, window: Window, session: Session, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setText(CURL)
    widget = PLACES[place](window)
    with qtbot.waitSignal(window.take_in.told):
        drop(data, widget)
    assert session.draft.user_id == "u-7"
    assert "918273645" not in window.request.json.text()
    assert not [f for f in window.findChildren(QLineEdit) if "918273645" in f.text()]
