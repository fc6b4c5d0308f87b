"""A program that sends or is answered 200 MB, and tells how much memory that took."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from appcues_console.activity.exchange import Reply
from tests.delivery.wire import QUICK, Connection, response, send, serving

SIZE = 200_000_000
LIMITS = replace(QUICK, read=60.0, write=60.0, total=120.0)


async def take_much(connection: Connection) -> None:
    """Read a request of any size and keep nothing of it."""
    await connection.reader.readuntil(b"\r\n\r\n")
    left = SIZE
    while left:
        left -= len(await connection.reader.read(left))
    await connection.write(response())
    await connection.until_closed()


async def give_much(connection: Connection) -> None:
    """Answer without end, as far as anybody reads."""
    await connection.take()
    await connection.write(f"HTTP/1.1 200 OK\r\nContent-Length: {SIZE}\r\n\r\n".encode())
    for _ in range(SIZE // 100_000):
        await connection.write(b"x" * 100_000)


def memory(field: str) -> int:
    """Return a line of what the system says of this process, in bytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{field}:"))


async def main(what: str) -> None:
    body = b"x" * SIZE if what == "request" else b"{}"
    async with serving(take_much if what == "request" else give_much) as server:
        before = memory("VmRSS")
        happened = await send(server.url, body=body, limits=LIMITS)
    assert isinstance(happened, Reply), happened
    print(happened.status, len(happened.body), happened.truncated, memory("VmHWM") - before)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
