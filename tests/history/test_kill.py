"""Killed at any moment: what was said to be written is there, the rest is told as unknown."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from appcues_console.activity.exchange import Outcome
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.storage.database import open_database
from appcues_console.storage.presence import living_owners
from appcues_console.storage.worker import DatabaseWorker
from tests.history.sender import KEY

ROOT = Path(__file__).parents[2]


def kill_after(home: Path, lines: int) -> tuple[set[int], set[int]]:
    """Run the sender, kill it after it told of `lines` steps, and return what it called begun and
    ended, with all that it still managed to tell."""
    told: dict[str, set[int]] = {"begun": set(), "ended": set()}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.history.sender", str(home)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as sender:
        assert sender.stdout is not None
        for number, line in enumerate(sender.stdout):
            if number == lines:
                sender.kill()
            if line.endswith("\n"):
                step, exchange_id = line.split()
                told[step].add(int(exchange_id))
    return told["begun"], told["ended"]


@pytest.mark.parametrize("attempt", range(4))
def test_nothing_that_was_promised_is_lost(tmp_path: Path, attempt: int) -> None:
    lines = random.Random(attempt).randrange(5, 120)
    begun, ended = kill_after(tmp_path, lines)

    assert living_owners(tmp_path / "locks") == frozenset()
    worker = DatabaseWorker(lambda: open_database(tmp_path / "history.db", KEY, MIGRATIONS))
    sound = worker.submit(lambda c: c.execute("PRAGMA integrity_check").get).result()
    store = HistoryStore(worker, "the next start")
    settled = store.settle_interrupted(living_owners(tmp_path / "locks")).result()
    rows = {row.id: row.outcome for row in store.summaries(store.ids().result()).result()}
    found = {outcome: set(store.ids(outcome.value).result()) for outcome in Outcome}
    worker.close()

    assert sound == "ok"
    assert len(begun) + len(ended) > lines
    assert begun <= set(rows)
    assert {rows[exchange_id] for exchange_id in ended} == {Outcome.ACCEPTED}
    assert settled == sum(outcome is Outcome.UNKNOWN for outcome in rows.values()) > 0
    assert Outcome.SENDING not in rows.values()
    assert found[Outcome.ACCEPTED] | found[Outcome.UNKNOWN] == set(rows)
