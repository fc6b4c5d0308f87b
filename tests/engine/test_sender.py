"""Sending and stopping, through the whole engine."""

from __future__ import annotations

import threading

import pytest

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.activity.exchange import Activity, Outcome
from appcues_console.delivery.progress import Progress, Waiting
from appcues_console.engine.engine import Engine
from appcues_console.paths import Places
from tests.accounts.memory_keyring import MemoryKeyring
from tests.delivery.test_transport_faults import never_answer
from tests.delivery.wire import answering, response
from tests.engine.story import PATIENCE, TIMED, Prompt, quiet, saved
from tests.engine.wired import WiredServer


def test_several_sends_at_once_all_arrive(
    engine: Engine, backend: MemoryKeyring, server: WiredServer, acme: Account
) -> None:
    account = saved(engine, acme)
    activities = [Activity(f"u{n}", b'{"n":%d}' % n, "", 1) for n in range(60)]
    sendings = [engine.send(each, account, quiet) for each in activities]
    outcomes = {each.future.result(PATIENCE).outcome for each in sendings}
    assert outcomes == {Outcome.ACCEPTED}
    assert {each.body for each in server.received} == {each.body for each in activities}
    assert len(engine.ids().result(PATIENCE)) == 60


def test_a_series_of_sends_asks_the_keyring_once(
    engine: Engine, backend: MemoryKeyring, server: WiredServer, acme: Account
) -> None:
    account = saved(engine, acme)
    engine.condition().result(PATIENCE)
    backend.calls.clear()
    for _ in range(5):
        engine.send(TIMED, account, quiet).future.result(PATIENCE)
    assert backend.calls == ["get", "get"], "the account ID and the bearer value"


def test_cancelled_in_flight(
    engine: Engine, backend: MemoryKeyring, server: WiredServer, acme: Account
) -> None:
    server.behave(never_answer)
    sending = engine.send(TIMED, saved(engine, acme), quiet)
    server.wait_for_requests(1)
    sending.cancel()
    sending.cancel()
    exchange = sending.future.result(PATIENCE)
    assert exchange.outcome is Outcome.UNKNOWN
    assert engine.exchange(exchange.id).result(PATIENCE) == exchange
    sending.cancel()


@pytest.mark.parametrize("turn", range(5))
def test_cancelled_at_once(turn: int, engine: Engine, backend: MemoryKeyring) -> None:
    sending = engine.send(TIMED, PRACTICE, quiet)
    sending.cancel()
    exchange = sending.future.result(PATIENCE)
    assert exchange.outcome is Outcome.NOT_SENT
    if exchange.id:
        assert engine.exchange(exchange.id).result(PATIENCE) == exchange


def test_cancelled_before_the_engine_runs(places: Places, backend: MemoryKeyring) -> None:
    engine = Engine(places)
    sending = engine.send(TIMED, PRACTICE, quiet)
    sending.cancel()
    with engine:
        exchange = sending.future.result(PATIENCE)
        assert (exchange.id, exchange.outcome) == (0, Outcome.NOT_SENT)
        assert list(engine.ids().result(PATIENCE)) == []


def test_cancelled_while_a_prompt_of_the_keyring_waits(
    engine: Engine, backend: MemoryKeyring, acme: Account, server: WiredServer
) -> None:
    account = saved(engine, acme)
    with Prompt(backend) as prompt:
        sending = engine.send(TIMED, account, quiet)
        prompt.until_shown()
        sending.cancel()
        exchange = sending.future.result(PATIENCE)
    assert (exchange.id, exchange.outcome) == (0, Outcome.NOT_SENT)
    assert server.received == []


def test_the_wait_for_the_next_attempt_can_be_cut_short(
    engine: Engine, backend: MemoryKeyring, server: WiredServer, acme: Account
) -> None:
    server.behave(answering(response(b"{}", "429 Slow", ("Retry-After: 100",))))
    waiting = threading.Semaphore(0)

    def listen(progress: Progress) -> None:
        if isinstance(progress, Waiting):
            waiting.release()

    sending = engine.send(TIMED, saved(engine, acme), listen)
    for _ in range(2):
        assert waiting.acquire(timeout=PATIENCE)
        sending.try_now()
    exchange = sending.future.result(PATIENCE)
    assert exchange.outcome is Outcome.REJECTED
    assert len(server.received) == 3
    sending.try_now()


def test_a_user_id_that_no_address_can_hold_is_not_sent(
    engine: Engine, backend: MemoryKeyring
) -> None:
    activity = Activity("lone \ud800", TIMED.body, "clicked widget", 1)
    exchange = engine.send(activity, PRACTICE, quiet).future.result(PATIENCE)
    assert exchange.outcome is Outcome.NOT_SENT
    assert exchange.ending is not None
    assert "cannot be written as HTTP" in exchange.ending.explanation
    assert len(exchange.ending.attempts) == 1
    assert engine.exchange(exchange.id).result(PATIENCE) == exchange
