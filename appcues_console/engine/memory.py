"""A history that ends with the session, for as long as the file cannot be used.

Its numbers lie far above those of any file, and each such history of a session has its own, so that
a number alone says where its exchange was begun.
"""

from __future__ import annotations

import asyncio
import uuid

from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.storage.database import number_from, open_database
from appcues_console.storage.worker import DatabaseWorker

FIRST_IN_MEMORY = 1_000_000_000
"""The number of the first exchange in memory, far above any that a file has given out and within
what 32 bits hold."""

MOST_IN_MEMORY = 1_000_000
"""Numbers between two histories in memory of one session, which may have several in turn."""


class MemoryHistory:
    """The history in memory that `earlier` ones came before. Lives on the engine's loop."""

    def __init__(self, earlier: int) -> None:
        self._first = FIRST_IN_MEMORY + earlier * MOST_IN_MEMORY
        self._worker = DatabaseWorker(lambda: open_database(None, None, MIGRATIONS))
        self.store = HistoryStore(self._worker, uuid.uuid4().hex)

    async def until_usable(self) -> None:
        """Wait until it is open. Nothing of the surroundings can make that fail."""
        await asyncio.wrap_future(
            self._worker.write(lambda c: number_from(c, "exchange", self._first))
        )

    async def close(self) -> None:
        """End it, and what it holds."""
        await asyncio.get_running_loop().run_in_executor(None, self._worker.close)
