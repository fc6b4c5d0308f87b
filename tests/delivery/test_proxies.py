"""The system's proxy settings: which hosts they are for, and that they are not asked too often."""

from __future__ import annotations

import asyncio
import importlib.util

import pytest

from appcues_console.activity.exchange import Reached, Reply
from appcues_console.delivery.faults import Fault, FaultKind
from appcues_console.delivery.proxies import TRUSTED_FOR, Proxies, Settings
from appcues_console.delivery.transport import Transport
from tests.delivery.tunnel import carry
from tests.delivery.wire import (
    CREDENTIALS,
    QUICK,
    Connection,
    Handler,
    answering,
    response,
    serving,
)

HTTPS = {"https": "http://proxy.example:3128"}


class System:
    """A system with proxy settings, a list of hosts it reaches directly, and a clock."""

    def __init__(self, settings: dict[str, str], *direct: str) -> None:
        self.settings = settings
        self.direct = set(direct)
        self.time = 0.0
        self.asked = 0
        self.hosts: list[str] = []

    def ask(self) -> dict[str, str]:
        self.asked += 1
        return self.settings

    def bypasses(self, host: str) -> bool:
        self.hosts.append(host)
        return host in self.direct

    def proxies(self, *, lists_hosts: bool = True) -> Proxies:
        return Proxies(self.ask, self.bypasses, lambda: self.time, lists_hosts=lists_hosts)


def settings_for(proxies: Proxies, *hosts: str) -> list[Settings | None]:
    async def run() -> list[Settings | None]:
        return [await proxies.settings_for(host) for host in hosts]

    return asyncio.run(run())


def test_this_computer_is_never_reached_through_a_proxy() -> None:
    system = System(HTTPS)

    assert settings_for(system.proxies(), "localhost", "127.0.0.1", "::1") == [None] * 3
    assert system.asked == 0


def test_without_settings_no_proxy_is_asked() -> None:
    assert settings_for(System({}).proxies(), "api.appcues.com") == [None]


def test_hosts_that_the_system_leaves_out_are_reached_directly() -> None:
    system = System(HTTPS, "intranet")
    proxies = system.proxies()
    hosts = ("intranet", "api.appcues.com", "intranet")

    assert settings_for(proxies, *hosts) == [None, tuple(HTTPS.items()), None]
    assert system.hosts == ["intranet", "api.appcues.com"], "each is looked up once"


def test_where_the_environment_decides_the_library_reads_it_by_itself() -> None:
    system = System(HTTPS, "intranet")

    assert settings_for(system.proxies(lists_hosts=False), "intranet") == [tuple(HTTPS.items())]
    assert system.hosts == []


def test_other_settings_are_seen_soon_and_forget_what_the_old_ones_said() -> None:
    system = System(HTTPS, "intranet")
    proxies = system.proxies()
    settings_for(proxies, *["intranet"] * 10)
    assert system.asked == 1
    system.settings, system.direct = {"https": "http://other:1"}, set()
    assert settings_for(proxies, "intranet") == [None]
    system.time += TRUSTED_FOR

    assert settings_for(proxies, "intranet") == [(("https", "http://other:1"),)]


def test_hosts_do_not_pile_up() -> None:
    system = System(HTTPS)
    proxies = system.proxies()
    settings_for(proxies, *(f"host{number}" for number in range(250)))

    assert len(proxies._direct) <= 100


def socks(seen: list[bytes], port: int) -> Handler:
    """A SOCKS 5 proxy without a password, for names only, that leads to `port` here."""

    async def handle(connection: Connection) -> None:
        greeting = await connection.reader.readexactly(2)
        await connection.reader.readexactly(greeting[1])
        await connection.write(b"\x05\x00")
        head = await connection.reader.readexactly(5)
        name = await connection.reader.readexactly(head[4])
        seen.append(name + b":%d" % int.from_bytes(await connection.reader.readexactly(2)))
        await connection.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50")
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            await carry(connection, reader, writer)
        finally:
            writer.transport.abort()

    return handle


def test_a_socks_proxy_is_used_where_its_package_is_there_and_named_where_it_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[bytes] = []

    async def run() -> Reply | Fault:
        async with (
            serving(answering(response())) as server,
            serving(socks(seen, server.port)) as proxy,
        ):
            monkeypatch.setenv("ALL_PROXY", f"socks5h://127.0.0.1:{proxy.port}")
            transport = Transport(QUICK)
            happened = await transport.send("http://api.invalid", "u1", b"{}", CREDENTIALS)
            await transport.aclose()
            return happened

    happened = asyncio.run(run())
    if importlib.util.find_spec("socksio"):
        assert isinstance(happened, Reply)
        assert seen == [b"api.invalid:80"], "the proxy looks the name up"
    else:
        assert happened == Fault(FaultKind.PROXY_SETTING, Reached.NOT_SENT, "SOCKS")
        assert seen == []
