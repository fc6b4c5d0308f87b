from __future__ import annotations

import asyncio
import json
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress

import httpx
import pytest

from appcues_console.practice.server import PortInUse, PracticeServer, PracticeUnavailable
from appcues_console.practice.world import World

JSON = {"Content-Type": "application/json"}
BODY = b'{"profile_update": {"n": 1.0}}'


def with_server(story: Callable[[PracticeServer, str], Awaitable[None]]) -> None:
    """Run `story` against a running server and make sure that nothing of it is left."""

    async def told() -> None:
        server = PracticeServer()
        base_url = await server.start()
        try:
            await story(server, base_url)
        finally:
            await server.stop()
            assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(told(), debug=True)


async def exchanged(base_url: str, request: bytes, *, then_eof: bool = False) -> bytes:
    """Return all bytes that come back for raw bytes sent."""
    host, _, port = base_url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(request)
        if then_eof:
            writer.write_eof()
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()
        await writer.wait_closed()


def parsed(answer: bytes) -> tuple[int, object]:
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def test_it_serves_on_loopback_alone() -> None:
    async def story(server: PracticeServer, base_url: str) -> None:
        assert base_url == server.base_url
        assert server._server is not None
        assert [each.getsockname()[0] for each in server._server.sockets] == ["127.0.0.1"]
        async with httpx.AsyncClient(base_url=base_url) as client:
            url = "/v1/accounts/12345/users/a%2Fb/activity"
            sent = await client.post(url, content=BODY, headers=JSON)
            assert sent.json() == {"ok": True}
            assert "server" not in sent.headers
            assert len(sent.headers.get_list("date")) == 1
            read = await client.get("/v2/accounts/12345/users/a%2Fb/profile")
            assert read.content == b'{"n":1.0}'
        assert server.world.received("12345", "a/b")[0].body == BODY

    with_server(story)


def test_it_can_be_started_again_and_keeps_its_world() -> None:
    async def told() -> None:
        world = World()
        server = PracticeServer(world)
        for number in (1, 2):
            base_url = await server.start()
            with pytest.raises(RuntimeError, match="runs already"):
                await server.start()
            async with httpx.AsyncClient(base_url=base_url) as client:
                await client.post(
                    "/v1/accounts/1/users/u/activity",
                    content=BODY,
                    headers=JSON,
                )
            await server.stop()
            await server.stop()
            assert server.base_url is None
            assert len(world.received("1", "u")) == number
            with pytest.raises(httpx.ConnectError):
                async with httpx.AsyncClient() as client:
                    await client.get(base_url)

    asyncio.run(told())


def test_a_wanted_port_is_taken_and_can_be_taken_again_at_once() -> None:
    async def told() -> None:
        server = PracticeServer()
        port = int((await server.start()).rpartition(":")[2])
        async with httpx.AsyncClient() as client:  # leaves a connection in TIME_WAIT
            await client.get(f"http://127.0.0.1:{port}/")
            await server.stop()
        assert await server.start(port) == f"http://127.0.0.1:{port}"
        await server.stop()

    asyncio.run(told())


def test_a_port_in_use_is_said_with_its_number() -> None:
    async def told() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            with pytest.raises(PortInUse) as failure:
                await PracticeServer().start(port)
        assert failure.value.port == port
        assert failure.value.message.startswith(f"Port {port} is in use by another program.")

    asyncio.run(told())


def test_two_servers_do_not_share_a_port() -> None:
    async def story(_server: PracticeServer, base_url: str) -> None:
        with pytest.raises(PortInUse):
            await PracticeServer().start(int(base_url.rpartition(":")[2]))

    with_server(story)


@pytest.mark.parametrize("port", [-1, 65_536, 10**9])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(PracticeUnavailable, match="is not a port"):
        asyncio.run(PracticeServer().start(port))


def test_a_refused_port_is_said_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(PracticeUnavailable, match="may not listen on port 80: Permission denied"):
        asyncio.run(PracticeServer().start(80))


def test_signal_handlers_stay_those_of_the_program() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    during: list[object] = []

    async def told() -> None:
        loop_handler = signal.getsignal(signal.SIGINT)
        server = PracticeServer()
        await server.start()
        during.extend([signal.getsignal(signal.SIGINT) == loop_handler])
        during.append(signal.getsignal(signal.SIGTERM))
        await server.stop()

    asyncio.run(told())
    assert during == [True, before[1]]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_answers_on_a_kept_connection_do_not_wait_for_acknowledgements() -> None:
    async def story(server: PracticeServer, base_url: str) -> None:
        async with httpx.AsyncClient() as client:
            await client.get(base_url)
            (connection,) = server._state.connections
            accepted = connection.transport.get_extra_info("socket")
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    with_server(story)


