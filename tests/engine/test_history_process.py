"""The real process behind the engine's end of its pipes, until it ends or is ended."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import pytest

from appcues_console.activity.exchange import Activity, Outcome
from appcues_console.activity.known import Property
from appcues_console.activity.values import Kind
from appcues_console.engine import history_process
from appcues_console.engine.history_process import HistoryProcess, NotKept
from appcues_console.history.messages import Hello
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.storage.database import open_database
from appcues_console.storage.presence import living_owners
from appcues_console.storage.worker import DatabaseWorker
from tests.history.exchanges import ending, opening
from tests.history.test_writer import impossible
from tests.history.writing import KEY, ROOT, OpenHistory

Kinds: TypeAlias = Mapping[Property, frozenset[Kind]]
Story = Callable[[HistoryProcess], Awaitable[None]]
PATIENCE = 30


@pytest.fixture
def history(tmp_path: Path) -> Iterator[OpenHistory]:
    with OpenHistory(tmp_path / "history.db") as history:
        yield history


def run(history: OpenHistory, story: Story, hello: Hello | None = None) -> None:
    """Tell a story with a process that has been started, and close it."""

    async def tell() -> None:
        process = HistoryProcess(history.store, hello or history.hello)
        try:
            await asyncio.wait_for(story(process), PATIENCE)
        finally:
            await process.close()
        assert process.ended
        assert not process.ready

    asyncio.run(tell())


async def end_of(process: HistoryProcess) -> None:
    await process._ended.wait()


def test_what_it_keeps_is_in_the_history(history: OpenHistory) -> None:
    async def story(process: HistoryProcess) -> None:
        await process.opened.wait()
        begun = await asyncio.gather(*(process.begin(opening(f"u{n}")) for n in range(40)))
        assert len(set(begun)) == 40
        assert history.store.unfinished().result() == {*begun}
        assert await asyncio.gather(*(process.complete(n, ending()) for n in begun)) == begun
        assert history.store.unfinished().result() == set()

    run(history, story)
    assert history.users() == [f"u{n}" for n in range(40)]
    assert {row.outcome for row in history.store.summaries(range(1, 41)).result()} == {
        Outcome.ACCEPTED
    }


@pytest.mark.parametrize("kind", [dict, MappingProxyType])
def test_what_a_body_sets_is_learned_however_it_is_given(
    kind: Callable[[Kinds], Kinds], history: OpenHistory
) -> None:
    set_there: Kinds = {("", "team"): frozenset({Kind.TEXT})}
    body = b'{"profile_update":{"team":"Product"}}'

    async def story(process: HistoryProcess) -> None:
        await process.opened.wait()
        activity = Activity("u", body, "profile: team", 0, kind(set_there))
        begun = await process.begin(replace(opening(), activity=activity))
        await process.complete(begun, ending())

    run(history, story)
    assert history.store.known("a" * 32).result().property_kinds == set_there


def test_one_that_is_not_ready_keeps_nothing(history: OpenHistory) -> None:
    async def story(process: HistoryProcess) -> None:
        assert not process.ready
        with pytest.raises(NotKept) as told:
            await process.begin(opening())
        assert not told.value.perhaps

    run(history, story)
    assert history.users() == []


def test_closing_waits_for_what_was_asked(history: OpenHistory) -> None:
    async def story(process: HistoryProcess) -> None:
        await process.opened.wait()
        asked = [process.begin(opening(f"u{n}")) for n in range(20)]
        await process.close()
        assert [future.result() for future in asked] == [*range(1, 21)]
        with pytest.raises(NotKept):
            await process.complete(1, ending())

    run(history, story)


def test_closed_while_it_starts_it_ends(history: OpenHistory) -> None:
    async def story(process: HistoryProcess) -> None:
        await process.close()
        assert process.ended

    run(history, story)


def test_killed_it_says_that_nobody_knows(history: OpenHistory) -> None:
    async def story(process: HistoryProcess) -> None:
        await process.opened.wait()
        assert await process.begin(opening("kept")) == 1
        assert process.pid is not None
        os.kill(process.pid, signal.SIGTERM)
        asked = [process.begin(opening("unknown")) for _ in range(3)]
        told = await asyncio.gather(*asked, return_exceptions=True)
        assert [isinstance(each, NotKept) and each.perhaps for each in told] == [True] * 3
        await end_of(process)
        assert not process.ready

    run(history, story)
    assert history.users()[0] == "kept"


def test_what_it_could_not_keep_retires_it_and_its_neighbours_are_kept(
    history: OpenHistory,
) -> None:
    async def story(process: HistoryProcess) -> None:
        await process.opened.wait()
        asked = [process.begin(each) for each in (opening("a"), impossible(), opening("b"))]
        first, failed, last = await asyncio.gather(*asked, return_exceptions=True)
        assert isinstance(failed, NotKept)
        assert not failed.perhaps
        assert not process.ready
        assert history.store.unfinished().result() == {first, last}
        await end_of(process)

    run(history, story)
    assert history.users() == ["a", "b"]


def test_a_history_that_it_cannot_open_leaves_it_unready(history: OpenHistory) -> None:
    async def story(process: HistoryProcess) -> None:
        await end_of(process)
        assert not process.opened.is_set()

    run(history, story, replace(history.hello, key=b"x" * 32))


def test_one_that_cannot_be_started_is_as_good_as_ended(
    history: OpenHistory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no such program"))

    async def story(process: HistoryProcess) -> None:
        await end_of(process)
        assert process.pid is None

    run(history, story)


@pytest.mark.only_on("linux", "darwin")
def test_one_that_hangs_is_killed_in_the_end(
    history: OpenHistory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_process, "PATIENCE", 0.2)

    async def story(process: HistoryProcess) -> None:
        await process.opened.wait()
        assert process.pid is not None
        os.kill(process.pid, signal.SIGSTOP)
        asked = process.begin(opening())
        await process.close()
        assert process.ended
        with pytest.raises(NotKept) as told:
            await asked
        assert told.value.perhaps

    run(history, story)


def test_in_a_bundle_the_program_itself_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    assert history_process._command()[1:] == ["-m", "appcues_console", "history-writer"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert history_process._command() == [sys.executable, "history-writer"]
    assert history_process._folder() is None


@pytest.mark.only_on("linux")
def test_modules_where_a_person_happens_to_be_are_none_of_its(
    history: OpenHistory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    (folder / "appcues_console").mkdir(parents=True)
    (folder / "appcues_console" / "__main__.py").write_text("raise SystemExit(9)")
    (folder / "pickle.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(folder)

    async def story(process: HistoryProcess) -> None:
        await process.opened.wait()
        assert await process.begin(opening()) == 1

    run(history, story)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="nothing can be stopped there")
def test_one_that_says_nothing_any_more_is_ended(
    history: OpenHistory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_process, "SILENCE", 0.1)

    async def story(process: HistoryProcess) -> None:
        await process.opened.wait()
        begun = await process.begin(opening("u1"))
        await process.complete(begun, ending())
        assert process.pid is not None
        os.kill(process.pid, signal.SIGSTOP)
        with pytest.raises(NotKept) as told:
            await process.begin(opening("u2"))
        assert told.value.perhaps
        await end_of(process)

    run(history, story)
    assert history.users() == ["u1"]


def test_one_that_answers_is_waited_for(history: OpenHistory) -> None:
    looks: list[int] = []

    async def story(process: HistoryProcess) -> None:
        await process.opened.wait()
        for number in range(3):
            asked = process.begin(opening(f"u{number}"))
            process._look_after(-1)  # something was heard since the look before
            looks.append(await asked)

    run(history, story)
    assert looks == [1, 2, 3]


@pytest.mark.only_on("linux", "darwin")
def test_ctrl_c_in_a_terminal_does_not_reach_it(history: OpenHistory) -> None:
    async def story(process: HistoryProcess) -> None:
        await process.opened.wait()
        assert process.pid is not None
        assert os.getpgid(process.pid) == process.pid, "it is alone in its group"

    run(history, story)


@pytest.mark.only_on("linux")
def test_it_does_not_outlive_a_program_that_was_killed(tmp_path: Path) -> None:
    begun: set[int] = set()
    ended: set[int] = set()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.engine.keeping", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        # Held by its handle: its number could be another's by then.
        child = os.pidfd_open(int(program.stdout.readline()))
        for number, line in enumerate(program.stdout):
            if number == 60:
                program.kill()
            step, _, exchange_id = line.strip().partition(" ")
            if line.endswith("\n"):
                (begun if step == "begun" else ended).add(int(exchange_id))
    try:
        assert select.select([child], [], [], PATIENCE)[0], "it ends by itself"
    finally:
        os.close(child)

    worker = DatabaseWorker(lambda: open_database(tmp_path / "history.db", KEY, MIGRATIONS))
    sound = worker.submit(lambda c: c.execute("PRAGMA integrity_check").get).result()
    store = HistoryStore(worker, "the next start")
    settled = store.settle_interrupted(living_owners(tmp_path / "locks")).result()
    rows = {row.id: row.outcome for row in store.summaries(store.ids().result()).result()}
    worker.close()

    assert sound == "ok"
    assert begun <= set(rows)
    assert {rows[exchange_id] for exchange_id in ended} == {Outcome.ACCEPTED}
    assert settled == sum(outcome is Outcome.UNKNOWN for outcome in rows.values()) > 0
    assert Outcome.SENDING not in rows.values()
