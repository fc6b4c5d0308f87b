"""A TLS server that tells a client why it is refused, as OpenSSL's own do.

asyncio's server closes the connection without the alert, so this one is on blocking sockets.
"""

from __future__ import annotations

import socket
import ssl
import threading
from types import TracebackType
from typing import Self

from tests.delivery.wire import response

PATIENCE = 10.0


class Gatekeeper:
    """Answers each request that comes through TLS. `refused` counts those that did not."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run, name="gatekeeper")
        self.url = f"https://127.0.0.1:{self._listening.getsockname()[1]}"
        self.received: list[bytes] = []
        self.refused = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            connection.settimeout(PATIENCE)
            with connection:
                self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        guarded = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        with guarded:
            try:
                guarded.do_handshake()
            except ssl.SSLError:
                self.refused += 1
                # Read what is on its way: closing over it would take the alert back.
                with socket.socket(fileno=guarded.detach()) as plain:
                    plain.settimeout(PATIENCE)
                    plain.shutdown(socket.SHUT_WR)
                    while plain.recv(65536):
                        pass
                return
            request = b""
            while b"\r\n\r\n" not in request:
                request += guarded.recv(65536)
            self.received.append(request)
            guarded.sendall(response(headers=("Connection: close",)))
