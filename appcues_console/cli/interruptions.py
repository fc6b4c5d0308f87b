"""How Ctrl+C, SIGTERM and the end of a terminal reach a command: as an end at once, or as a wish
that is heard.

Until something is on its way, breaking off is right. Once a request may have left, it is not: the
send has to be cancelled, its honest outcome waited for and kept. So a command holds interruptions
back from there on, and looks for them where it waits.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final, Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []))
ECHO: Final = 0.1
"""Seconds in which the same signal again is the same wish: `timeout`, and others that start a
program, send one to it and one to its group, which it is a member of."""


class Interruptions:
    """In force while it is entered. `asked` counts the interruptions that came while held."""

    def __init__(self) -> None:
        self.asked = 0
        self._held = False
        self._last = (0, -ECHO)
        self._most: int | None = None
        self._before: dict[signal.Signals, Any] = {}

    def hold(self) -> None:
        """From here on count interruptions instead of raising `KeyboardInterrupt`."""
        self._held = True

    @contextmanager
    def breaking_in(self, after: int) -> Iterator[None]:
        """Though held, let an interruption that comes `after` so many raise `KeyboardInterrupt` in
        the block: it waits for somebody who may never come."""
        self._most = after
        try:
            if self.asked > after:
                raise KeyboardInterrupt
            yield
        finally:
            self._most = None

    def __enter__(self) -> Self:
        # Python hands signals to the main thread only, and only it may ask for them.
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                # A shell that starts a job in the background has Ctrl+C ignored on purpose.
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if not self._held:
            raise KeyboardInterrupt
        now = time.monotonic()
        (before, at), self._last = self._last, (number, now)
        if number == before and now - at < ECHO:
            return
        self.asked += 1
        if self._most is not None and self.asked > self._most:
            raise KeyboardInterrupt
