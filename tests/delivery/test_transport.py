"""The request that leaves, byte by byte, and the answer that comes back."""

from __future__ import annotations

import asyncio
import gzip
import logging
import zlib
from dataclasses import replace

import pytest

from appcues_console import __version__
from appcues_console.activity.destination import MASK, Credentials
from appcues_console.activity.exchange import Reached, Reply
from appcues_console.delivery.faults import Fault, FaultKind
from appcues_console.delivery.passage import Passage, Stage
from appcues_console.delivery.proxies import is_loopback
from appcues_console.delivery.transport import Transport
from tests.delivery.wire import (
    CREDENTIALS,
    QUICK,
    Received,
    answering,
    answering_once,
    response,
    send,
    send_to,
    serving,
)


def received_from(**how: object) -> Received:
    async def run() -> Received:
        async with serving(answering()) as server:
            assert isinstance(await send(server.url, **how), Reply)  # type: ignore[arg-type]
            return server.received[0]

    return asyncio.run(run())


def test_the_request_is_the_documented_one_and_nothing_more() -> None:
    request = received_from(body=b'{"events": [ 1e3 ]}')
    assert request.line == b"POST /v1/accounts/88442/users/u1/activity HTTP/1.1"
    assert request.body == b'{"events": [ 1e3 ]}'
    host = request.headers.pop(b"host")
    assert host.startswith(b"127.0.0.1:")
    assert request.headers == {
        b"user-agent": f"appcues-console/{__version__}".encode(),
        b"accept": b"application/json",
        b"accept-encoding": b"identity",
        b"content-type": b"application/json",
        b"content-length": b"19",
    }


def test_the_bearer_value_goes_into_the_authorization_header() -> None:
    request = received_from(credentials=Credentials("88442", "sïg.nature"))
    assert request.headers[b"authorization"] == "Bearer sïg.nature".encode()


@pytest.mark.parametrize("size", [0, 1, 65536, 262144, 262145, 3_000_000])
def test_a_body_of_any_size_arrives_whole(size: int) -> None:
    body = bytes(index % 251 for index in range(size))
    assert received_from(body=body).body == body


def test_the_answer_is_kept_as_it_came() -> None:
    raw = response(
        '{"a":"ü"}'.encode(), "201 Cré\u00e9".encode().decode("latin-1"), ("X-Odd:  caf\u00e9",)
    )
    reply = send_to(answering(raw))
    assert isinstance(reply, Reply)
    assert reply.status == 201
    assert reply.http_version == "HTTP/1.1"
    assert reply.headers == (("X-Odd", "café"), ("Content-Length", "10"))
    assert reply.body == '{"a":"ü"}'.encode()
    assert not reply.truncated
    assert not reply.redacted


def test_a_passage_tells_every_stage_in_order() -> None:
    class Kept(Passage):
        __slots__ = ("stages",)

        def __init__(self) -> None:
            super().__init__()
            self.stages: list[Stage] = []

        def reach(self, stage: Stage) -> None:
            super().reach(stage)
            self.stages.append(stage)

    async def run() -> Kept:
        passage = Kept()
        async with serving(answering()) as server:
            await send(server.url, passage=passage)
        return passage

    passage = asyncio.run(run())
    assert passage.stages == [
        Stage.CONNECTING,
        Stage.SENDING,
        Stage.SENT,
        Stage.ANSWERING,
        Stage.ANSWERED,
    ]


def test_one_connection_serves_several_requests() -> None:
    async def run() -> tuple[int, int]:
        transport = Transport(QUICK)
        async with serving(answering()) as server:
            for _ in range(5):
                reply = await transport.send(server.url, "u1", b"{}", CREDENTIALS)
                assert isinstance(reply, Reply)
            await transport.aclose()
            return server.connections, len(server.received)

    assert asyncio.run(run()) == (1, 5)


def test_a_cookie_is_neither_kept_nor_sent() -> None:
    async def run() -> list[Received]:
        transport = Transport(QUICK)
        baker = response(headers=("Set-Cookie: session=1; Path=/",))
        async with serving(answering(baker)) as server:
            await transport.send(server.url, "u1", b"{}", CREDENTIALS)
            await transport.send(server.url, "u1", b"{}", CREDENTIALS)
            await transport.aclose()
            return server.received

    assert all(b"cookie" not in request.headers for request in asyncio.run(run()))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["/elsewhere", "http://[broken", "https://{}", ""])
def test_a_redirect_is_never_followed_whatever_its_target(status: int, location: str) -> None:
    async def run() -> tuple[Reply | Fault, int]:
        raw = response(b"", f"{status} Moved", (f"Location: {location}",))
        async with serving(answering(raw)) as server:
            return await send(server.url), len(server.received)

    reply, requests = asyncio.run(run())
    assert isinstance(reply, Reply)
    assert reply.status == status
    assert ("Location", location) in reply.headers
    assert requests == 1


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_an_answer_without_a_body(status: str) -> None:
    reply = send_to(answering(f"HTTP/1.1 {status}\r\n\r\n".encode()))
    assert isinstance(reply, Reply)
    assert reply.body == b""


