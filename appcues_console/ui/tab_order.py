"""The order of Tab: that of the screen, whatever order the widgets were made in.

Layouts know it. So the order is read from them, once, and whoever adds a field to a layout has put
it into the order of Tab too.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QMainWindow, QScrollArea, QSplitter, QWidget


def follow_layouts(root: QWidget) -> None:
    """Let Tab go through `root` as its layouts go: from top to bottom, from left to right."""
    for before, after in pairwise(stops(root)):
        QWidget.setTabOrder(before, after)


def stops(widget: QWidget) -> Iterator[QWidget]:
    """Yield what Tab stops at in `widget`, shown or not, in the order of the layouts."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    parts: list[QWidget | None] = []
    if isinstance(widget, QMainWindow):
        parts = [widget.centralWidget()]
    elif isinstance(widget, QScrollArea):
        parts = [widget.widget()]
    elif isinstance(widget, QSplitter):
        parts = [widget.widget(index) for index in range(widget.count())]
    elif (layout := widget.layout()) is not None:
        parts = list(_widgets_of(layout))
    for part in parts:
        if part is not None:
            yield from stops(part)


def _widgets_of(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _widgets_of(inner)
