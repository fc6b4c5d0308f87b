"""Which way a request goes, as httpx reads the same settings, and what its streams leave out."""

from __future__ import annotations

import asyncio
import importlib.machinery
import importlib.util
import ssl
import sys
from typing import Any
from urllib.request import getproxies

import httpcore
import httpx
import pytest

from appcues_console.delivery.connections import (
    Backend,
    Connections,
    Stream,
    UnusableProxy,
    spare_searches,
)
from appcues_console.delivery.limits import Limits
from appcues_console.delivery.proxies import Settings
from tests.delivery.wire import Connection, serving

CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")

URLS = [
    httpx.URL(f"{scheme}://{host}{port}/v1")
    for scheme in ("http", "https")
    for host in (
        "example.com",
        "EXAMPLE.com",
        "api.example.com",
        "notexample.com",
        "example.org",
        "10.0.0.1",
        "[2001:db8::1]",
        "bücher.example",
        "localhost",
    )
    for port in ("", ":8443")
]
SETTINGS = [
    {},
    {"HTTP_PROXY": "http://one:1"},
    {"HTTPS_PROXY": "two:2"},
    {"ALL_PROXY": "https://three:3"},
    {"HTTP_PROXY": "http://one:1", "ALL_PROXY": "http://user:p%40ss@three:3"},
    {"HTTP_PROXY": "http://one:1", "HTTPS_PROXY": "http://two", "ALL_PROXY": "http://three:3"},
]
LEFT_OUT = [
    "",
    "*",
    "example.org, *",
    "example.com",
    ".example.com",
    "*.example.com",
    "api.example.com,example.org",
    "EXAMPLE.COM",
    "example.com:8443",
    "https://example.com",
    "http://example.com:8443,https://*.example.com",
    "http://,https://example.com",
    "all://*",
    "10.0.0.1",
    "10.0.0.0/8",
    "2001:db8::1",
    "localhost, ,",
    "LOCALHOST",
    "xn--bcher-kva.example",
]


def way(pool: Any) -> tuple[type, bytes, list[tuple[bytes, bytes]]]:
    """Return what a pool goes through, with the password that is shown there."""
    if isinstance(pool, httpcore.AsyncHTTPProxy):
        return type(pool), bytes(pool._proxy_url), pool._proxy_headers
    return type(pool), b"", []


def in_force(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Make these the settings of the environment, and return them as they are asked of it."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return tuple(sorted(getproxies().items()))


@pytest.mark.parametrize("left_out", LEFT_OUT)
@pytest.mark.parametrize("settings", SETTINGS, ids=",".join)
def test_the_settings_mean_what_they_mean_to_httpx(
    settings: dict[str, str], left_out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = in_force({**settings, "NO_PROXY": left_out}, monkeypatch)
    connections = Connections(asked, CONTEXT, Limits())
    theirs = httpx.AsyncClient(verify=CONTEXT, trust_env=True)

    for url in URLS:
        transport: Any = theirs._transport_for_url(url)
        assert way(connections.to(url)) == way(transport._pool), str(url)


def test_without_settings_the_way_is_direct() -> None:
    connections = Connections(None, CONTEXT, Limits())

    assert way(connections.to(httpx.URL("https://example.com"))) == way(
        httpcore.AsyncConnectionPool()
    )


@pytest.mark.parametrize(
    "settings",
    [
        {"ALL_PROXY": "socks4://one:1"},
        {"HTTP_PROXY": "http://one:1", "HTTPS_PROXY": "http://two:99999x"},
        {"HTTP_PROXY": "http://one:1", "NO_PROXY": "name:port"},
        {"HTTP_PROXY": "http://one:1", "NO_PROXY": "bücher.example"},
        {"HTTP_PROXY": "http://one:1", "NO_PROXY": "2001:db8::/32"},
    ],
    ids=["scheme", "port", "port left out", "name left out", "network left out"],
)
def test_settings_that_httpx_refuses_are_refused(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = in_force(settings, monkeypatch)
    with pytest.raises((ValueError, httpx.InvalidURL)):
        httpx.AsyncClient(verify=CONTEXT, trust_env=True)

    with pytest.raises(UnusableProxy):
        Connections(asked, CONTEXT, Limits())


class Written(httpcore.AsyncNetworkStream):
    """A stream that keeps what is written, and answers a read with the number of writes."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    async def write(self, buffer: bytes, *_: object) -> None:
        self.pieces.append(buffer)

    async def read(self, *_: object) -> bytes:
        return b"%d" % len(self.pieces)


def test_the_head_of_a_request_leaves_with_the_body() -> None:
    written = Written()

    async def run() -> None:
        stream = Stream(written)
        for piece in (b"POST / HTTP/1.1\r\n\r\n", b"{}", b"more", b""):
            await stream.write(piece)

    asyncio.run(run())
    assert b"|".join(written.pieces) == b"POST / HTTP/1.1\r\n\r\n{}|more|"


def test_nothing_is_held_back_while_an_answer_is_awaited() -> None:
    written = Written()

    async def run() -> bytes:
        stream = Stream(written)
        await stream.write(b"CONNECT host:443 HTTP/1.1\r\n\r\n")
        assert len(written.pieces) == 1, "what a proxy is asked has no body"
        await stream.write(b"POST / HTTP/1.1\r\n\r\n")
        return await stream.read(1)

    assert asyncio.run(run()) == b"2"


def test_an_idle_connection_is_readable_once_its_end_has_come() -> None:
    seen: list[object] = []
    closing = asyncio.Event()

    async def handle(connection: Connection) -> None:
        await closing.wait()

    async def run() -> None:
        async with serving(handle) as server:
            stream = await Backend().connect_tcp("127.0.0.1", server.port)
            seen.append(stream.get_extra_info("is_readable"))
            closing.set()
            assert await stream.read(1) == b""
            seen.append(stream.get_extra_info("is_readable"))
            socket = stream.get_extra_info("socket")
            await stream.aclose()
            assert socket.fileno() < 0
            seen.append(stream.get_extra_info("is_readable"))

    asyncio.run(run())
    assert seen == [False, True, True]


@pytest.mark.parametrize("there", [False, True], ids=["missing", "there"])
def test_only_a_package_that_is_missing_is_noted_as_that(
    monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    monkeypatch.delitem(sys.modules, "sniffio", raising=False)
    found = importlib.machinery.ModuleSpec("sniffio", None) if there else None
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: found)
    spare_searches()
    assert ("sniffio" in sys.modules) is not there
