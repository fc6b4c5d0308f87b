"""Servers written by hand on raw sockets, because a real HTTP library cannot misbehave enough."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from appcues_console.activity.destination import Credentials
from appcues_console.activity.exchange import Activity, Reply
from appcues_console.delivery.faults import Fault
from appcues_console.delivery.limits import Limits
from appcues_console.delivery.passage import Passage
from appcues_console.delivery.transport import Transport

CREDENTIALS = Credentials("88442")
QUICK = Limits(connect=5.0, read=5.0, write=5.0, pool=5.0, total=10.0)

PROFILE = Activity("u1", b'{"profile_update":{"team":"Product"}}', "profile: team", 0)
EVENT = Activity("u1", b'{"events":[{"name":"clicked"}]}', "clicked", 1)


@dataclass(frozen=True)
class Received:
    """One request as its bytes came. `headers` have their names in lower case."""

    line: bytes
    headers: dict[bytes, bytes]
    body: bytes

    @property
    def target(self) -> bytes:
        return self.line.split(b" ")[1]


@dataclass
class Server:
    """A server that is running, and what it has received."""

    url: str
    port: int
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    arrival: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a request has been read."""


@dataclass
class Connection:
    """One connection to it."""

    server: Server
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def take(self) -> Received:
        """Read one request of a known length."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        line, *lines = head[:-4].split(b"\r\n")
        pairs = (each.partition(b":") for each in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        length = int(headers.get(b"content-length", b"0"))
        request = Received(line, headers, await self.reader.readexactly(length))
        self.server.received.append(request)
        self.server.arrival.set()
        return request

    async def write(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def until_closed(self) -> None:
        """Wait until the other side has gone."""
        while await self.reader.read(65536):
            pass


Handler: TypeAlias = Callable[[Connection], Awaitable[None]]


def response(
    body: bytes = b'{"ok":true}',
    status: str = "200 OK",
    headers: tuple[str, ...] = ("Content-Type: application/json",),
) -> bytes:
    """Return a whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def answering(data: bytes | None = None) -> Handler:
    """Read a request, write `data`, and go on with the next one."""

    async def handle(connection: Connection) -> None:
        while True:
            await connection.take()
            await connection.write(response() if data is None else data)

    return handle


def answering_once(data: bytes) -> Handler:
    """Read a request, write `data`, and close in good order."""

    async def handle(connection: Connection) -> None:
        await connection.take()
        await connection.write(data)
        connection.writer.write_eof()
        await connection.until_closed()

    return handle


@asynccontextmanager
async def serving(*handlers: Handler, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    """Run a server on loopback. Its connections use `handlers` in turn, the last one for ever."""
    server = Server("", 0)
    running: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        handler = handlers[min(server.connections, len(handlers) - 1)]
        server.connections += 1
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await handler(Connection(server, reader, writer))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            running.discard(task)
            writer.transport.abort()

    listening = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    server.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.port}"
    try:
        yield server
    finally:
        listening.close()
        for task in list(running):
            task.cancel()
        while running:
            await asyncio.wait(running)
        await listening.wait_closed()


async def send(
    url: str,
    *,
    user_id: str = "u1",
    body: bytes = PROFILE.body,
    credentials: Credentials = CREDENTIALS,
    limits: Limits = QUICK,
    passage: Passage | None = None,
) -> Reply | Fault:
    """Send one request with a transport of its own."""
    transport = Transport(limits)
    try:
        return await transport.send(url, user_id, body, credentials, passage)
    finally:
        await transport.aclose()


def send_to(handler: Handler, limits: Limits = QUICK) -> Reply | Fault:
    """Send one request to a server that runs `handler`, and return what came of it."""

    async def run() -> Reply | Fault:
        async with serving(handler) as server:
            return await send(server.url, limits=limits)

    return asyncio.run(run())
