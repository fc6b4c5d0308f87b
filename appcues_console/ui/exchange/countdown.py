"""The wait before the next attempt, counted down, with a way to end it."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from appcues_console.delivery.limits import LONGEST_RETRY_AFTER
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.controls.tips import set_plain_tip
from appcues_console.ui.desk import Desk
from appcues_console.ui.theme.theme import Theme

LONGEST = f"{LONGEST_RETRY_AFTER:.0f} s"


class Countdown(QWidget):
    """Says when the next attempt comes. Hidden while nothing is waited for."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._until, self._number, self._asked = 0.0, 0, False
        self.label = PlainLabel("", self, role="info", wrap=True)
        self.label.setAccessibleName("Next attempt")
        self.now = QPushButton("Try now", self)
        set_plain_tip(self.now, "Ctrl+R")
        self.now.clicked.connect(desk.try_now)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.label, 1)
        row.addWidget(self.now)
        self._tick = QTimer(self, interval=250)
        self._tick.timeout.connect(self._show)
        self.hide()

    def count_to(self, until: float, number: int, *, asked: bool) -> None:
        """Count down to `until`, in seconds of `time.monotonic()`, when attempt `number` begins;
        `asked` is true where the server set the time."""
        self._until, self._number, self._asked = until, number, asked
        self._show()
        self.show()
        self._tick.start()

    def stop(self) -> None:
        """Nothing is waited for any more."""
        self._tick.stop()
        self.hide()

    def _show(self) -> None:
        left = max(0, math.ceil(self._until - time.monotonic()))
        why = f", as the server asked (at most {LONGEST})" if self._asked else ""
        text = f"Attempt {self._number} in {left} s{why}."
        if text != self.label.text():
            self.label.setText(text)
