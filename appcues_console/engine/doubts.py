"""Whether events that are about to be sent may have arrived before: from history and session.

The history knows of the endings that it could write. One that it could not, because the disk was
full, is remembered here for the session; that a person's word is asked for must not depend on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from appcues_console.activity.exchange import Activity, Exchange, Outcome
from appcues_console.activity.twice import event_marks
from appcues_console.engine.history import History
from appcues_console.storage.errors import Damaged

TRUSTED_FOR = 1.0
"""Seconds for which an account without doubts is taken to have none. Another copy of the program
may add one meanwhile; a series of sends would otherwise ask before each."""

MOST_USERS = 1_000
"""Users of whom the session remembers doubts; the one added longest ago goes first."""


class Doubts:
    """The events in doubt. Lives on the engine's loop."""

    def __init__(self, history: History, clock: Callable[[], float] = time.monotonic) -> None:
        self._history = history
        self._clock = clock
        self._clear_until: dict[str, float] = {}
        self._of_session: dict[tuple[str, str], set[bytes]] = {}

    async def among(self, account_key: str, activity: Activity) -> tuple[str, ...]:
        """Return the names of the events of `activity` that may be counted twice. Raises
        `StorageError`."""
        if activity.harmless_to_repeat or self._clock() < self._clear_until.get(account_key, 0.0):
            return ()
        names = dict.fromkeys(await self._kept(account_key, activity))
        remembered = self._of_session.get((account_key, activity.user_id))
        if remembered:
            marks = event_marks(activity.body)
            names |= dict.fromkeys(name for mark, name in marks.items() if mark in remembered)
        return tuple(names)

    def follow(self, exchange: Exchange) -> None:
        """Take in how an exchange ended."""
        opening, outcome = exchange.opening, exchange.outcome
        key = opening.destination.account_key, opening.activity.user_id
        if opening.activity.harmless_to_repeat:
            return
        if outcome is Outcome.UNKNOWN:
            self._clear_until.pop(opening.destination.account_key, None)
            marks = self._of_session.pop(key, set()) | set(event_marks(opening.activity.body))
            self._of_session[key] = marks
            for oldest in list(self._of_session)[:-MOST_USERS]:
                del self._of_session[oldest]
        elif outcome is Outcome.ACCEPTED and key in self._of_session:
            self._of_session[key] -= set(event_marks(opening.activity.body))
            if not self._of_session[key]:
                del self._of_session[key]

    async def _kept(self, account_key: str, activity: Activity) -> tuple[str, ...]:
        user_id, body = activity.user_id, activity.body
        try:
            if await self._history.ask(lambda store: store.doubts.any(account_key)):
                return await self._history.ask(
                    lambda store: store.doubts.among(account_key, user_id, body)
                )
        except Damaged:
            return ()  # What the file knew was set aside with it, which is told elsewhere.
        if not any(key == account_key for key, _ in self._of_session):
            self._clear_until[account_key] = self._clock() + TRUSTED_FOR
        return ()
