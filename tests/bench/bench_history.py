"""How long the history takes, as a ratio to plain SQLite in the same run. Run it by hand:

    python tests/bench/bench_history.py [ROWS]

Plain SQLite means: one table of the same summaries and bodies, no cipher, no index for searching.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from array import array
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import apsw

from appcues_console.activity.destination import Destination, Safety
from appcues_console.activity.exchange import (
    Activity,
    Attempt,
    Ending,
    Opening,
    Outcome,
    Reached,
    Reply,
)
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.storage.database import open_database
from appcues_console.storage.worker import DatabaseWorker

KEY = bytes(range(32))
EVENTS = ("clicked widget", "viewed page", "upgraded plan", "invited teammate", "exported report")
FIELDS = ("team", "tier", "plan", "role", "seats", "company")
LABELS = ("Practice", "Acme test", "Acme production")
BODY = b'{"events":[{"name":"clicked widget","timestamp":1700000000,"attributes":{"a":"b"}}]}' * 4
SEARCHES = (
    ("three letters of all", "use"),
    ("one user", "user-4242"),
    ("typing a user", "user-42"),
    ("two words", "widget tier"),
    ("an outcome", "accepted"),
    ("a rare outcome", "rejected 404"),
    ("nothing", "zebra"),
    ("two characters", "42"),
    ("word and character", "widget 7"),
)


def exchange(chance: random.Random, number: int) -> tuple[Opening, Ending]:
    """Return an exchange as people make them."""
    user_id = f"user-{chance.randrange(200_000)}"
    summary = f"{chance.choice(EVENTS)} · profile: {chance.choice(FIELDS)}, {chance.choice(FIELDS)}"
    opening = Opening(
        1_700_000_000_000 + number,
        Destination("a" * 32, chance.choice(LABELS), "https://api.appcues.com", Safety.TEST),
        f"https://api.appcues.com/v1/accounts/••••/users/{user_id}/activity",
        Activity(user_id, BODY, summary, 1),
    )
    fine = chance.random() < 0.95
    status = 200 if fine else 404
    outcome = Outcome.ACCEPTED if fine else Outcome.REJECTED
    attempt = Attempt(1, opening.started_at, 12.5, Reached.ANSWERED, f"{status}", status)
    headers = (("content-type", "application/json"), ("date", "Tue, 24 Nov 2026 03:00:00 GMT"))
    reply = Reply(status, "OK", "HTTP/1.1", headers, b'{"ok":true}')
    return opening, Ending(outcome, "It arrived.", (attempt,), reply)


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Return the median time of one call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


class Plain:
    """The measure: the least that keeps the same rows."""

    def __init__(self, path: Path) -> None:
        self.connection = apsw.Connection(str(path))
        self.connection.pragma("journal_mode", "wal")
        self.connection.pragma("synchronous", "FULL")
        self.connection.execute(
            "CREATE TABLE exchange (id INTEGER PRIMARY KEY, started_at, user_id, summary, label,"
            " outcome, status, body)"
        )

    def insert(self, pairs: list[tuple[Opening, Ending]]) -> None:
        with self.connection:
            self.connection.executemany(
                "INSERT INTO exchange VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        opening.started_at,
                        opening.activity.user_id,
                        opening.activity.summary,
                        opening.destination.label,
                        ending.outcome.value,
                        ending.reply.status if ending.reply else None,
                        opening.activity.body,
                    )
                    for opening, ending in pairs
                ],
            )

    def ids(self) -> array[int]:
        rows = self.connection.execute("SELECT id FROM exchange ORDER BY id DESC")
        return array("q", (row[0] for row in rows))

    def search(self, text: str) -> list[int]:
        words = text.split()
        every = " AND ".join(
            ["user_id || summary || label || outcome || coalesce(status, '') LIKE ?"] * len(words)
        )
        rows = self.connection.execute(
            f"SELECT id FROM exchange WHERE {every} ORDER BY id DESC",
            [f"%{word}%" for word in words],
        )
        return [row[0] for row in rows]


def fill(store: HistoryStore, plain: Plain, rows: int) -> None:
    """Write the same rows into both, in groups, and report both rates."""
    chance, ours, theirs = random.Random(1), 0.0, 0.0
    for start in range(0, rows, 2000):
        pairs = [exchange(chance, start + n) for n in range(min(2000, rows - start))]

        def write(pairs: list[tuple[Opening, Ending]] = pairs) -> None:
            begun = [store.begin(opening) for opening, _ in pairs]
            ended = [
                store.complete(future.result(), ending)
                for future, (_, ending) in zip(begun, pairs, strict=True)
            ]
            for future in ended:
                future.result()

        ours += seconds(write)
        theirs += seconds(lambda pairs=pairs: plain.insert(pairs))  # type: ignore[misc]
    print(f"{rows:,} rows, begun and completed: {rows / ours:,.0f} a second,", end=" ")
    print(f"{ours / theirs:.1f} times plain inserts")


def test_the_newest_page_and_a_search_do_not_wait() -> None:
    slowest = main(50_000)
    assert slowest["a block"] <= 5
    assert slowest["a search"] <= 50


def main(rows: int) -> dict[str, float]:
    """Print what was measured; return the slowest block and search, in milliseconds."""
    slowest = {"a block": 0.0, "a search": 0.0}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        worker = DatabaseWorker(lambda: open_database(path, KEY, MIGRATIONS))
        store, plain = HistoryStore(worker, "bench"), Plain(Path(folder) / "plain.db")
        fill(store, plain, rows)

        pair = exchange(random.Random(2), 0)
        single = seconds(
            lambda: store.complete(store.begin(pair[0]).result(), pair[1]).result(), 200
        )
        bare = seconds(lambda: plain.insert([pair]), 200)
        print(
            f"one begin and complete: {single * 1000:.2f} ms, {single / bare:.1f} times one commit"
        )

        size = sum(file.stat().st_size for file in path.parent.glob("history.db*"))
        print(f"on disk: {size / rows:,.0f} bytes an exchange")

        ours, theirs = seconds(lambda: store.ids().result(), 3), seconds(plain.ids, 3)
        print(f"all ids: {ours * 1000:.1f} ms, {ours / theirs:.1f} times plain")
        ids = store.ids().result()
        for name, block in (("newest", ids[:256]), ("oldest", ids[-256:])):
            taken = seconds(lambda block=block: store.summaries(block).result(), 20)  # type: ignore[misc]
            slowest["a block"] = max(slowest["a block"], taken * 1000)
            print(f"a block of 256 summaries, {name}: {taken * 1000:.2f} ms")
        for name, text in SEARCHES:
            ours = seconds(lambda text=text: store.ids(text).result(), 3)  # type: ignore[misc]
            slowest["a search"] = max(slowest["a search"], ours * 1000)
            theirs = seconds(lambda text=text: plain.search(text))  # type: ignore[misc]
            count = len(store.ids(text).result())
            print(
                f"search, {name}: {ours * 1000:.1f} ms for {count:,}, {ours / theirs:.2f} of LIKE"
            )
        people = seconds(lambda: store.people("a" * 32, "user-42").result(), 5)
        print(f"completion: {people * 1000:.2f} ms")
        worker.close()

        opened = seconds(lambda: open_database(path, KEY, MIGRATIONS).close(), 20)
        print(f"open with the raw key: {opened * 1000:.2f} ms")
    return slowest


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
