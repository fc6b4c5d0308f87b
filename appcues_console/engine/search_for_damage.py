"""Looks through the history for damage in the background, after an end that was not in order.

A thread of its own, because the whole file is read (measured: 8 s for a million exchanges in
1.2 GB) and neither the window nor the one database thread may wait for that.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

from appcues_console.engine.history_file import OpenedHistory
from appcues_console.storage.errors import Damaged, StorageError
from appcues_console.storage.soundness import check


class SearchForDamage:
    """At most one search at a time. `found` is called on the loop with the history it was in."""

    def __init__(self, found: Callable[[OpenedHistory], object]) -> None:
        self._found = found
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, opened: OpenedHistory, path: Path) -> None:
        """Search `path`, the file of `opened`, from now on."""
        self.stop()
        stopped = self._stopped = threading.Event()
        loop = asyncio.get_running_loop()

        def search() -> None:
            try:
                check(path, opened.key, stopped.is_set)
            except Damaged:
                if not stopped.is_set():
                    loop.call_soon_threadsafe(self._found, opened)
            except StorageError:
                # It could not be read to the end, which says nothing about what is in it.
                return

        self._thread = threading.Thread(target=search, name="search for damage", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the search, and wait the few milliseconds until it has."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
