"""The steps of a send: secrets, destination, history, and then delivery.

The steps before the record may wait for a keyring's prompt. A send that is stopped there has no
entry in the history, because there may be no history yet; it ends all the same in an exchange that
says that nothing was sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from appcues_console.accounts.account import Account
from appcues_console.activity.destination import Destination, masked_activity_url
from appcues_console.activity.exchange import Activity, Ending, Exchange, Opening, Outcome
from appcues_console.delivery.delivery import Delivery
from appcues_console.delivery.limits import Limits
from appcues_console.delivery.progress import Held, Progress, Recorded
from appcues_console.delivery.transport import Transport
from appcues_console.delivery.wording import CANCELLED_AT_ONCE
from appcues_console.engine.doubts import Doubts
from appcues_console.engine.errors import MayCountTwice
from appcues_console.engine.history import History
from appcues_console.engine.journal import Journal
from appcues_console.engine.sending import Sending
from appcues_console.engine.vault import VaultThread

PATIENCE = 5.0
"""Seconds for cancelled sends to be completed in the history when the program ends."""

SOON = 2.0
"""Seconds of waiting before a send says what it waits for."""

KEYRING_SLOW = (
    "Waiting for the system keyring, which has not answered yet. Nothing has been sent: answer its"
    " prompt, or cancel."
)


class Sender:
    """Sends through one transport. Lives on the engine's loop.

    `destination` finds where an account's activities go; `changed` is told the id of an exchange
    when it was recorded and when it ended.
    """

    def __init__(
        self,
        vault: VaultThread,
        history: History,
        destination: Callable[[Account], Awaitable[Destination]],
        changed: Callable[[int], None],
        now: Callable[[], int],
    ) -> None:
        limits = Limits()
        self._transport = Transport(limits)
        self._vault = vault
        self._history = history
        self._journal = Journal(history)
        self.doubts = Doubts(history)
        self._destination = destination
        self._changed = changed
        self._now = now
        # No more at once than there are connections: a send that waits for one has not begun, and
        # must not end as failed because others were before it.
        self._slots = asyncio.Semaphore(limits.connections)
        self._running: set[asyncio.Task[Any]] = set()

    async def send(
        self,
        activity: Activity,
        account: Account,
        on_progress: Callable[[Progress], None],
        sending: Sending | None = None,
        *,
        again: bool = False,
    ) -> Exchange:
        """Send `activity` to `account`. Cancelling the task ends in an exchange too. `sending` is
        told how it is stopped and hurried from other threads.

        Raises `CredentialsMissing`, `VaultError`, `PracticeUnavailable` or `StorageError`, and
        without a person's word, `again`, `MayCountTwice`; then nothing was sent.
        """
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a send needs a task of its own")
        try_now = asyncio.Event()
        self._running.add(task)
        try:
            if sending is not None:
                sending.attach(task.cancel, try_now.set)
            return await self._send(activity, account, on_progress, try_now, again=again)
        except asyncio.CancelledError:
            # Delivery ends a cancellation itself; this one came before the record.
            task.uncancel()
            return self._stopped(activity, account)
        finally:
            if sending is not None:
                sending.detach()
            self._running.discard(task)

    def expect_many(self) -> None:
        """Get ready for a long series of sends: a process of its own shall keep it, because the
        thread of the database takes turns with this one, which each send would wait for.

        Returns at once and may be called more than once. Until that process is ready, and where
        it fails or the history is in memory, everything is kept as usual.
        """
        self._history.expect_many()

    async def close(self) -> None:
        """Stop every send, wait until each is completed in the history, and close connections."""
        running = set(self._running)
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=PATIENCE)
        await self._journal.close()
        await self._transport.aclose()

    async def _send(
        self,
        activity: Activity,
        account: Account,
        on_progress: Callable[[Progress], None],
        try_now: asyncio.Event,
        *,
        again: bool,
    ) -> Exchange:
        def held() -> None:
            on_progress(Held(KEYRING_SLOW))

        with _after(SOON, held):
            credentials = await self._vault.credentials(account)
            destination = await self._destination(account)
            await self._history.store()
            events = () if again else await self.doubts.among(account.key, activity)
        if events:
            raise MayCountTwice(events)

        def tell(progress: Progress) -> None:
            if isinstance(progress, Recorded):
                self._changed(progress.exchange_id)
                progress = replace(progress, durable=self._history.durable)
            on_progress(progress)

        async with self._slots:
            masked = masked_activity_url(destination.base_url, activity.user_id)
            opening = Opening(self._now(), destination, masked, activity)
            transport = self._transport.trusting(account.trust)
            delivery = Delivery(transport, self._journal, now=self._now)
            exchange = await delivery.deliver(opening, credentials, tell, try_now)
        self.doubts.follow(exchange)
        try:
            exchange = replace(exchange, id=await self._journal.number_now(exchange.id))
        except asyncio.CancelledError:
            # Too late: it has ended. A cancellation now must not make "not sent" of it.
            _stand_up()
        self._changed(exchange.id)
        return exchange

    def _stopped(self, activity: Activity, account: Account) -> Exchange:
        masked = masked_activity_url(account.base_url, activity.user_id)
        opening = Opening(self._now(), account.destination(), masked, activity)
        return Exchange(0, opening, Ending(Outcome.NOT_SENT, CANCELLED_AT_ONCE))


def _stand_up() -> None:
    """Say that this cancellation has been dealt with."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()


@contextmanager
def _after(seconds: float, call: Callable[[], object]) -> Iterator[None]:
    """Run `call` once if the block lasts for longer than `seconds`."""
    handle = asyncio.get_running_loop().call_later(seconds, call)
    try:
        yield
    finally:
        handle.cancel()
