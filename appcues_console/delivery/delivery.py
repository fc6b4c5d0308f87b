"""One send from its record in the history to its outcome.

The order is the promise: the exchange is durable as *sending* before the first byte leaves, then
come the attempts, then the entry is completed, whatever happens in between. Cancelling the task is
how a person stops it; the task still ends in an exchange that says what may have arrived.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeAlias, TypeVar

from appcues_console.activity.clock import unix_milliseconds
from appcues_console.activity.destination import Credentials
from appcues_console.activity.exchange import (
    Attempt,
    Ending,
    Exchange,
    Opening,
    Outcome,
    Reached,
    Reply,
)
from appcues_console.delivery import wording
from appcues_console.delivery.faults import Fault, FaultKind
from appcues_console.delivery.outcomes import Tried, conclude, decide, result_phrase
from appcues_console.delivery.passage import Passage
from appcues_console.delivery.progress import (
    AttemptEnded,
    AttemptStarted,
    Progress,
    Recorded,
    Waiting,
)
from appcues_console.delivery.retry import RetryPolicy, may_try_again, retry_after
from appcues_console.delivery.transport import Transport
from appcues_console.storage.errors import StorageError

T = TypeVar("T")


Writing: TypeAlias = concurrent.futures.Future[T] | asyncio.Future[T]


class Journal(Protocol):
    """Where exchanges are kept. The futures finish when the write is durable."""

    def begin(self, opening: Opening) -> Writing[int]: ...

    def complete(self, exchange_id: int, ending: Ending) -> Writing[None]: ...


class Delivery:
    """Sends activities by `transport` and keeps them in `journal`. Used on one event loop."""

    def __init__(
        self,
        transport: Transport,
        journal: Journal,
        *,
        policy: RetryPolicy | None = None,
        now: Callable[[], int] = unix_milliseconds,
    ) -> None:
        self._transport = transport
        self._journal = journal
        self._policy = policy or RetryPolicy()
        self._now = now

    async def deliver(
        self,
        opening: Opening,
        credentials: Credentials,
        on_progress: Callable[[Progress], None],
        try_now: asyncio.Event | None = None,
    ) -> Exchange:
        """Send `opening.activity` and return the exchange with its ending.

        Cancelling the task stops at once and still returns the exchange, completed in the journal.
        Setting `try_now` ends the wait before the next attempt. Raises `StorageError` where the
        exchange could not be recorded first: then nothing was sent. A journal that fails later
        does not take the outcome away; the explanation says that it could not be kept.
        """
        exchange_id, cancelled = await _outlast(self._journal.begin(opening))
        ending = None
        try:
            if cancelled:
                ending = conclude((), opening.activity)
            else:
                on_progress(Recorded(exchange_id))
                ending = await self._attempts(
                    opening, credentials, on_progress, try_now or asyncio.Event()
                )
        finally:
            if ending is None:  # A bug of ours broke in: the entry must not stay *sending*.
                text = wording.console_failed(opening.activity)
                await self._complete(exchange_id, Ending(Outcome.UNKNOWN, text))
        return Exchange(exchange_id, opening, await self._complete(exchange_id, ending))

    async def _complete(self, exchange_id: int, ending: Ending) -> Ending:
        """Keep `ending`, and return it with a word on a journal that could not."""
        try:
            await _outlast(self._journal.complete(exchange_id, ending))
        except StorageError as error:
            told = f"{ending.explanation} {wording.not_kept(error.message)}"
            return replace(ending, explanation=told)
        return ending

    async def _attempts(
        self,
        opening: Opening,
        credentials: Credentials,
        on_progress: Callable[[Progress], None],
        try_now: asyncio.Event,
    ) -> Ending:
        activity = opening.activity
        tried: list[Tried] = []
        while True:
            number = len(tried) + 1
            started_at = self._now()
            on_progress(AttemptStarted(number, self._policy.attempts, started_at))
            before = time.perf_counter()
            happened = await self._send_once(opening, credentials)
            attempt = Attempt(
                number=number,
                started_at=started_at,
                duration=(time.perf_counter() - before) * 1000,
                reached=happened.reached if isinstance(happened, Fault) else Reached.ANSWERED,
                result=result_phrase(happened),
                status=happened.status if isinstance(happened, Reply) else None,
            )
            verdict = decide(happened, activity)
            reply = happened.partial if isinstance(happened, Fault) else happened
            tried.append(Tried(attempt, verdict, reply))
            on_progress(AttemptEnded(attempt))
            if number >= self._policy.attempts or not may_try_again(
                verdict.outcome, happened, activity
            ):
                return conclude(tried, activity)
            stopped = await self._wait(number, happened, on_progress, try_now)
            if stopped:
                return conclude(tried, activity, stopped)

    async def _send_once(self, opening: Opening, credentials: Credentials) -> Reply | Fault:
        passage = Passage()
        try:
            return await self._transport.send(
                opening.destination.base_url,
                opening.activity.user_id,
                opening.activity.body,
                credentials,
                passage,
            )
        except asyncio.CancelledError:
            _stand_up()
            return Fault(FaultKind.CANCELLED, passage.reached)

    async def _wait(
        self,
        after_attempt: int,
        happened: Reply | Fault,
        on_progress: Callable[[Progress], None],
        try_now: asyncio.Event,
    ) -> str:
        """Wait before the next attempt. Return why there is none, or nothing where it may begin."""
        seconds = self._policy.wait(after_attempt)
        headers = happened.headers if isinstance(happened, Reply) else ()
        asked = retry_after(headers, self._now() / 1000)
        if asked is not None and asked > self._policy.longest_retry_after:
            return wording.asked_to_wait_too_long(asked, self._policy.longest_retry_after)
        by_server = asked is not None and asked > seconds
        seconds = max(seconds, asked or 0.0)
        try_now.clear()
        on_progress(Waiting(after_attempt + 1, time.monotonic() + seconds, by_server))
        try:
            async with asyncio.timeout(seconds):
                await try_now.wait()
        except TimeoutError:
            pass
        except asyncio.CancelledError:
            _stand_up()
            return wording.stopped_waiting()
        return ""


async def _outlast(future: Writing[T]) -> tuple[T, bool]:
    """Return the result of a write, and whether the task was cancelled while it ran.

    A write that has begun cannot be taken back, so a cancellation must wait for it: it would
    otherwise leave an entry behind of which nobody knows the id.
    """
    writing: asyncio.Future[T] = asyncio.wrap_future(future)
    cancelled = False
    while not writing.done():
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            if writing.cancelled():
                raise
            _stand_up()
            cancelled = True
    return writing.result(), cancelled


def _stand_up() -> None:
    """Say that this cancellation has been dealt with, so that later waits are whole again."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()
