"""A series of sends that a process of its own keeps, whatever becomes of that process."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from appcues_console.accounts.account import Account
from appcues_console.activity.exchange import Activity, Exchange, Outcome
from appcues_console.engine.engine import Engine
from appcues_console.engine.history import History
from appcues_console.engine.history_process import HistoryProcess
from appcues_console.engine.journal import Journal
from appcues_console.engine.memory import FIRST_IN_MEMORY
from appcues_console.engine.rooms import Rooms
from appcues_console.history.messages import Answer
from appcues_console.history.store import HistoryStore
from appcues_console.paths import Places
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.histories import aside, condition, keys, listed, read
from tests.engine.journals import Run, telling
from tests.engine.story import PATIENCE, SECRET, saved
from tests.engine.wired import WiredServer
from tests.history.exchanges import ending, opening
from tests.storage.damage import damage_table

SERIES = 200


@pytest.fixture
def run(places: Places, backend: MemoryKeyring) -> Iterator[Run]:
    """Tell a story with a history that expects many sends, and a journal."""
    with telling(places, many=True) as run:
        yield run


async def process_of(history: History) -> HistoryProcess:
    """Return the process once it can be asked."""
    store = await history.store()
    assert history._process is not None
    await history._process.opened.wait()
    process = history.process(store)
    assert process is not None
    return process


def kill(process: HistoryProcess) -> None:
    assert process.pid is not None
    os.kill(process.pid, signal.SIGTERM)


def kept(places: Places, backend: MemoryKeyring) -> list[tuple[str, Outcome]]:
    (key,) = keys(backend)
    return [(e.opening.activity.user_id, e.outcome) for e in read(places.database, key)]


def unused(store: HistoryStore) -> None:
    """Let the history's thread fail a test when it is asked to write a send."""

    def fail(*_: object) -> None:
        pytest.fail("the thread was asked, and not the process")

    store.begin = store.complete = fail  # type: ignore[assignment, method-assign]


def test_a_series_is_kept_by_the_process_alone(
    run: Run, places: Places, backend: MemoryKeyring
) -> None:
    async def story(history: History, journal: Journal) -> None:
        await process_of(history)
        unused(await history.store())
        history.expect_many()
        begun = await asyncio.gather(*(journal.begin(opening(f"u{n}")) for n in range(30)))
        await asyncio.gather(*(journal.complete(each, ending()) for each in begun))

    run(story)
    assert kept(places, backend) == [(f"u{n}", Outcome.ACCEPTED) for n in range(30)]


def test_killed_in_mid_series_it_costs_no_exchange(
    run: Run, places: Places, backend: MemoryKeyring
) -> None:
    async def story(history: History, journal: Journal) -> None:
        process = await process_of(history)

        async def send(user: str) -> None:
            await journal.complete(await journal.begin(opening(user)), ending())

        users = iter(range(SERIES))

        async def work() -> None:
            for number in users:
                await send(f"u{number}")
                if number == SERIES // 4:
                    kill(process)

        await asyncio.gather(*(work() for _ in range(8)))
        await process._ended.wait()
        assert not process.ready
        await send("afterwards")

    run(story)
    found = kept(places, backend)
    expected = [*(f"u{n}" for n in range(SERIES)), "afterwards"]
    assert sorted(found) == sorted((user, Outcome.ACCEPTED) for user in expected)


