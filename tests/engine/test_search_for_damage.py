"""After an end that was not in order the whole file is looked through, beside everything else."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from appcues_console.activity.exchange import Outcome
from appcues_console.engine import search_for_damage
from appcues_console.engine.condition import Condition
from appcues_console.paths import Places
from appcues_console.storage.soundness import check
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.histories import aside, bodies, condition, keys
from tests.engine.story import PATIENCE, TIMED, Starter, send
from tests.storage.damage import damage_table


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each search and how it ended."""
    ends: list[str] = []

    def note(path: Path, key: bytes, stop: object) -> bool:
        ends.append("begun")
        sound = check(path, key, stop)  # type: ignore[arg-type]
        ends[-1] = "sound" if sound else "stopped"
        return sound

    monkeypatch.setattr(search_for_damage, "check", note)
    return ends


def leave_open(start: Starter, places: Places) -> None:
    """Leave behind what a copy that was killed leaves: the file and its log."""
    engine = start()
    send(engine)
    killed = places.home.with_name("killed")
    shutil.copytree(places.home, killed, ignore=shutil.ignore_patterns("locks"))
    engine.close()
    shutil.rmtree(places.home)
    killed.rename(places.home)


def test_a_file_that_was_closed_is_not_searched(
    start: Starter, backend: MemoryKeyring, searched: list[str]
) -> None:
    for _ in range(2):
        engine = start()
        send(engine)
        engine.close()

    assert searched == []


def test_a_file_that_was_left_open_is_searched_once(
    start: Starter, backend: MemoryKeyring, places: Places, searched: list[str]
) -> None:
    leave_open(start, places)
    engine = start()
    assert condition(engine).history_durable
    send(engine)
    engine.close()
    start().condition().result(PATIENCE)

    assert len(searched) == 1
    assert searched[0] in {"sound", "stopped"}


def test_damage_that_is_found_sets_the_file_aside(
    start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    leave_open(start, places)
    (key,) = keys(backend)
    log = places.database.with_name("history.db-wal")
    damage_table(places.database, key, "answer")
    log.write_bytes(b"the log of a copy that was killed")
    engine = start()
    told: list[Condition] = []
    replaced = threading.Event()

    def listen(condition: Condition) -> None:
        told.append(condition)
        if condition.set_aside is not None:
            replaced.set()

    engine.on_condition_changed(listen)
    engine.condition().result(PATIENCE)
    assert replaced.wait(PATIENCE)
    assert told[-1].history_durable
    assert "was damaged" in told[-1].history_note
    assert aside(places) == [told[-1].set_aside]
    assert send(engine).outcome is Outcome.ACCEPTED
    assert bodies(engine) == [TIMED.body]


def test_the_end_of_the_program_does_not_wait_for_it(
    start: Starter,
    backend: MemoryKeyring,
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leave_open(start, places)
    stopped = threading.Event()

    def endless(_path: Path, _key: bytes, stop: object) -> bool:
        assert callable(stop)
        while not stop():
            pass
        stopped.set()
        return False

    monkeypatch.setattr(search_for_damage, "check", endless)
    engine = start()
    assert send(engine).outcome is Outcome.ACCEPTED
    engine.close()

    assert stopped.is_set()
