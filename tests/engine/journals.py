"""Stories of a history and a journal, each told on a loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from appcues_console.engine.history import History
from appcues_console.engine.history_file import HistoryFile
from appcues_console.engine.journal import Journal
from appcues_console.engine.serial import SerialThread
from appcues_console.engine.vault import VaultThread
from appcues_console.paths import Places
from tests.engine.story import PATIENCE

Story = Callable[[History, Journal], Awaitable[Any]]
Run = Callable[[Story], None]


@contextmanager
def telling(places: Places, *, many: bool = False) -> Iterator[Run]:
    """Yield what tells a story; with `many`, its history expects a long series of sends."""
    thread = SerialThread("keyring")

    def run(story: Story) -> None:
        async def tell() -> None:
            vault = VaultThread(places.home, thread)
            history = History(HistoryFile(places, vault, lambda: datetime.now(UTC)))
            journal = Journal(history)
            if many:
                history.expect_many()
            try:
                await asyncio.wait_for(story(history, journal), PATIENCE)
            finally:
                await journal.close()
                await history.close()

        asyncio.run(tell())

    yield run
    thread.close(5)
