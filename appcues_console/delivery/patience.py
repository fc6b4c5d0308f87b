"""How long a server is waited for, on a computer that may be asleep meanwhile.

A program that stood still finds its time run out at the very moment in which it also finds the
answer that came in the meantime. To give up then would throw away what is already there and call a
send unknown that was answered. So a timer that goes off much too late is given a little more time.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Final, Self

OVERSHOT: Final = 1.0
"""Seconds. A timer that is so late was not late because of other work."""

GRACE: Final = 2.0
"""Seconds in which an answer that has come already is read."""


class Patience:
    """Ends `scope` when `total` seconds are over, or so many as `hear` gives without a sound.

    `silent` is true afterwards where it was the silence. In force while it is entered.
    """

    def __init__(self, scope: asyncio.Timeout, total: float) -> None:
        self._scope = scope
        self._total = total
        self._loop = asyncio.get_running_loop()
        self._timers: dict[bool, asyncio.TimerHandle] = {}
        self.silent = False

    def __enter__(self) -> Self:
        self._start(self._total, silence=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def hear(self, seconds: float) -> None:
        """Note a sign of life; the next must come within `seconds`."""
        if False in self._timers:  # otherwise it is over
            self._start(seconds, silence=True)

    def _start(self, seconds: float, *, silence: bool) -> None:
        before = self._timers.get(silence)
        if before is not None:
            before.cancel()
        due = self._loop.time() + seconds
        self._timers[silence] = self._loop.call_at(due, self._on_due, due, silence)

    def _on_due(self, due: float, silence: bool) -> None:
        if self._loop.time() - due > OVERSHOT:
            self._start(GRACE, silence=silence)
            return
        self.silent = silence
        self._stop()
        self._scope.reschedule(self._loop.time())

    def _stop(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
