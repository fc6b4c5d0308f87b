"""Tab goes through the window as the eye does."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from appcues_console.ui.tab_order import stops
from appcues_console.ui.window import RESPONSE, Window
from tests.ui.keys import press

ORDER = [
    "Account",
    "Manage accounts",
    "User ID",
    "Send to Practice",
    "Search history",
    "Fold history",
    "Duplicate event",
    "Remove event",
    "Add event",
    "Events",
    "Event name",
    "Event time",
    "Pick a time",
    "Time format",
    "Remove attribute",
    "Add attribute",
    "key of row 1",
    "Remove profile field",
    "Add profile field",
    "Request ID",
    "Request or response",
    "Fold request and response",
    "Copy as cURL",
    "Request JSON",
]


def walked(window: Window, first: QWidget, presses: int = 60) -> list[str]:
    """Return the names that Tab comes by, from `first` round to it again."""
    first.setFocus()
    seen: list[str] = []
    for _ in range(presses):
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget is first and seen:
            break
        seen.append(widget.accessibleName())
        press("Tab")
    return seen


def test_tab_follows_the_screen(window: Window) -> None:
    seen = walked(window, window.command_bar.account)
    places = [seen.index(name) for name in ORDER]
    assert places == sorted(places), seen


def test_the_response_follows_its_switch(window: Window) -> None:
    window.show_page(RESPONSE)
    names = [widget.accessibleName() for widget in stops(window)]
    wanted = ["Request or response", "Attempts", "Copy response body", "Response body"]
    places = [names.index(name) for name in (*wanted, "Response headers", "Sent body")]
    assert places == sorted(places)


def test_layouts_say_the_order_however_deep_they_are(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    fields = [QLineEdit(f"{number}") for number in range(4)]
    area, inner, row = QScrollArea(), QWidget(), QHBoxLayout()
    QVBoxLayout(inner).addWidget(fields[2])
    area.setWidget(inner)
    column = QVBoxLayout(root)
    row.addWidget(fields[0])
    row.addStretch(1)
    row.addWidget(fields[1])
    column.addLayout(row)
    column.addWidget(area)
    column.addWidget(fields[3])
    found = [widget for widget in stops(root) if isinstance(widget, QLineEdit)]
    assert found == fields
