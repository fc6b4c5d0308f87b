"""A proxy that opens a tunnel to one port of this computer, whatever name it is asked for."""

from __future__ import annotations

import asyncio

from tests.delivery.wire import Connection, Handler


def tunnelling(port: int) -> Handler:
    """Answer a CONNECT, and carry every byte to `port` and back."""

    async def handle(connection: Connection) -> None:
        await connection.take()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await connection.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        try:
            await carry(connection, reader, writer)
        finally:
            writer.transport.abort()

    return handle


async def carry(
    connection: Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Carry bytes both ways until either side closes."""

    async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            target.write(data)
            await target.drain()

    ways = [
        asyncio.create_task(copy(connection.reader, writer)),
        asyncio.create_task(copy(reader, connection.writer)),
    ]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
