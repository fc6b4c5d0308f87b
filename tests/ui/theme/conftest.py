"""A theme applied to the application, and taken off it again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from appcues_console.ui.theme.theme import Mode, Theme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme at the usual text size, whatever the system says."""
    font = qapp.font()
    made = Theme(Mode.LIGHT)
    made.apply(qapp)
    yield made
    made.choose(Mode.SYSTEM)
    made.withdraw()
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    qapp.setFont(font)
