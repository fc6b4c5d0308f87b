"""A send that is stopped, at each moment: what is said of it, and what is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future

from appcues_console.activity.exchange import (
    Outcome,
    Reached,
)
from appcues_console.delivery.delivery import Delivery
from appcues_console.delivery.progress import (
    AttemptStarted,
    Waiting,
)
from appcues_console.delivery.retry import RetryPolicy
from appcues_console.delivery.transport import Transport
from tests.delivery.story import BUSY, PATIENT, Journal, Sending, story
from tests.delivery.test_transport_faults import never_answer
from tests.delivery.wire import (
    CREDENTIALS,
    PROFILE,
    QUICK,
    Server,
    answering,
)


def test_cancelled_in_flight_it_says_what_may_have_arrived() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        sending = start()
        await server.arrival.wait()
        sending.task.cancel()
        exchange = await sending.end()
        assert not sending.task.cancelled()
        assert exchange.outcome is Outcome.UNKNOWN
        assert exchange.ending is journal.entries[1]
        assert exchange.ending is not None
        assert "You cancelled after the request had begun to leave" in exchange.ending.explanation
        assert [each.reached for each in exchange.ending.attempts] == [Reached.MAYBE_SENT]

    story(tell, never_answer)


def test_a_profile_is_not_repeated_after_a_cancellation() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        sending = start(activity=PROFILE)
        await server.arrival.wait()
        sending.task.cancel()
        assert (await sending.end()).outcome is Outcome.UNKNOWN
        assert len(server.received) == 1

    story(tell, never_answer)


def test_cancelled_before_the_first_byte_it_certainly_was_not_sent() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        sending = start()
        await sending.until_told(AttemptStarted)
        sending.task.cancel()
        exchange = await sending.end()
        assert exchange.outcome is Outcome.NOT_SENT
        assert exchange.ending is journal.entries[1]
        assert server.received == []

    story(tell, answering())


def test_cancelled_while_it_waits_it_keeps_what_happened_before() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        sending = start(PATIENT)
        await sending.until_told(Waiting)
        sending.task.cancel()
        exchange = await sending.end()
        assert exchange.outcome is Outcome.REJECTED
        assert exchange.ending is not None
        assert exchange.ending.explanation.endswith("You stopped before the next attempt.")
        assert len(server.received) == 1

    story(tell, answering(BUSY))


def test_cancelled_during_the_record_nothing_is_sent_and_the_entry_is_completed() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        loop = asyncio.get_running_loop()
        recording = asyncio.Event()
        go_on: Future[None] = Future()

        def hold() -> None:
            loop.call_soon_threadsafe(recording.set)
            go_on.result(10)

        journal.before_begin = hold
        sending = start()
        await recording.wait()
        sending.task.cancel()
        await asyncio.sleep(0)
        sending.task.cancel()
        go_on.set_result(None)
        exchange = await sending.end()
        assert exchange.outcome is Outcome.NOT_SENT
        assert journal.entries == {1: exchange.ending}
        assert server.connections == 0

    story(tell, answering())


def test_cancelled_during_the_completion_the_outcome_stands() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        loop = asyncio.get_running_loop()
        completing = asyncio.Event()
        go_on: Future[None] = Future()

        def hold() -> None:
            loop.call_soon_threadsafe(completing.set)
            go_on.result(10)

        journal.before_complete = hold
        sending = start()
        await completing.wait()
        sending.task.cancel()
        go_on.set_result(None)
        exchange = await sending.end()
        assert exchange.outcome is Outcome.ACCEPTED
        assert journal.entries == {1: exchange.ending}

    story(tell, answering())


def test_a_task_that_was_cancelled_can_wait_again() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        sending = start()
        await sending.end()
        opening = sending.opening
        transport = Transport(QUICK)
        delivery = Delivery(transport, journal, policy=RetryPolicy(attempts=1))

        async def twice() -> tuple[Outcome, Outcome]:
            first = await delivery.deliver(opening, CREDENTIALS, lambda _: None)
            second = await delivery.deliver(opening, CREDENTIALS, lambda _: None)
            return first.outcome, second.outcome

        server.arrival.clear()
        task = asyncio.create_task(twice())
        await server.arrival.wait()
        task.cancel()
        outcomes = await asyncio.wait_for(task, 20)
        await transport.aclose()
        assert outcomes == (Outcome.UNKNOWN, Outcome.ACCEPTED)
        assert task.cancelling() == 0

    story(tell, answering(), never_answer, answering())
