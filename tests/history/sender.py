"""A program that sends without end, for a test to kill: each durable step is told on one line."""

from __future__ import annotations

import sys
from pathlib import Path

from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.storage.database import open_database
from appcues_console.storage.presence import Presence
from appcues_console.storage.worker import DatabaseWorker
from tests.history.exchanges import ending, opening

KEY = bytes(range(32))


def main(home: Path) -> None:
    presence = Presence(home / "locks")
    worker = DatabaseWorker(lambda: open_database(home / "history.db", KEY, MIGRATIONS))
    store = HistoryStore(worker, presence.owner)
    number = 0
    while True:
        waiting = [store.begin(opening(f"user-{number + n}")) for n in range(4)]
        number += len(waiting)
        for future in waiting:
            exchange_id = future.result()
            print("begun", exchange_id, flush=True)
            if exchange_id % 3:
                store.complete(exchange_id, ending()).result()
                print("ended", exchange_id, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