def test_an_answer_of_unknown_length_ends_with_the_connection() -> None:
    reply = send_to(answering_once(b"HTTP/1.0 200 OK\r\n\r\n{}"))
    assert isinstance(reply, Reply)
    assert (reply.body, reply.http_version) == (b"{}", "HTTP/1.0")


def test_chunks_are_put_together() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    reply = send_to(answering(head + b"2\r\n{}\r\n1\r\n \r\n0\r\n\r\n"))
    assert isinstance(reply, Reply)
    assert reply.body == b"{} "


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b'{"ok":true}')),
        ("deflate", zlib.compress(b'{"ok":true}')),
        ("gzip, deflate", zlib.compress(gzip.compress(b'{"ok":true}'))),
    ],
    ids=["gzip", "deflate", "both"],
)
def test_a_coded_answer_is_decoded_though_none_was_asked_for(coding: str, body: bytes) -> None:
    reply = send_to(answering(response(body, headers=(f"Content-Encoding: {coding}",))))
    assert isinstance(reply, Reply)
    assert reply.body == b'{"ok":true}'


def test_an_unknown_coding_leaves_the_bytes_as_they_came() -> None:
    reply = send_to(answering(response(b"\x0b\x05", headers=("Content-Encoding: br",))))
    assert isinstance(reply, Reply)
    assert reply.body == b"\x0b\x05"


def test_a_long_answer_is_cut_at_the_limit() -> None:
    limits = replace(QUICK, answer_bytes=1000)
    reply = send_to(answering(response(b"x" * 1001)), limits)
    assert isinstance(reply, Reply)
    assert (len(reply.body), reply.truncated) == (1000, True)


def test_an_answer_of_exactly_the_limit_is_whole() -> None:
    limits = replace(QUICK, answer_bytes=1000)
    reply = send_to(answering(response(b"x" * 1000)), limits)
    assert isinstance(reply, Reply)
    assert (len(reply.body), reply.truncated) == (1000, False)


def test_what_the_server_repeats_of_the_secrets_is_masked() -> None:
    secret = Credentials("AC/77-x", "b3arer")
    body = b'{"a":"/v1/accounts/AC%2f77-x/users","b":"AC\\/77-x","c":"Bearer b3arer"}'

    async def run() -> Reply | Fault:
        raw = response(body, "404 No AC/77-x", ("X-Seen: id=AC/77-x;",))
        async with serving(answering(raw)) as server:
            return await send(server.url, credentials=secret)

    reply = asyncio.run(run())
    assert isinstance(reply, Reply)
    assert reply.redacted
    assert reply.reason == f"No {MASK}"
    assert reply.headers[0] == ("X-Seen", f"id={MASK};")
    masked = f'{{"a":"/v1/accounts/{MASK}/users","b":"{MASK}","c":"Bearer {MASK}"}}'
    assert reply.body.decode() == masked


def test_no_log_tells_of_the_request(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert isinstance(send_to(answering()), Reply)
    told = [each for each in caplog.records if each.name.startswith(("httpx", "httpcore"))]
    assert told == []
    assert "88442" not in caplog.text


@pytest.mark.parametrize(
    ("url", "user_id", "bearer"),
    [
        ("http://127.0.0.1:1", "lone \ud800", None),
        ("http://127.0.0.1:1", "x" * 70_000, None),
        ("http://127.0.0.1:99999999", "u1", None),
        ("ftp://127.0.0.1", "u1", None),
        ("", "u1", None),
        ("http://127.0.0.1:1", "u1", "line\nbreak"),
    ],
    ids=["surrogate", "long", "port", "scheme", "empty", "bearer"],
)
def test_what_cannot_be_written_as_http_is_not_sent(
    url: str, user_id: str, bearer: str | None
) -> None:
    async def run() -> Reply | Fault:
        async with serving(answering()) as server:
            target = server.url if url.endswith(":1") else url
            fault = await send(target, user_id=user_id, credentials=Credentials("88442", bearer))
            assert server.received == []
            return fault

    assert asyncio.run(run()) == Fault(FaultKind.UNSENDABLE, Reached.NOT_SENT)


@pytest.mark.parametrize("proxy", ["socks4://127.0.0.1:1", "ftp://127.0.0.1:1"])
def test_a_proxy_setting_that_cannot_be_used(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    fault = asyncio.run(send("https://host.invalid"))
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.reached) == (FaultKind.PROXY_SETTING, Reached.NOT_SENT)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("practice.localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("localhost.example", False),
        ("10.0.0.1", False),
        ("api.appcues.com", False),
    ],
)
def test_is_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
