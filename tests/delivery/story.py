"""A send beside a hand-written server, with a journal in memory that can fail and wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from appcues_console.activity.destination import Destination, masked_activity_url
from appcues_console.activity.exchange import (
    Activity,
    Ending,
    Exchange,
    Opening,
)
from appcues_console.delivery.delivery import Delivery
from appcues_console.delivery.progress import (
    Progress,
)
from appcues_console.delivery.retry import RetryPolicy
from appcues_console.delivery.transport import Transport
from appcues_console.storage.errors import StorageError
from tests.delivery.wire import (
    CREDENTIALS,
    EVENT,
    QUICK,
    Handler,
    Server,
    response,
    serving,
)

T = TypeVar("T")
AT_ONCE = RetryPolicy(first_wait=0.0)
PATIENT = RetryPolicy(first_wait=3600.0, longest_wait=3600.0)
BUSY = response(b"{}", "503 Service Unavailable")
REFUSING = "http://127.0.0.1:9"
"""The discard port, at which nothing listens on a machine that runs tests."""


@dataclass
class Journal:
    """Keeps exchanges in memory on a thread of its own, as the history does on its own."""

    opened: list[Opening] = field(default_factory=list)
    entries: dict[int, Ending | None] = field(default_factory=dict)
    fail_begin: StorageError | None = None
    fail_complete: StorageError | None = None
    before_begin: Callable[[], object] = lambda: None
    before_complete: Callable[[], object] = lambda: None
    executor: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def begin(self, opening: Opening) -> Future[int]:
        def work() -> int:
            self.before_begin()
            if self.fail_begin:
                raise self.fail_begin
            self.opened.append(opening)
            self.entries[len(self.entries) + 1] = None
            return len(self.entries)

        return self.executor.submit(work)

    def complete(self, exchange_id: int, ending: Ending) -> Future[None]:
        def work() -> None:
            self.before_complete()
            if self.fail_complete:
                raise self.fail_complete
            assert exchange_id in self.entries
            self.entries[exchange_id] = ending

        return self.executor.submit(work)


class Sending:
    """One send under way, with what it told."""

    def __init__(self, url: str, journal: Journal, policy: RetryPolicy, activity: Activity) -> None:
        destination = Destination("key", "Test", url)
        masked = masked_activity_url(url, activity.user_id)
        self.opening = Opening(1000, destination, masked, activity)
        self.told: list[Progress] = []
        self.try_now = asyncio.Event()
        self.transport = Transport(QUICK)
        self._wanted: tuple[type[Any], asyncio.Event] | None = None
        delivery = Delivery(self.transport, journal, policy=policy)
        self.task = asyncio.create_task(
            delivery.deliver(self.opening, CREDENTIALS, self._on_progress, self.try_now)
        )

    def _on_progress(self, progress: Progress) -> None:
        self.told.append(progress)
        if self._wanted and isinstance(progress, self._wanted[0]):
            self._wanted[1].set()

    async def until_told(self, kind: type[Any]) -> None:
        event = asyncio.Event()
        self._wanted = kind, event
        if not any(isinstance(each, kind) for each in self.told):
            await event.wait()

    async def end(self) -> Exchange:
        try:
            return await asyncio.wait_for(asyncio.shield(self.task), 20)
        finally:
            await self.transport.aclose()


def story(
    tell: Callable[[Callable[..., Sending], Server, Journal], Coroutine[Any, Any, T]],
    *handlers: Handler,
) -> T:
    """Run `tell` beside a server that runs `handlers`; it starts sends by its first argument."""
    journal = Journal()

    async def run() -> T:
        async with serving(*handlers) as server:

            def start(
                policy: RetryPolicy = AT_ONCE, activity: Activity = EVENT, url: str = ""
            ) -> Sending:
                return Sending(url or server.url, journal, policy, activity)

            return await tell(start, server, journal)

    try:
        return asyncio.run(run())
    finally:
        journal.executor.shutdown()
