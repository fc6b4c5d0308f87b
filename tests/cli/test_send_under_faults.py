"""The table of practice faults, end to end: what `send` says of each, and what really arrived."""

from __future__ import annotations

import asyncio
import http.client
import json
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from appcues_console.delivery.retry import RetryPolicy
from appcues_console.practice import faults, rendezvous
from appcues_console.practice.faults import FAULTS, Fault
from appcues_console.practice.server import PracticeServer
from tests.cli.calling import EVENT, Called, call

PATIENCE = 10


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    """A practice server of this home, on a thread of its own."""
    server = PracticeServer()
    started = threading.Event()
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()

    async def serve() -> None:
        base_url = await server.start()
        await rendezvous.announce(tmp_path / "home" / "practice.json", base_url, server.token)
        started.set()
        await ended.wait()
        await server.stop()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert started.wait(PATIENCE)
    yield server
    loop.call_soon_threadsafe(ended.set)
    thread.join(PATIENCE)
    loop.close()


def sent(fault: Fault, requests: int | None = None) -> Called:
    """Send an event under `fault`, switched as a person would."""
    more = [] if requests is None else ["--requests", str(requests)]
    assert call("practice", "--fault", fault.key, *more).status == 0
    return call("send", "--account", "Practice", "--user", "u1", "--json", stdin=EVENT)


def events(server: PracticeServer) -> int:
    """How many events really took effect."""
    assert server.base_url is not None
    connection = http.client.HTTPConnection(urlsplit(server.base_url).netloc, timeout=PATIENCE)
    try:
        connection.request("GET", "/v2/accounts/12345/users/u1/events")
        answer = connection.getresponse()
        found = json.load(answer)
    finally:
        connection.close()
    assert answer.status in {200, 404}
    return len(found) if answer.status == 200 else 0


LASTING = [
    (faults.STATUS_500, "rejected", "500 Internal Server Error"),
    (faults.ERROR_TRUE, "rejected", "practice server was asked"),
    (faults.OK_FALSE, "rejected", "200 OK, but its body says that the request failed"),
    (faults.HTML, "accepted", "sign-in page"),
    (faults.OTHER_REQUEST_ID, "accepted", ""),
    (faults.EMPTY_204, "accepted", "no body"),
    (faults.REDIRECT_302, "rejected", "302 Found"),
    (faults.CUT_BEFORE, "unknown", "connection was cut"),
    (faults.CUT_AFTER, "unknown", "connection was cut"),
    (faults.CUT_WITHIN, "unknown", "had begun to answer: 200 OK"),
    (faults.WRONG_LENGTH, "unknown", "had begun to answer: 200 OK"),
    (faults.LARGE, "accepted", "longer than the console reads"),
    (faults.GZIP_BOMB, "accepted", "longer than the console reads"),
    (faults.INVALID_UTF8, "accepted", "not the documented JSON"),
]
PASSING = [faults.STATUS_429, faults.STATUS_502, faults.STATUS_503]
TIMED = [faults.SLOW, faults.SILENT]


def test_every_fault_is_tried_here() -> None:
    assert {fault for fault, _, _ in LASTING} | {*PASSING, *TIMED} == set(FAULTS)


@pytest.mark.parametrize(("fault", "outcome", "says"), LASTING, ids=lambda each: str(each)[:30])
def test_a_fault_ends_in_its_outcome(
    server: PracticeServer, fault: Fault, outcome: str, says: str
) -> None:
    called = sent(fault)
    (record,) = called.records
    assert record["outcome"] == outcome
    assert called.status == {"accepted": 0, "rejected": 1, "unknown": 3}[outcome]
    assert says in record["explanation"]
    # A body with an event is never repeated by itself where it may have arrived.
    assert len(record["attempts"]) == 1
    assert events(server) == int(fault.applies)


def test_an_answer_to_another_request_is_told(server: PracticeServer) -> None:
    body = EVENT.replace(b'{"events"', b'{"request_id":"ours","events"')
    assert call("practice", "--fault", faults.OTHER_REQUEST_ID.key).status == 0
    called = call("send", "--account", "Practice", "--user", "u1", "--json", stdin=body)
    (record,) = called.records
    assert (called.status, record["outcome"], record["request_id"]) == (0, "accepted", "ours")
    assert "while “ours” was sent, so it may belong to another request." in record["explanation"]
    assert events(server) == 1


@pytest.mark.parametrize("fault", PASSING, ids=lambda fault: fault.key)
def test_a_refusal_that_passes_is_tried_again(
    server: PracticeServer, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RetryPolicy, "wait", lambda *_: 0.0)
    before = time.perf_counter()
    called = sent(fault, requests=1)
    assert called.status == 0
    assert [attempt["status"] for attempt in called.records[0]["attempts"]] == [
        int(fault.key.removeprefix("status-")),
        200,
    ]
    asked = fault is faults.STATUS_429
    assert not asked or time.perf_counter() - before >= 2.0
    assert ("Trying again in 2.0 s, as the server asked." in called.err) is asked
    assert events(server) == 1


def test_a_slow_answer_is_waited_for(
    server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "DELAY", 0.3)
    called = sent(faults.SLOW)
    assert called.status == 0
    assert called.records[0]["duration_ms"] >= 300


def test_an_answer_that_never_comes_can_be_given_up(server: PracticeServer) -> None:
    def give_up() -> None:
        deadline = time.monotonic() + PATIENCE
        while not server.world.users() and time.monotonic() < deadline:
            time.sleep(0.01)
        signal.raise_signal(signal.SIGINT)

    assert call("practice", "--fault", "no-answer").status == 0
    thread = threading.Thread(target=give_up)
    thread.start()
    called = call("send", "--account", "Practice", "--user", "u1", "--json", stdin=EVENT)
    thread.join()
    assert called.status == 3
    assert events(server) == 1
