"""One request to a practice server on this computer, written by hand.

Whoever looks for a server or switches one of its faults makes a single small request; no client
library is worth its import for that, and the console's own transport belongs to delivery.
"""

from __future__ import annotations

import asyncio
from typing import Final

_MOST: Final = 64 * 1024
"""Bytes of an answer that are read."""


async def ask(
    base_url: str, method: str, target: str, body: bytes | None = None
) -> tuple[int, bytes]:
    """Return status and body of the answer; the status is 0 where it is no HTTP. `body` is JSON.

    Raises `OSError` where nothing listens or the connection breaks. The caller limits the time.
    """
    authority = base_url.removeprefix("http://")
    host, _, port = authority.partition(":")
    lines = [f"{method} {target} HTTP/1.1", f"Host: {authority}", "Connection: close"]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write("\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + (body or b""))
        await writer.drain()
        received = bytearray()
        while len(received) < _MOST and (chunk := await reader.read(_MOST)):
            received += chunk
    finally:
        writer.transport.abort()
    head, _, content = bytes(received).partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1:2]
    return int(status[0]) if status and status[0].isdigit() else 0, content