@pytest.mark.parametrize(
    "request_",
    [
        b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nbroken header\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET /" + b"x" * 100_000,
        b"POST /v1/accounts/1/users/u/activity HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/accounts/1/users/u/activity HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /v1/accounts/1/users/u/activity HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "GET /ü HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(),
    ],
)
def test_what_is_not_http_is_answered_in_the_documented_shape(request_: bytes) -> None:
    async def story(server: PracticeServer, base_url: str) -> None:
        status, body = parsed(await exchanged(base_url, request_, then_eof=True))
        assert status == 400
        assert body == {
            "error": True,
            "message": {
                "description": "the request is not valid HTTP",
                "title": "Bad Request",
                "type": "error",
            },
            "status_code": 400,
        }
        assert server.world.users() == ()

    with_server(story)


def test_garbage_after_an_early_answer_ends_the_connection_quietly() -> None:
    async def story(_server: PracticeServer, base_url: str) -> None:
        request = b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        host, _, port = base_url.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 404 " in head
        writer.write(b"not a chunk\r\n")
        assert b"(ApiWeb.Router)" in await asyncio.wait_for(reader.read(), 10)
        writer.close()
        await writer.wait_closed()

    with_server(story)


@pytest.mark.parametrize(
    ("host", "status"),
    [(b"evil.example", 421), (b"127.0.0.1.evil.example", 421), (b"[::1]:9", 200)],
)
def test_the_host_header_is_checked_on_the_wire(host: bytes, status: int) -> None:
    async def story(_server: PracticeServer, base_url: str) -> None:
        request = b"GET / HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n"
        assert (await exchanged(base_url, request)).startswith(b"HTTP/1.1 %d " % status)
        old = b"GET / HTTP/1.0\r\n\r\n"
        assert (await exchanged(base_url, old)).startswith(b"HTTP/1.1 421 ")

    with_server(story)


def test_a_length_shorter_than_the_body_leaves_the_rest_to_the_next_request() -> None:
    async def story(server: PracticeServer, base_url: str) -> None:
        request = (
            b"POST /v1/accounts/1/users/u/activity HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY)
        )
        answer = await exchanged(base_url, request + b"trailing garbage\r\n\r\n", then_eof=True)
        first, _, second = answer.partition(b'{"ok":true}')
        assert first.startswith(b"HTTP/1.1 200 ")
        assert second.startswith(b"HTTP/1.1 400 ")
        assert [kept.body for kept in server.world.received("1", "u")] == [BODY]

    with_server(story)


def test_a_body_that_ends_early_is_not_taken_for_a_whole_one() -> None:
    async def story(server: PracticeServer, base_url: str) -> None:
        request = (
            b"POST /v1/accounts/1/users/u/activity HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n" + BODY
        )
        await exchanged(base_url, request, then_eof=True)
        assert server.world.users() == ()

    with_server(story)


def test_a_body_over_the_limit_is_answered_after_it_was_sent() -> None:
    async def story(server: PracticeServer, base_url: str) -> None:
        async with httpx.AsyncClient(base_url=base_url) as client:
            answer = await client.post(
                "/v1/accounts/1/users/u/activity",
                content=b"[" * (24 * 1024 * 1024),
                headers=JSON,
            )
            assert answer.status_code == 413
            assert (await client.get("/")).status_code == 200
        assert server.world.users() == ()

    with_server(story)


def test_stopping_cuts_connections_that_never_end() -> None:
    async def told() -> float:
        server = PracticeServer()
        base_url = await server.start()
        host, _, port = base_url.removeprefix("http://").partition(":")
        streams = [await asyncio.open_connection(host, int(port)) for _ in range(5)]
        head = (
            b"POST /v1/accounts/1/users/u/activity HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        )
        get = b"GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n"
        too_long = head.replace(b"100", b"99999999")
        # Idle, in the middle of a head, in the middle of a body, kept after an answer, and still
        # sending after a refusal.
        for (_, writer), sent in zip(streams, (b"", head[:20], head, get, too_long), strict=True):
            writer.write(sent)
        await streams[3][0].readuntil(b"</html>")
        await streams[4][0].readuntil(b'"status_code":413}')
        loop = asyncio.get_running_loop()
        started = loop.time()
        await server.stop()
        took = loop.time() - started
        for reader, writer in streams:
            with suppress(ConnectionError):
                await asyncio.wait_for(reader.read(), 5)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return took

    assert asyncio.run(told(), debug=True) < 2


def test_a_stop_that_finds_nothing_to_do_is_quick() -> None:
    async def told() -> float:
        server = PracticeServer()
        await server.start()
        loop = asyncio.get_running_loop()
        started = loop.time()
        await server.stop()
        return loop.time() - started

    assert asyncio.run(told()) < 0.4  # it does not wait for requests that are not there


def test_nothing_is_logged(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async def story(_server: PracticeServer, base_url: str) -> None:
        await exchanged(base_url, b"nonsense\r\n\r\n")
        async with httpx.AsyncClient() as client:
            await client.get(f"{base_url}/v2/accounts/secret-account/users/u/profile")

    with_server(story)
    noisy = ("httpx", "httpcore", "asyncio")  # the client, and debug mode's account of the loop
    assert [found for found in caplog.records if not found.name.startswith(noisy)] == []
    assert capfd.readouterr() == ("", "")
