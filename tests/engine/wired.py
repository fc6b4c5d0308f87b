"""The hand-written server of the delivery tests, beside an engine that has a loop of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from tests.delivery.wire import Connection, Handler, Received, Server, answering, serving

PATIENCE = 10.0


class WiredServer:
    """Runs one server on a thread. `behave` changes what new connections meet."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wired server")
        self._handler: Handler = answering()
        self._arrived = threading.Condition()
        self._server: Server | None = None
        self._stop: Callable[[], object] = lambda: None

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()
        self._thread.join()

    @property
    def url(self) -> str:
        assert self._server is not None
        return self._server.url

    @property
    def received(self) -> list[Received]:
        assert self._server is not None
        return list(self._server.received)

    def behave(self, handler: Handler) -> None:
        self._handler = handler

    def wait_for_requests(self, count: int) -> None:
        """Wait until `count` requests have been read."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.received) >= count, PATIENCE)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()
        self._stop = lambda: loop.call_soon_threadsafe(stopped.set)

        async def handle(connection: Connection) -> None:
            await self._handler(_Told(connection, self._arrived))

        async with serving(handle) as self._server:
            self._ready.set()
            await stopped.wait()


class _Told(Connection):
    """A connection whose requests wake up who waits for them."""

    def __init__(self, connection: Connection, arrived: threading.Condition) -> None:
        super().__init__(connection.server, connection.reader, connection.writer)
        self._arrived = arrived

    async def take(self) -> Received:
        request = await super().take()
        with self._arrived:
            self._arrived.notify_all()
        return request
