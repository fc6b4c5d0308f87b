"""Long work on the GUI thread, in slices so short that nobody feels them.

Another thread would not help: Python runs one at a time, and the window would wait for it at each
of its own steps. So work that can be cut is cut, and between two slices the window answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

SLICE = 6
"""Milliseconds of work before the window has its turn."""


class Slices(QObject):
    """Works through the steps of one job. A new job takes the place of the one before."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[object] = iter(())
        self._then: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._work)

    def begin(self, steps: Iterator[object], then: Callable[[], object], pause: int = 0) -> None:
        """Take the steps, from `pause` milliseconds on, and call `then` after the last one."""
        self._steps, self._then = steps, then
        self._timer.start(pause)

    def stop(self) -> None:
        """Let the job go, wherever it is."""
        self._timer.stop()
        self._steps, self._then = iter(()), None

    def _work(self) -> None:
        until = time.perf_counter_ns() + SLICE * 1_000_000
        for _ in self._steps:
            if time.perf_counter_ns() >= until:
                self._timer.start(0)
                return
        then = self._then
        self.stop()
        if then is not None:
            then()
