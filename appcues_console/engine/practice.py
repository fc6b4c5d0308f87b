"""The practice server that this home uses: one that runs already, or our own.

The window, `appcues-console practice` and `appcues-console send` of one home meet at one server, so
that a presenter sees in one place what was sent from another.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from pathlib import Path

from appcues_console.practice import rendezvous
from appcues_console.practice.fault_client import clear_faults, faults_in_force, switch_fault
from appcues_console.practice.faults import Fault, InForce
from appcues_console.practice.server import PracticeServer
from appcues_console.storage.errors import StorageError

TRUSTED_FOR = 1.0
"""Seconds for which another copy's server is taken to be running still. A series of sends would
otherwise ask it for its proof before each."""

PATIENCE = 4.0
"""Seconds to wait at the end for a search that is under way; a lock may be held by a copy that
hangs."""


class PracticeHost:
    """Finds or runs the practice server of one home. Lives on the engine's loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._server: PracticeServer | None = None
        self._found: tuple[str, float] | None = None
        self._finding: asyncio.Task[str] | None = None

    async def base_url(self) -> str:
        """Return the base URL of a server that runs. Raises `PracticeUnavailable`."""
        if self._server is not None and self._server.base_url is not None:
            return self._server.base_url
        if self._found is not None and time.monotonic() < self._found[1]:
            return self._found[0]
        if self._finding is None or self._finding.done():
            self._finding = asyncio.create_task(self._find())
        # Whoever waits may be cancelled; a server that is just starting must not be lost.
        return await asyncio.shield(self._finding)

    async def faults(self) -> tuple[InForce, ...]:
        """Return what the server does wrong at present. Raises `PracticeUnavailable`."""
        return await faults_in_force(await self.base_url())

    async def switch(self, fault: Fault | None) -> tuple[InForce, ...]:
        """Let the server do `fault` for everybody, None to switch off each fault, and return what
        is in force then. Raises `PracticeUnavailable`."""
        base_url = await self.base_url()
        if fault is None:
            return await clear_faults(base_url)
        return await switch_fault(base_url, fault)

    async def close(self) -> None:
        """Stop our own server, if there is one, and withdraw its announcement."""
        if self._finding is not None:
            # A server that is just starting must have started before it can be stopped.
            _, unfinished = await asyncio.wait({self._finding}, timeout=PATIENCE)
            for task in unfinished:
                task.cancel()
        server, self._server = self._server, None
        if server is None:
            return
        try:
            # A file that says too much is ignored by whoever finds it.
            with suppress(StorageError):
                await rendezvous.withdraw(self._path, server.token)
        finally:
            await server.stop()

    async def _find(self) -> str:
        found = await rendezvous.find_running(self._path)
        if found is None:
            found = await self._start()
        self._found = found, time.monotonic() + TRUSTED_FOR
        return found

    async def _start(self) -> str:
        self._server = server = PracticeServer()
        ours = await server.start()
        try:
            running = await rendezvous.announce(self._path, ours, server.token)
        except StorageError:
            # Where nothing can be written nobody can meet us, and practice works all the same.
            running = ours
        if running != ours:
            self._server = None
            await server.stop()
        return running