def test_a_beginning_that_nobody_heard_of_leaves_no_row(
    run: Run, places: Places, backend: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(history: History, journal: Journal) -> None:
        process = await process_of(history)
        store = await history.store()
        flying = await journal.begin(opening("flying"))
        heard = asyncio.Event()

        def lose(data: bytes) -> list[Answer]:
            heard.set()
            return []

        monkeypatch.setattr(process._packets, "take", lose)
        begun = journal.begin(opening("again"))
        await heard.wait()
        assert store.unfinished().result() == {1, 2}
        kill(process)
        number = await begun
        assert number == 3
        while 2 in store.unfinished().result():
            await asyncio.wait(journal._searches)
        assert store.unfinished().result() == {flying, number}
        for each in (flying, number):
            await journal.complete(each, ending())

    run(story)
    assert kept(places, backend) == [("flying", Outcome.ACCEPTED), ("again", Outcome.ACCEPTED)]


def test_another_is_started_when_many_are_expected_again(
    run: Run, places: Places, backend: MemoryKeyring
) -> None:
    async def story(history: History, journal: Journal) -> None:
        first = await process_of(history)
        kill(first)
        await first._ended.wait()
        assert history.process(await history.store()) is None
        history.expect_many()
        assert await process_of(history) is not first
        unused(await history.store())
        await journal.complete(await journal.begin(opening()), ending())

    run(story)
    assert kept(places, backend) == [("user-42", Outcome.ACCEPTED)]


def test_a_history_in_memory_has_no_process_until_it_is_in_its_file(
    run: Run, places: Places, backend: MemoryKeyring
) -> None:
    backend.locked = True

    async def story(history: History, journal: Journal) -> None:
        before = await journal.begin(opening("before"))
        assert before >= FIRST_IN_MEMORY
        assert history._process is None
        backend.locked = False
        await history.try_again()
        await process_of(history)
        unused(await history.store())
        await journal.complete(before, ending())
        await journal.complete(await journal.begin(opening("after")), ending())

    run(story)
    assert kept(places, backend) == [("before", Outcome.ACCEPTED), ("after", Outcome.ACCEPTED)]


def test_what_moved_into_the_file_is_no_stray(
    run: Run, places: Places, backend: MemoryKeyring
) -> None:
    backend.locked = True

    async def story(history: History, journal: Journal) -> None:
        before = await journal.begin(opening("before"))
        backend.locked = False
        await history.try_again()
        process = await process_of(history)
        kill(process)
        begun = [journal.begin(opening(f"after-{n}")) for n in range(3)]
        numbers = await asyncio.gather(*begun)
        journal._search_for_strays(await history.store())
        while journal._searches:
            await asyncio.wait(journal._searches)
        for each in (before, *numbers):
            await journal.complete(each, ending())

    run(story)
    found = kept(places, backend)
    assert {user for user, _ in found} == {"before", "after-0", "after-1", "after-2"}
    assert {outcome for _, outcome in found} == {Outcome.ACCEPTED}
    assert len(found) == 4


def test_a_damaged_history_is_set_aside_from_under_the_process(
    start: Callable[[], Engine],
    backend: MemoryKeyring,
    places: Places,
    server: WiredServer,
    acme: Account,
) -> None:
    first = start()
    account = saved(first, acme)
    series(first, account, "earlier")
    first.close()
    (key,) = keys(backend)
    damage_table(places.database, key, "exchange", "request")
    before = places.database.read_bytes()

    second = start()
    assert condition(second).history_durable
    exchanges = series(second, account, "later")
    assert {each.outcome for each in exchanges} == {Outcome.ACCEPTED}
    (old,) = aside(places)
    assert old.read_bytes() == before
    assert {each.id for each in listed(second)} == {each.id for each in exchanges}
    more = series(second, account, "more")
    second.close()
    assert len(read(places.database, key)) == len(exchanges) + len(more)
    assert old.read_bytes() == before, "no process has written into it"


@pytest.mark.only_on("linux")
def test_no_secret_is_in_its_arguments_or_environment(
    engine: Engine, backend: MemoryKeyring, acme: Account
) -> None:
    account = saved(engine, acme)
    series(engine, account, "user")

    async def told(rooms: Rooms) -> bytes:
        process = await process_of(rooms.history)
        place = Path("/proc") / str(process.pid)
        return (place / "cmdline").read_bytes() + (place / "environ").read_bytes()

    found = engine._ask(told).result(PATIENCE)
    assert b"history-writer" in found, "it is that process"
    (key,) = keys(backend)
    secrets = [key, key.hex().encode(), key.hex().upper().encode(), SECRET.account_id.encode()]
    assert not [secret for secret in secrets if secret in found]


def series(engine: Engine, account: Account, user: str) -> list[Exchange]:
    """Send a series as a batch does, and return what came of it."""

    async def get_ready(rooms: Rooms) -> None:
        rooms.sender.expect_many()
        await process_of(rooms.history)

    engine._ask(get_ready).result(PATIENCE)
    activities = [Activity(f"{user}-{n}", b'{"n":%d}' % n, "n", 0) for n in range(8)]
    sendings = [engine.send(each, account, lambda _: None) for each in activities]
    return [each.future.result(PATIENCE) for each in sendings]
