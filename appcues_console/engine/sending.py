"""A send under way, in the hands of whoever started it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from appcues_console.activity.exchange import Exchange
from appcues_console.engine.loop import LoopThread


class Sending:
    """`future` ends in the exchange, also after `cancel`; or in an error where nothing was sent
    because nothing could be recorded or the account has no secrets.

    An exchange with id 0 was stopped so early that the history holds nothing of it.
    """

    def __init__(self, loop: LoopThread) -> None:
        self.future: Future[Exchange] = Future()
        self._loop = loop
        self._cancelled = False
        self._stop: Callable[[], object] | None = None
        self._hurry: Callable[[], object] | None = None

    def cancel(self) -> None:
        """Stop at once. May be called from any thread, and more than once."""
        self._cancelled = True
        self._loop.call_soon(lambda: self._stop and self._stop())

    def try_now(self) -> None:
        """End the wait before the next attempt, if there is one. May be called from any thread."""
        self._loop.call_soon(lambda: self._hurry and self._hurry())

    def attach(self, stop: Callable[[], object], hurry: Callable[[], object]) -> None:
        """Say, on the engine's loop, how the send is stopped and hurried. One that was cancelled
        before is stopped now."""
        self._stop, self._hurry = stop, hurry
        if self._cancelled:
            stop()

    def detach(self) -> None:
        """Say, on the engine's loop, that there is nothing left to stop."""
        self._stop = self._hurry = None
