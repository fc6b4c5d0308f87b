"""Everything a network and a server can do wrong, done for real on loopback.

Each ends in a value that says how far the request got, and none in an exception.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
import zlib
from dataclasses import replace

import pytest

from appcues_console.activity.exchange import Reached, Reply
from appcues_console.delivery.faults import Fault, FaultKind
from appcues_console.delivery.limits import Limits
from appcues_console.delivery.passage import Passage, Stage
from appcues_console.delivery.transport import Transport
from tests.delivery.wire import (
    CREDENTIALS,
    QUICK,
    Connection,
    Handler,
    answering,
    answering_once,
    response,
    send,
    send_to,
    serving,
)

IMPATIENT = replace(QUICK, read=0.2)
HURRIED = replace(QUICK, total=0.3)


def cut(connection: Connection) -> None:
    """Cut the connection so that the other side sees a reset and no end."""
    linger = struct.pack("ii", 1, 0)
    connection.writer.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, linger
    )
    connection.writer.transport.abort()


async def cut_at_once(connection: Connection) -> None:
    cut(connection)


async def cut_after_head(connection: Connection) -> None:
    await connection.reader.readuntil(b"\r\n\r\n")
    cut(connection)


async def cut_after_reading(connection: Connection) -> None:
    await connection.take()
    cut(connection)


async def close_after_reading(connection: Connection) -> None:
    await connection.take()


async def never_answer(connection: Connection) -> None:
    await connection.take()
    await connection.until_closed()


async def never_read(connection: Connection) -> None:
    await asyncio.get_running_loop().create_future()


async def stall_in_the_body(connection: Connection) -> None:
    await connection.take()
    await connection.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    await connection.until_closed()


async def dribble(connection: Connection) -> None:
    await connection.take()
    await connection.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while not connection.reader.at_eof():
        await connection.write(b" ")
        await asyncio.wait([asyncio.ensure_future(connection.reader.read(1))], timeout=0.02)


async def hundreds_for_ever(connection: Connection) -> None:
    await connection.take()
    while True:
        await connection.write(b"HTTP/1.1 102 Processing\r\n\r\n")
        await asyncio.wait([asyncio.ensure_future(connection.reader.read(1))], timeout=0.02)


async def endless(connection: Connection) -> None:
    await connection.take()
    await connection.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        await connection.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


def half(*headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", *headers]
    return "\r\n".join(lines).encode() + b'\r\n\r\n{"ok"'


BROKEN_GZIP = gzip.compress(b'{"ok":true}')[:-12] + b"\xff" * 12

MAYBE: list[tuple[str, Handler, Limits, FaultKind]] = [
    ("cut after the head", cut_after_head, QUICK, FaultKind.CUT),
    ("cut after reading", cut_after_reading, QUICK, FaultKind.CUT),
    ("closed after reading", close_after_reading, QUICK, FaultKind.CUT),
    ("no answer", never_answer, IMPATIENT, FaultKind.ANSWER_TIMEOUT),
    ("no answer at all", never_answer, HURRIED, FaultKind.DEADLINE),
    ("stalled body", stall_in_the_body, IMPATIENT, FaultKind.ANSWER_TIMEOUT),
    ("dribbled body", dribble, HURRIED, FaultKind.DEADLINE),
    ("dribbled 1xx", hundreds_for_ever, HURRIED, FaultKind.DEADLINE),
    ("too short", answering_once(half("Content-Length: 11")), QUICK, FaultKind.CUT),
    ("half a head", answering_once(b"HTTP/1.1 200 OK\r\nContent-Le"), QUICK, FaultKind.CUT),
    ("open chunk", answering_once(half("Transfer-Encoding: chunked")), QUICK, FaultKind.BROKEN),
    ("not HTTP", answering(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), QUICK, FaultKind.BROKEN),
    ("wild length", answering(half("Content-Length: many")), QUICK, FaultKind.BROKEN),
    ("two lengths", answering(half("Content-Length: 1", "Content-Length: 2")), QUICK,
     FaultKind.BROKEN),
    ("endless head", answering(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 200_000), QUICK,
     FaultKind.BROKEN),
    ("null in a header", answering(b"HTTP/1.1 200 OK\r\nA: \0\r\n\r\n"), QUICK, FaultKind.BROKEN),
    ("broken gzip", answering(response(BROKEN_GZIP, headers=("Content-Encoding: gzip",))), QUICK,
     FaultKind.BAD_ENCODING),
    ("gzip cut short", answering(response(gzip.compress(b"{}")[:-3],
                                          headers=("Content-Encoding: gzip",))), QUICK,
     FaultKind.BAD_ENCODING),
    ("no gzip", answering(response(headers=("Content-Encoding: gzip",))), QUICK,
     FaultKind.BAD_ENCODING),
    ("no deflate", answering(response(b"\xff\xff\xff", headers=("Content-Encoding: deflate",))),
     QUICK, FaultKind.BAD_ENCODING),
    ("many codings", answering(response(headers=("Content-Encoding: gzip" + ", gzip" * 50,))),
     QUICK, FaultKind.BAD_ENCODING),
]  # fmt: skip


@pytest.mark.parametrize(
    ("handler", "limits", "kind"),
    [row[1:] for row in MAYBE],
    ids=[row[0].replace(" ", "-") for row in MAYBE],
)
def test_what_left_without_a_whole_answer_may_have_arrived(
    handler: Handler, limits: Limits, kind: FaultKind
) -> None:
    fault = send_to(handler, limits)
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.reached) == (kind, Reached.MAYBE_SENT)


def test_the_beginning_of_an_answer_is_kept() -> None:
    fault = send_to(answering_once(half("Content-Length: 11", "X-Id: 88442")))
    assert isinstance(fault, Fault)
    assert fault.partial is not None
    assert (fault.partial.status, fault.partial.body) == (200, b'{"ok"')
    assert fault.partial.truncated
    assert fault.partial.redacted
    assert ("X-Id", "••••") in fault.partial.headers


def test_a_reset_before_the_request_is_read_may_have_let_bytes_in() -> None:
    # The kernel has taken the bytes; nobody can know whether the program had read them.
    fault = send_to(cut_at_once)
    assert isinstance(fault, Fault)
    assert fault.kind is FaultKind.CUT
    assert fault.reached is Reached.MAYBE_SENT


def test_a_server_that_stops_reading_is_a_stall() -> None:
    async def run() -> Reply | Fault:
        async with serving(never_read) as server:
            big = b"x" * 30_000_000
            return await send(server.url, body=big, limits=replace(QUICK, write=0.2))

    fault = asyncio.run(run())
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.reached) == (FaultKind.SEND_TIMEOUT, Reached.MAYBE_SENT)


def test_an_answer_before_the_body_was_read_is_an_answer() -> None:
    async def refuse_early(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await connection.write(response(b"", "413 Content Too Large", ("Connection: close",)))
        connection.writer.write_eof()
        await connection.until_closed()

    async def run() -> Reply | Fault:
        async with serving(refuse_early) as server:
            return await send(server.url, body=b"x" * 10_000_000)

    reply = asyncio.run(run())
    assert isinstance(reply, Reply)
    assert reply.status == 413


def test_an_endless_body_is_read_to_the_limit_and_no_further() -> None:
    reply = send_to(endless)
    assert isinstance(reply, Reply)
    assert reply.truncated
    assert len(reply.body) == QUICK.answer_bytes


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip", "deflate, gzip"])
def test_a_bomb_is_decoded_to_the_limit_and_no_further(coding: str) -> None:
    body = b"\0" * 100_000_000
    for name in coding.split(", "):
        body = gzip.compress(body, 9) if name == "gzip" else zlib.compress(body, 9)
    reply = send_to(answering(response(body, headers=(f"Content-Encoding: {coding}",))))
    assert isinstance(reply, Reply)
    assert reply.truncated
    assert len(reply.body) == QUICK.answer_bytes


def test_refused() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        fault = asyncio.run(send(f"http://127.0.0.1:{unused.getsockname()[1]}"))
    assert fault == Fault(FaultKind.REFUSED, Reached.NOT_SENT)


def test_a_name_that_does_not_exist() -> None:
    fault = asyncio.run(send("https://api.invalid"))
    assert fault == Fault(FaultKind.NAME_NOT_FOUND, Reached.NOT_SENT)


def test_a_resolver_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> Reply | Fault:
        async def no_answer(*_: object, **__: object) -> object:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", no_answer)
        return await send("https://api.invalid")

    fault = asyncio.run(run())
    assert fault == Fault(FaultKind.NAME_LOOKUP_FAILED, Reached.NOT_SENT)


def test_a_resolver_that_is_slower_than_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> Reply | Fault:
        async def never(*_: object, **__: object) -> object:
            return await asyncio.get_running_loop().create_future()

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", never)
        return await send("https://api.invalid", limits=replace(QUICK, connect=0.1))

    fault = asyncio.run(run())
    assert fault == Fault(FaultKind.CONNECT_TIMEOUT, Reached.NOT_SENT)


@pytest.mark.parametrize("error", [OSError(101, "unreachable"), OSError(113, "no route")])
def test_no_route(error: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> Reply | Fault:
        async def fail(*_: object, **__: object) -> object:
            raise error

        monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", fail)
        return await send("http://127.0.0.1:9")

    fault = asyncio.run(run())
    assert fault == Fault(FaultKind.UNREACHABLE, Reached.NOT_SENT)


def test_no_free_connection() -> None:
    async def run() -> tuple[Reply | Fault, int]:
        limits = replace(QUICK, pool=0.1, connections=1)
        transport = Transport(limits)
        async with serving(never_answer) as server:
            holding = asyncio.create_task(transport.send(server.url, "u1", b"{}", CREDENTIALS))
            await server.arrival.wait()
            fault = await transport.send(server.url, "u2", b"{}", CREDENTIALS)
            holding.cancel()
            await asyncio.wait([holding])
            await transport.aclose()
            return fault, len(server.received)

    assert asyncio.run(run()) == (Fault(FaultKind.POOL_TIMEOUT, Reached.NOT_SENT), 1)


def test_cancelling_stops_at_once_and_the_passage_says_how_far_it_got() -> None:
    async def run() -> tuple[bool, Reached, bool]:
        passage = Passage()
        gone = asyncio.Event()

        async def watch(connection: Connection) -> None:
            await connection.take()
            await connection.until_closed()
            gone.set()

        async with serving(watch) as server:
            task = asyncio.create_task(send(server.url, passage=passage))
            await server.arrival.wait()
            task.cancel()
            await asyncio.wait([task])
            await asyncio.wait_for(gone.wait(), 5)
            return task.cancelled(), passage.reached, passage.stage is Stage.SENT

    assert asyncio.run(run()) == (True, Reached.MAYBE_SENT, True)


def through_proxy(
    handler: Handler, monkeypatch: pytest.MonkeyPatch, url: str = "https://api.invalid"
) -> tuple[Reply | Fault, list[bytes]]:
    async def run() -> tuple[Reply | Fault, list[bytes]]:
        async with serving(handler) as proxy:
            monkeypatch.setenv("ALL_PROXY", proxy.url)
            happened = await send(url, limits=IMPATIENT)
            return happened, [request.line for request in proxy.received]

    return asyncio.run(run())


def test_a_proxy_is_asked_for_a_tunnel(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = response(b"", "407 Proxy Authentication Required", ())
    happened, lines = through_proxy(answering(refusal), monkeypatch)
    assert lines == [b"CONNECT api.invalid:443 HTTP/1.1"]
    assert happened == Fault(
        FaultKind.PROXY_FAILED, Reached.NOT_SENT, "407 Proxy Authentication Required"
    )


@pytest.mark.parametrize("handler", [never_answer, cut_after_reading, close_after_reading])
def test_whatever_a_proxy_does_before_the_tunnel_stands_nothing_was_sent(
    handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened, _ = through_proxy(handler, monkeypatch)
    assert happened == Fault(FaultKind.PROXY_FAILED, Reached.NOT_SENT)


def test_a_tunnel_to_something_that_speaks_no_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    async def tunnel(connection: Connection) -> None:
        await connection.take()
        await connection.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        await connection.reader.read(1)  # the client's greeting
        await connection.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await connection.until_closed()

    happened, _ = through_proxy(tunnel, monkeypatch)
    assert happened == Fault(FaultKind.TLS_FAILED, Reached.NOT_SENT)


def test_a_proxy_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{unused.getsockname()[1]}")
        happened = asyncio.run(send("https://api.invalid"))
    assert happened == Fault(FaultKind.PROXY_FAILED, Reached.NOT_SENT, "connection refused")


def test_a_proxy_is_never_asked_for_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> tuple[Reply | Fault, int]:
        async with serving(answering()) as proxy, serving(answering()) as server:
            for name in ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY"):
                monkeypatch.setenv(name, proxy.url)
            return await send(server.url), proxy.connections

    happened, asked = asyncio.run(run())
    assert isinstance(happened, Reply)
    assert asked == 0
