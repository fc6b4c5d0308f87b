"""What the console adds to one bare httpx request, durable record included. Run it by hand:

    python tests/bench/bench_delivery.py [REQUESTS]

Both send the same bytes over a kept connection to the same server on loopback, in turns, so that
whatever else the machine does meets both. The server answers by hand, in a process of its own.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import httpx

from appcues_console.activity.clock import unix_milliseconds
from appcues_console.activity.destination import (
    Credentials,
    Destination,
    activity_url,
    masked_activity_url,
)
from appcues_console.activity.exchange import Activity, Opening, Outcome
from appcues_console.delivery.delivery import Delivery
from appcues_console.delivery.transport import Transport
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.storage.database import open_database
from appcues_console.storage.worker import DatabaseWorker

BODY = b'{"events":[{"name":"clicked widget","timestamp":1452690325,"attributes":{"a":"b"}}]}'
ACTIVITY = Activity("user-42", BODY, "clicked widget", 1)
CREDENTIALS = Credentials("88442")
WARM_UP = 50

SERVER = """
import asyncio

ANSWER = (
    b"HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\n"
    b'Content-Length: 11\\r\\n\\r\\n{"ok":true}'
)

async def handle(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\\r\\n\\r\\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\\r\\n")[0])
            await reader.readexactly(length)
            writer.write(ANSWER)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.transport.abort()

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"""


async def timed(call: Callable[[], Awaitable[None]]) -> float:
    before = time.perf_counter()
    await call()
    return (time.perf_counter() - before) * 1000


async def measure(base_url: str, store: HistoryStore, count: int) -> dict[str, float]:
    """Print the times, and return the medians in milliseconds."""
    transport = Transport()
    delivery = Delivery(transport, store)
    destination = Destination("key", "Bench", base_url)
    masked = masked_activity_url(base_url, ACTIVITY.user_id)
    url = activity_url(base_url, CREDENTIALS.account_id, ACTIVITY.user_id)
    headers = {"Content-Type": "application/json"}

    async with httpx.AsyncClient(trust_env=False) as client:

        async def bare() -> None:
            answer = await client.post(url, content=BODY, headers=headers)
            answer.raise_for_status()

        async def ours_without_record() -> None:
            reply = await transport.send(base_url, ACTIVITY.user_id, BODY, CREDENTIALS)
            if not hasattr(reply, "status"):
                raise RuntimeError(repr(reply))

        async def ours() -> None:
            opening = Opening(unix_milliseconds(), destination, masked, ACTIVITY)
            exchange = await delivery.deliver(opening, CREDENTIALS, lambda _: None)
            if exchange.outcome is not Outcome.ACCEPTED:
                raise RuntimeError(repr(exchange))

        ways = {"bare httpx": bare, "transport alone": ours_without_record, "deliver": ours}
        times: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(count + WARM_UP):
            for name, call in ways.items():
                took = await timed(call)
                if turn >= WARM_UP:
                    times[name].append(took)
    await transport.aclose()
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    floor = medians["bare httpx"]
    for name, taken in times.items():
        median = medians[name]
        high = statistics.quantiles(taken, n=100)[98]
        print(
            f"{name:16} median {median:6.2f} ms   99 % {high:6.2f} ms"
            f"   adds {median - floor:5.2f} ms   ratio {median / floor:4.2f}"
        )
    return medians


def test_the_console_adds_five_milliseconds_at_most() -> None:
    medians = main(300)
    assert medians["deliver"] - medians["bare httpx"] <= 5


def main(count: int) -> dict[str, float]:
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE) as server,
    ):
        assert server.stdout is not None
        port = int(server.stdout.readline())
        path = Path(folder) / "history.db"
        worker = DatabaseWorker(lambda: open_database(path, bytes(32), MIGRATIONS))
        try:
            store = HistoryStore(worker, "bench")
            return asyncio.run(measure(f"http://127.0.0.1:{port}", store, count))
        finally:
            worker.close()
            server.terminate()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
