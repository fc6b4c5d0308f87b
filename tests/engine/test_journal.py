"""A record that began is completed, whatever becomes of the history it began in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from typing import TypeVar

import pytest

from appcues_console.accounts.account import Account
from appcues_console.activity.composition import Composition
from appcues_console.activity.draft import example
from appcues_console.activity.exchange import Ending, Opening, Outcome
from appcues_console.engine.condition import HistoryState
from appcues_console.engine.history import History
from appcues_console.engine.journal import Journal
from appcues_console.engine.memory import FIRST_IN_MEMORY
from appcues_console.history.store import HistoryStore
from appcues_console.paths import Places
from appcues_console.storage.errors import StorageError, Unwritable
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.histories import aside, bodies, condition, keys, listed, read
from tests.engine.journals import Run, telling
from tests.engine.story import PATIENCE, TIMED, Starter, quiet, saved, send
from tests.engine.wired import WiredServer
from tests.history.exchanges import ending, opening
from tests.storage.damage import damage_table

T = TypeVar("T")


@pytest.fixture
def run(places: Places, backend: MemoryKeyring) -> Iterator[Run]:
    """Tell a story with a history and a journal on a loop of their own."""
    with telling(places) as run:
        yield run


class FullDisk(HistoryStore):
    """A store whose disk is full while `full`."""

    full = False

    def begin(self, opening: Opening) -> Future[int]:
        return _failed() if self.full else super().begin(opening)

    def complete(self, exchange_id: int, ending: Ending) -> Future[None]:
        return _failed() if self.full else super().complete(exchange_id, ending)


def _failed() -> Future[T]:
    future: Future[T] = Future()
    future.set_exception(Unwritable("The disk is full."))
    return future


def numbered(number: int) -> Opening:
    return opening(f"user-{number}")


async def done(future: Future[T] | asyncio.Future[T]) -> T:
    writing: asyncio.Future[T] = asyncio.wrap_future(future)
    return await writing


def outcomes(places: Places, backend: MemoryKeyring) -> dict[str, Outcome]:
    (key,) = keys(backend)
    return {e.opening.activity.user_id: e.outcome for e in read(places.database, key)}


def test_an_ending_that_found_the_disk_full_is_written_by_the_next_send(
    run: Run,
    places: Places,
    backend: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("appcues_console.engine.history_file.HistoryStore", FullDisk)

    async def story(history: History, journal: Journal) -> None:
        first, second = [await done(journal.begin(numbered(n))) for n in (1, 2)]
        FullDisk.full = True
        for number in (first, second):
            with pytest.raises(StorageError, match="disk is full"):
                await done(journal.complete(number, ending()))
        with pytest.raises(StorageError, match="disk is full"):
            await done(journal.begin(numbered(3)))
        FullDisk.full = False
        await done(journal.complete(await done(journal.begin(numbered(4))), ending()))
        store = await history.store()
        kept = [await done(store.exchange(number)) for number in (first, second)]
        assert [each and each.outcome for each in kept] == [Outcome.ACCEPTED] * 2

    run(story)
    assert set(outcomes(places, backend)) == {"user-1", "user-2", "user-4"}


def test_an_ending_that_could_not_be_written_is_written_at_the_end(
    run: Run,
    places: Places,
    backend: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("appcues_console.engine.history_file.HistoryStore", FullDisk)

    async def story(_: History, journal: Journal) -> None:
        number = await done(journal.begin(numbered(1)))
        FullDisk.full = True
        with pytest.raises(StorageError):
            await done(journal.complete(number, ending()))
        FullDisk.full = False

    run(story)
    assert outcomes(places, backend) == {"user-1": Outcome.ACCEPTED}


def test_what_began_in_memory_is_completed_in_the_file(
    run: Run, places: Places, backend: MemoryKeyring
) -> None:
    backend.locked = True

    async def story(history: History, journal: Journal) -> None:
        before, after = [await done(journal.begin(numbered(n))) for n in (1, 2)]
        assert before >= FIRST_IN_MEMORY
        await done(journal.complete(before, ending()))
        backend.locked = False
        await history.try_again()
        assert history.durable
        await done(journal.complete(after, ending(Outcome.REJECTED, 404)))
        assert [await journal.number_now(each) for each in (before, after)] == [1, 2]

    run(story)
    assert outcomes(places, backend) == {"user-1": Outcome.ACCEPTED, "user-2": Outcome.REJECTED}


def test_endings_that_come_while_the_history_moves_find_their_place(
    run: Run, places: Places, backend: MemoryKeyring
) -> None:
    backend.locked = True

    async def story(history: History, journal: Journal) -> None:
        begun = [await done(journal.begin(numbered(n))) for n in range(40)]
        backend.locked = False
        moving = asyncio.create_task(history.try_again())
        late = [journal.begin(numbered(n)) for n in range(40, 50)]
        while begun:
            await done(journal.complete(begun.pop(), ending()))
        for future in late:
            await done(journal.complete(await done(future), ending()))
        await moving

    run(story)
    found = outcomes(places, backend)
    assert set(found) == {f"user-{n}" for n in range(50)}
    assert set(found.values()) == {Outcome.ACCEPTED}


def test_damage_met_by_a_send_sets_the_file_aside_and_the_send_goes_on(
    start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    first = start()
    kept = send(first)
    first.keep_draft_beside(Composition(example()), 1, None).result(PATIENCE)
    first.close()
    (key,) = keys(backend)
    damage_table(places.database, key, "exchange", "request")
    before = places.database.read_bytes()

    second = start()
    said: list[str] = []
    second.on_condition_changed(lambda condition: said.append(condition.history_note))
    exchange = send(second)
    assert exchange.outcome is Outcome.ACCEPTED
    assert exchange.id > kept.id + 500, "no number is given twice"
    assert listed(second) == [exchange]
    assert second.exchange(kept.id).result(PATIENCE) is None
    now = condition(second)
    assert now.history_durable
    (old,) = aside(places)
    assert old.name in now.history_note
    assert [note for note in said if note] == [now.history_note]
    assert old.read_bytes() == before
    assert keys(backend) == [key]
    draft = second.kept_draft().result(PATIENCE)
    assert draft == Composition(example()), "what could be read was taken along"
    second.close()
    assert bodies(start()) == [TIMED.body]


@pytest.mark.parametrize("table", ["answer", "haystack", "needle_data", "person"])
def test_damage_met_when_a_send_ends_costs_nothing_of_it(
    table: str,
    start: Starter,
    backend: MemoryKeyring,
    places: Places,
    server: WiredServer,
    acme: Account,
) -> None:
    first = start()
    account = saved(first, acme)
    send(first, account)
    first.close()
    (key,) = keys(backend)
    assert damage_table(places.database, key, table) > 0
    engine = start()
    sendings = [engine.send(TIMED, account, quiet) for _ in range(8)]
    exchanges = [each.future.result(PATIENCE) for each in sendings]
    assert {each.outcome for each in exchanges} == {Outcome.ACCEPTED}
    assert len(server.received) == 9
    found = listed(engine)
    assert {each.id for each in found} == {each.id for each in exchanges}
    assert {each.outcome for each in found} == {Outcome.ACCEPTED}
    assert len(aside(places)) == 1
    assert condition(engine).history_durable


def test_damage_met_by_reading_sets_the_file_aside(
    start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    first = start()
    kept = send(first)
    first.close()
    (key,) = keys(backend)
    damage_table(places.database, key, "answer")
    engine = start()
    with pytest.raises(StorageError, match="damaged"):
        engine.exchange(kept.id).result(PATIENCE)
    assert condition(engine).history_durable
    assert len(aside(places)) == 1
    assert send(engine).outcome is Outcome.ACCEPTED


def test_damage_that_cannot_be_set_aside_leaves_a_history_in_memory(
    start: Starter,
    backend: MemoryKeyring,
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("appcues_console.storage.aside.PATIENCE", 0.1)
    first = start()
    send(first)
    first.close()
    (key,) = keys(backend)
    damage_table(places.database, key, "exchange", "request")
    other, engine = start(), start()
    assert condition(other).history_durable
    assert send(engine).outcome is Outcome.ACCEPTED
    said = condition(engine)
    assert said.history_state is HistoryState.DAMAGED
    assert "Close the other copy" in said.history_note
    assert "in memory only" in said.history_note
    other.close()
    assert engine.try_keyring_again().result(PATIENCE).history_durable
    assert bodies(engine) == [TIMED.body]
