"""Each fault as a client meets it on a real socket, and what is known of it afterwards."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Awaitable, Callable

import httpx
import pytest

from appcues_console.practice import faults
from appcues_console.practice.faults import FAULTS, Fault
from appcues_console.practice.server import PracticeServer
from tests.practice.test_server import with_server

BODY = b'{"profile_update": {"n": 1.0}, "request_id": "r-1"}'
JSON = {"Content-Type": "application/json"}
PATH = "/v1/accounts/12345/users/u1/activity"


class Ask:
    """One activity at a time, over connections that are kept."""

    def __init__(self, client: httpx.AsyncClient, server: PracticeServer) -> None:
        self.client, self.server = client, server

    async def __call__(self, body: bytes = BODY) -> httpx.Response:
        return await self.client.post(PATH, content=body, headers=JSON)

    @property
    def applied(self) -> bool:
        return bool(self.server.world.profile("12345", "u1"))

    @property
    def kept(self) -> tuple[bytes, int | None, str | None] | None:
        """Body, status and fault of the latest body, or None."""
        received = self.server.world.received("12345", "u1")
        return (received[0].body, received[0].status, received[0].fault) if received else None


async def until(there: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not there():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0)


def under(fault: Fault, story: Callable[[Ask], Awaitable[None]]) -> None:
    async def told(server: PracticeServer, base_url: str) -> None:
        server.switchboard.switch(fault)
        async with httpx.AsyncClient(base_url=base_url, trust_env=False, timeout=20) as client:
            ask = Ask(client, server)
            await story(ask)
            server.switchboard.clear()
            assert (await ask()).json() == {"ok": True, "request_id": "r-1"}

    with_server(told)


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        (faults.STATUS_429, 429, '"status_code":429'),
        (faults.STATUS_500, 500, '"status_code":500'),
        (faults.STATUS_502, 502, '"status_code":502'),
        (faults.STATUS_503, 503, '"status_code":503'),
        (faults.ERROR_TRUE, 200, '{"error":true,'),
        (faults.OK_FALSE, 200, '{"ok":false}'),
        (faults.HTML, 200, "<!doctype html>"),
        (faults.OTHER_REQUEST_ID, 200, '{"ok":true,"request_id":"not-r-1"}'),
        (faults.EMPTY_204, 204, ""),
        (faults.REDIRECT_302, 302, ""),
    ],
)
def test_strange_answers(fault: Fault, status: int, body: str) -> None:
    async def story(ask: Ask) -> None:
        answer = await ask()
        assert answer.status_code == status
        assert body in answer.text
        assert bool(answer.text) is bool(body)
        assert answer.headers.get("retry-after") == ("2" if status == 429 else None)
        assert ("location" in answer.headers) is (status == 302)
        assert ask.kept == (BODY, status, fault.key)
        assert ask.applied is fault.applies

    under(fault, story)


def test_a_large_answer() -> None:
    async def story(ask: Ask) -> None:
        answer = await ask()
        assert len(answer.content) > 5_000_000
        assert answer.json()["ok"] is True
        assert ask.applied

    under(faults.LARGE, story)


def test_a_gzip_bomb_is_bounded() -> None:
    async def story(ask: Ask) -> None:
        async with ask.client.stream("POST", PATH, content=BODY, headers=JSON) as answer:
            packed = b"".join([chunk async for chunk in answer.aiter_raw()])
        assert answer.headers["content-encoding"] == "gzip"
        assert len(packed) < 100_000
        assert len(zlib.decompress(packed, 16 + zlib.MAX_WBITS)) == 64_000_000
        assert ask.applied

    under(faults.GZIP_BOMB, story)


def test_invalid_utf8() -> None:
    async def story(ask: Ask) -> None:
        answer = await ask()
        with pytest.raises(UnicodeDecodeError):
            answer.content.decode()
        assert ask.applied

    under(faults.INVALID_UTF8, story)


@pytest.mark.parametrize("fault", [faults.CUT_AFTER, faults.CUT_WITHIN, faults.WRONG_LENGTH])
def test_a_cut_after_reading_leaves_the_body_in_the_record(fault: Fault) -> None:
    async def story(ask: Ask) -> None:
        begun: list[int] = []

        async def read() -> None:
            async with ask.client.stream("POST", PATH, content=BODY, headers=JSON) as answer:
                begun.append(answer.status_code)
                await answer.aread()

        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            await read()
        answered = fault is not faults.CUT_AFTER
        assert begun == ([200] if answered else [])
        assert ask.kept == (BODY, 200 if answered else None, fault.key)
        assert ask.applied

    under(fault, story)


def test_a_cut_before_reading_leaves_nothing() -> None:
    async def story(ask: Ask) -> None:
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)):
            await ask(b'{"profile_update": {"x": "' + b"x" * 9_000_000 + b'"}}')
        assert ask.kept is None
        assert not ask.applied

    under(faults.CUT_BEFORE, story)


def test_a_slow_answer_comes_and_a_sender_who_leaves_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story(ask: Ask) -> None:
        monkeypatch.setattr(faults, "DELAY", 0.2)
        before = time.perf_counter()
        assert (await ask()).json()["ok"] is True
        assert time.perf_counter() - before >= 0.2
        monkeypatch.setattr(faults, "DELAY", 60.0)
        with pytest.raises(httpx.ReadTimeout):
            await ask.client.post(PATH, content=BODY, headers=JSON, timeout=0.05)
        await until(lambda: not ask.server._state.tasks)
        assert len(ask.server.world.received("12345", "u1")) == 2

    under(faults.SLOW, story)


@pytest.mark.parametrize("fault", [faults.SILENT, faults.SLOW])
def test_a_server_that_does_not_answer_can_be_stopped_at_once(fault: Fault) -> None:
    async def told(server: PracticeServer, base_url: str) -> None:
        server.switchboard.switch(fault)
        async with httpx.AsyncClient(base_url=base_url, trust_env=False, timeout=20) as client:
            asking = asyncio.create_task(client.post(PATH, content=BODY, headers=JSON))
            await until(lambda: bool(server.world.received("12345", "u1")))
            before = time.perf_counter()
            await server.stop()
            assert time.perf_counter() - before < 2
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                await asking

    with_server(told)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.key)
def test_a_refused_body_is_never_answered_with_success(fault: Fault) -> None:
    if fault in {faults.CUT_BEFORE, faults.CUT_AFTER, faults.SLOW, faults.SILENT}:
        return

    async def told(server: PracticeServer, base_url: str) -> None:
        server.switchboard.switch(fault, requests=1)
        async with httpx.AsyncClient(base_url=base_url, trust_env=False) as client:
            ask = Ask(client, server)
            try:
                async with client.stream("POST", PATH, content=b"{", headers=JSON) as answer:
                    status = answer.status_code
                    await answer.aread()
            except httpx.TransportError:
                status = 400
            if fault in {faults.ERROR_TRUE, faults.OK_FALSE, faults.HTML}:
                assert status == 200  # what the fault is about
            else:
                assert status >= 300
            assert not ask.applied
            assert ask.kept is not None

    with_server(told)
