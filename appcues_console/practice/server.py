"""Runs the practice server inside a loop that is already running, and ends it without a trace.

uvicorn's own server is made to own a process: it installs signal handlers, polls ten times a second
for its end and takes a tenth of a second to stop. The console has one loop that belongs to the
engine, so only uvicorn's HTTP protocol is used, on a socket that is bound here, to loopback alone.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import secrets
import socket
import sys
from contextlib import suppress
from typing import Final

import h11
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from . import answers
from .app import create_app
from .faults import Switchboard
from .misbehaviour import with_wire
from .world import World

HOST: Final = "127.0.0.1"

_GRACE: Final = 0.5
"""Seconds for requests in flight to end by themselves when the server stops."""


class PracticeUnavailable(Exception):
    """The practice server could not start. `message` says why, for a person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class PortInUse(PracticeUnavailable):
    """Another program listens on the wanted port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is in use by another program. Choose another port, or leave it out "
            "and a free one is found."
        )
        self.port = port


class PracticeServer:
    """One practice server in the caller's running loop.

    Start and stop it from that loop; it can be started again afterwards, and keeps its world.
    `token` is what it proves to know to `rendezvous.find_running`. What it does wrong on demand is
    switched at `switchboard` from the same loop, or by `fault_client` from anywhere.
    """

    def __init__(self, world: World | None = None) -> None:
        self.world = World() if world is None else world
        self.switchboard = Switchboard()
        self.token = secrets.token_hex(32)
        self.base_url: str | None = None
        self._state = ServerState()
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on 127.0.0.1 and return the base URL, without a trailing slash.

        Port 0 takes any free one. Raises `PortInUse`, or `PracticeUnavailable` where the port may
        not be taken at all.
        """
        if self._server is not None:
            raise RuntimeError("the practice server runs already")
        listening = _listening(port)
        self._state = state = ServerState()
        config = Config(
            create_app(self.world, switchboard=self.switchboard, token=self.token),
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            log_level=logging.ERROR,
            access_log=False,
            proxy_headers=False,
        )
        config.load()
        self._server = await asyncio.get_running_loop().create_server(
            lambda: _Protocol(config=config, server_state=state, app_state={}), sock=listening
        )
        self.base_url = f"http://{HOST}:{listening.getsockname()[1]}"
        return self.base_url

    async def stop(self) -> None:
        """Stop listening, let requests in flight end for half a second, then cut them off.

        Does nothing when the server does not run. Afterwards no task, timer or socket is left.
        """
        server, state = self._server, self._state
        if server is None:
            return
        self._server = self.base_url = None
        server.close()
        for connection in list(state.connections):
            connection.shutdown()  # at once where no request is in flight, else after it
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                # uvicorn's sets tell nobody when they become empty.
                while state.connections or state.tasks:  # noqa: ASYNC110
                    await asyncio.sleep(0.005)
        for connection in list(state.connections):
            connection.transport.abort()
        if tasks := set(state.tasks):
            # Whoever reads a body learns of the cut and ends; only the others are cancelled.
            _, others = await asyncio.wait(tasks, timeout=_GRACE)
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
        await server.wait_closed()


def _listening(port: int) -> socket.socket:
    """Return a socket that listens on loopback, so that a taken port is known at once."""
    if not 0 <= port <= 65_535:
        raise PracticeUnavailable(f"{port} is not a port; choose one from 1 to 65535.")
    # asyncio turns Nagle's algorithm off only where the protocol is named; with it, each answer on
    # a kept connection would wait some 40 ms for the client's acknowledgement.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":  # there, SO_REUSEADDR would let two programs share the port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
        made.listen(128)
        made.setblocking(False)
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(port) from None
        raise PracticeUnavailable(
            f"The practice server may not listen on port {port}: {error.strerror}. "
            "Choose another port, or leave it out and a free one is found."
        ) from error
    return made


class _Protocol(H11Protocol):
    """uvicorn's protocol, with the documented shape for what is not HTTP at all, and with a way to
    cut the connection for who is asked to."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app = with_wire(self.app, transport)

    def send_400_response(self, _msg: str) -> None:
        if self.conn.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            self.transport.close()  # an answer was given already; there is no place for another
            return
        body = answers.failure_body(400, "the request is not valid HTTP").encode()
        headers = [
            ("content-type", "application/json"),
            ("content-length", str(len(body))),
            ("connection", "close"),
        ]
        for event in (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
