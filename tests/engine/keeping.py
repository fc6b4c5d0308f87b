"""A program whose sends are kept by a process of its own, for a test to kill.

It tells the number of that process on its first line, and then each durable step on one line.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from appcues_console.engine.history_process import HistoryProcess
from appcues_console.history.messages import Hello
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.storage.aside import identity
from appcues_console.storage.database import open_database
from appcues_console.storage.presence import Presence
from appcues_console.storage.worker import DatabaseWorker
from tests.history.exchanges import ending, opening
from tests.history.writing import KEY


async def main(home: Path) -> None:
    path = home / "history.db"
    presence = Presence(home / "locks")
    worker = DatabaseWorker(lambda: open_database(path, KEY, MIGRATIONS))
    worker.opened.result()
    store = HistoryStore(worker, presence.owner)
    process = HistoryProcess(store, Hello(str(path), identity(path), KEY, presence.owner))
    await process.opened.wait()
    print(process.pid, flush=True)
    number = 0
    while True:
        begun = [process.begin(opening(f"user-{number + n}")) for n in range(4)]
        number += len(begun)
        for exchange_id in await asyncio.gather(*begun):
            print("begun", exchange_id, flush=True)
            if exchange_id % 3:
                await process.complete(exchange_id, ending())
                print("ended", exchange_id, flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
