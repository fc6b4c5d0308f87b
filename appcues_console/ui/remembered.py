"""What the window remembers from one run to the next: its place, its columns, its look.

The file may have been written by anybody. What makes no sense in it is passed over: it must not
keep the window from opening.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow

from .controls.column_splitter import ColumnSplitter
from .theme.theme import Mode, Theme

GEOMETRY, COLUMNS, MODE, SCALE = "geometry", "columns", "theme", "text_size"


def remembered_theme(settings: QSettings) -> Theme:
    """Return a theme that looks as the last one did."""
    mode, scale = settings.value(MODE), settings.value(SCALE)
    known = isinstance(mode, str) and mode in set(Mode)
    try:
        factor = float(scale) if isinstance(scale, str) else 1.0
    except ValueError:
        factor = 1.0
    if not math.isfinite(factor):
        factor = 1.0
    return Theme(Mode(mode) if known else Mode.SYSTEM, factor)


def restore(window: QMainWindow, columns: ColumnSplitter, settings: QSettings) -> None:
    """Give the window and its columns the sizes they had."""
    geometry = settings.value(GEOMETRY)
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)
    columns.restore_state(settings.value(COLUMNS))


def remember(
    window: QMainWindow, columns: ColumnSplitter, theme: Theme, settings: QSettings
) -> None:
    """Write everything that the next run begins with."""
    settings.setValue(GEOMETRY, window.saveGeometry())
    settings.setValue(COLUMNS, columns.save_state())
    settings.setValue(MODE, theme.mode.value)
    settings.setValue(SCALE, str(theme.scale))
    settings.sync()
