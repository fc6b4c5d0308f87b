"""One send from its record to its outcome, on real sockets."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from appcues_console.activity.exchange import (
    Activity,
    Outcome,
    Reached,
)
from appcues_console.delivery.delivery import Delivery
from appcues_console.delivery.progress import (
    AttemptEnded,
    AttemptStarted,
    Progress,
    Recorded,
    Waiting,
)
from appcues_console.delivery.transport import Transport
from appcues_console.storage.errors import Unwritable
from tests.delivery.story import AT_ONCE, BUSY, REFUSING, Journal, Sending, story
from tests.delivery.test_transport_faults import cut_after_reading
from tests.delivery.wire import (
    CREDENTIALS,
    EVENT,
    PROFILE,
    QUICK,
    Connection,
    Server,
    answering,
    response,
)


def test_an_exchange_is_recorded_then_sent_then_completed() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        journal.before_begin = lambda: seen.append(server.connections)
        journal.before_complete = lambda: seen.append(len(server.received))
        seen: list[int] = []
        sending = start()
        exchange = await sending.end()
        assert seen == [0, 1], "no connection before the record, no completion before the answer"
        assert exchange.id == 1
        assert exchange.opening is sending.opening
        assert journal.opened == [sending.opening]
        assert exchange.outcome is Outcome.ACCEPTED
        assert exchange.ending is journal.entries[1]
        assert server.received[0].body == EVENT.body
        ending = exchange.ending
        assert ending is not None
        assert ending.reply is not None
        assert ending.reply.body == b'{"ok":true}'
        (attempt,) = ending.attempts
        assert (attempt.number, attempt.reached, attempt.status, attempt.result) == (
            1,
            Reached.ANSWERED,
            200,
            "200 OK",
        )
        assert attempt.duration > 0
        assert sending.told == [
            Recorded(1),
            AttemptStarted(1, 3, attempt.started_at),
            AttemptEnded(attempt),
        ]

    story(tell, answering())


def test_a_passing_rejection_is_tried_again_with_the_same_bytes() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        sending = start()
        exchange = await sending.end()
        assert exchange.outcome is Outcome.ACCEPTED
        assert exchange.ending is not None
        assert [each.status for each in exchange.ending.attempts] == [503, 200]
        assert [each.body for each in server.received] == [EVENT.body] * 2
        (waiting,) = [each for each in sending.told if isinstance(each, Waiting)]
        assert waiting.next_number == 2
        assert not waiting.asked

    async def busy_once(connection: Connection) -> None:
        await connection.take()
        await connection.write(BUSY)
        await answering()(connection)

    story(tell, busy_once)


def test_a_lasting_rejection_is_not_tried_again() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        exchange = await start().end()
        assert exchange.outcome is Outcome.REJECTED
        assert len(server.received) == 1

    story(tell, answering(response(b"{}", "404 Not Found")))


def test_attempts_end_at_the_limit() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        exchange = await start().end()
        assert exchange.outcome is Outcome.REJECTED
        assert len(server.received) == 3
        assert exchange.ending is not None
        assert exchange.ending.explanation.endswith("3 attempts were made.")

    story(tell, answering(BUSY))


def test_what_certainly_was_not_sent_is_tried_again_even_with_events() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        exchange = await start(url=REFUSING).end()
        assert exchange.outcome is Outcome.NOT_SENT
        assert exchange.ending is not None
        assert [each.result for each in exchange.ending.attempts] == ["connection refused"] * 3

    story(tell, answering())


@pytest.mark.parametrize(("activity", "requests"), [(EVENT, 1), (PROFILE, 3)])
def test_an_unknown_is_repeated_only_where_that_is_harmless(
    activity: Activity, requests: int
) -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        exchange = await start(activity=activity).end()
        assert exchange.outcome is Outcome.UNKNOWN
        assert len(server.received) == requests

    story(tell, cut_after_reading)


def test_retry_after_sets_the_time_and_try_now_cuts_it_short() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        sending = start()
        await sending.until_told(Waiting)
        (waiting,) = [each for each in sending.told if isinstance(each, Waiting)]
        assert waiting.asked
        assert 90 < waiting.until - time.monotonic() <= 100
        assert not sending.task.done()
        sending.try_now.set()
        exchange = await sending.end()
        assert exchange.outcome is Outcome.ACCEPTED

    async def ask_to_wait(connection: Connection) -> None:
        await connection.take()
        await connection.write(response(b"{}", "429 Too Many", ("Retry-After: 100",)))
        await answering()(connection)

    story(tell, ask_to_wait)


def test_a_wait_beyond_the_limit_is_neither_kept_nor_cut_short() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        exchange = await start().end()
        assert exchange.outcome is Outcome.REJECTED
        assert len(server.received) == 1
        assert exchange.ending is not None
        assert "asks to wait 2 hours, longer than the 2 minutes" in exchange.ending.explanation

    story(tell, answering(response(b"{}", "429 Too Many", ("Retry-After: 7200",))))


def test_without_a_record_nothing_is_sent() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        journal.fail_begin = Unwritable("The disk is full.")
        with pytest.raises(Unwritable):
            await start().end()
        assert server.connections == 0

    story(tell, answering())


def test_an_outcome_that_cannot_be_kept_is_not_lost() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        journal.fail_complete = Unwritable("The disk is full.")
        exchange = await start().end()
        assert exchange.outcome is Outcome.ACCEPTED
        assert exchange.ending is not None
        assert exchange.ending.explanation.endswith(
            "This outcome could not be written to the history: The disk is full."
        )

    story(tell, answering())


def test_a_bug_in_a_listener_leaves_no_entry_in_flight() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        sending = start()

        def fail(progress: Progress) -> None:
            if isinstance(progress, AttemptEnded):
                raise ZeroDivisionError

        sending._on_progress = fail  # type: ignore[method-assign]
        delivery = Delivery(sending.transport, journal)
        await sending.end()
        with pytest.raises(ZeroDivisionError):
            await delivery.deliver(sending.opening, CREDENTIALS, fail)
        await sending.transport.aclose()
        ending = journal.entries[2]
        assert ending is not None
        assert ending.outcome is Outcome.UNKNOWN
        assert "The console itself failed" in ending.explanation

    story(tell, answering())


def test_a_clock_that_is_set_back_changes_no_wait() -> None:
    async def tell(start: Callable[..., Sending], server: Server, journal: Journal) -> None:
        sending = start()
        await sending.end()
        opening = sending.opening
        transport = Transport(QUICK)
        told: list[Progress] = []
        clock = iter((7_200_000, 3_600_000, 0))
        delivery = Delivery(
            transport, journal, policy=replace(AT_ONCE, attempts=2), now=lambda: next(clock)
        )
        before = time.monotonic()
        await delivery.deliver(opening, CREDENTIALS, told.append)
        await transport.aclose()
        starts = [each.at for each in told if isinstance(each, AttemptStarted)]
        (until,) = [each.until for each in told if isinstance(each, Waiting)]
        assert starts == [7_200_000, 0]
        assert before <= until <= time.monotonic()

    story(tell, answering(BUSY))
