"""Garbage of Python's cyclic collector is collected on the GUI thread only.

The collector runs on whatever thread happens to make the next object. On the engine's or the
database's thread it would destroy widgets and timers that belong to this one, which Qt forbids and
answers with a crash at worst. So while the window lives the automatic collector is off, and a timer
here does what it would have done.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 500
"""Milliseconds."""


class GarbageCollection(QObject):
    """Collects, by the collector's own thresholds, on the thread it lives in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._automatic = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start()

    def collect_due(self) -> int:
        """Collect the oldest generation that is due; return how many objects went, -1 for none
        due."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if thresholds[generation] and counts[generation] > thresholds[generation]:
                return gc.collect(generation)
        return -1

    def settle(self) -> None:
        """Take all that is there now for what stays as long as the window does: no collection looks
        through it again, and each is shorter by that."""
        gc.freeze()

    def stop(self) -> None:
        """Give the collector back as it was."""
        self._timer.stop()
        gc.unfreeze()
        if self._automatic:
            gc.enable()
