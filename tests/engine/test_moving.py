"""Exchanges move from one history to another whole, once, and in their order."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appcues_console.activity.composition import Composition, Template
from appcues_console.activity.draft import example
from appcues_console.activity.exchange import Ending, Opening
from appcues_console.engine.moving import (
    TOGETHER,
    fill_shelf,
    move,
    read_shelf,
)
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.shelf import PARKED
from appcues_console.history.store import HistoryStore
from appcues_console.storage.database import number_from, open_database
from appcues_console.storage.worker import DatabaseWorker
from tests.history.exchanges import ENDINGS, OPENINGS, ending, opening


class Two:
    """Two histories in memory."""

    def __init__(self) -> None:
        self.workers = [
            DatabaseWorker(lambda: open_database(None, None, MIGRATIONS)) for _ in range(2)
        ]
        self.source, self.target = (HistoryStore(worker, "me") for worker in self.workers)
        self.workers[0].write(lambda c: number_from(c, "exchange", 1_000_000_000)).result()

    def fill(self, exchanges: list[tuple[Opening, Ending | None]]) -> list[int]:
        numbers = []
        for begun, ended in exchanges:
            numbers.append(self.source.begin(begun).result())
            if ended is not None:
                self.source.complete(numbers[-1], ended).result()
        return numbers


@pytest.fixture
def two() -> Iterator[Two]:
    two = Two()
    yield two
    for worker in two.workers:
        worker.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(OPENINGS, st.none() | ENDINGS), max_size=5))
def test_any_exchange_is_the_same_on_the_other_side(
    two: Two, exchanges: list[tuple[Opening, Ending | None]]
) -> None:
    moved: dict[int, int] = {}
    numbers = two.fill(exchanges)
    known = set(two.source.ids().result()) - set(numbers)
    moved = dict.fromkeys(known, 0)
    asyncio.run(move(two.source, two.target, moved))
    for number, (begun, ended) in zip(numbers, exchanges, strict=True):
        found = two.target.exchange(moved[number]).result()
        assert found is not None
        assert (found.opening, found.ending) == (begun, ended)


def test_their_order_stays_and_nothing_moves_twice(two: Two) -> None:
    count = 2 * TOGETHER + 3
    numbers = two.fill([(opening(f"user-{n}"), ending()) for n in range(count)])
    moved: dict[int, int] = {}
    asyncio.run(move(two.source, two.target, moved))
    asyncio.run(move(two.source, two.target, moved))

    assert [moved[number] for number in numbers] == list(range(1, count + 1))
    found = two.target.summaries(two.target.ids().result()).result()
    assert [each.user_id for each in found] == [f"user-{n}" for n in reversed(range(count))]


def test_an_empty_history_moves_nothing(two: Two) -> None:
    asyncio.run(move(two.source, two.target, {}))

    assert list(two.target.ids().result()) == []


def typed(user_id: str) -> Composition:
    return Composition(replace(example(), user_id=user_id))


async def move_shelf(two: Two) -> None:
    await fill_shelf(two.target, await read_shelf(two.source), 9)


def names(store: HistoryStore) -> dict[str, Composition]:
    return {template.name: template.composition for template in store.shelf.templates().result()}


def test_nothing_on_either_shelf_is_lost(two: Two) -> None:
    two.target.shelf.keep(typed("before"), 1).result()
    two.target.shelf.save(Template("mine", typed("old"), 1)).result()
    two.source.shelf.keep(typed("now"), 2).result()
    two.source.shelf.save(Template("mine", typed("new"), 2)).result()
    asyncio.run(move_shelf(two))

    assert two.target.shelf.kept().result() == typed("now")
    found = names(two.target)
    (parked,) = found.keys() - {"mine", "mine (2)"}
    assert parked.startswith(PARKED)
    assert found == {"mine": typed("old"), "mine (2)": typed("new"), parked: typed("before")}
    asyncio.run(move_shelf(two))
    assert two.target.shelf.kept().result() == typed("now")


def test_a_template_that_cannot_be_read_keeps_its_name(two: Two) -> None:
    two.source.shelf.save(Template("mine", typed("new"), 2)).result()
    two.target.shelf.save(Template("mine", typed("old"), 1)).result()
    spoil = "UPDATE template SET record = x'ff'"
    two.workers[1].write(lambda connection: connection.execute(spoil)).result()
    asyncio.run(move_shelf(two))

    assert names(two.target) == {"mine (2)": typed("new")}
    records = "SELECT record FROM template"
    rows = two.workers[1].submit(lambda connection: connection.execute(records).fetchall())
    assert (b"\xff",) in rows.result()


def test_an_empty_shelf_changes_nothing(two: Two) -> None:
    two.target.shelf.keep(typed("before"), 1).result()
    asyncio.run(move_shelf(two))

    assert two.target.shelf.kept().result() == typed("before")
    assert names(two.target) == {}


def test_the_same_draft_is_not_kept_twice(two: Two) -> None:
    for store in (two.source, two.target):
        store.shelf.keep(typed("same"), 1).result()
        store.shelf.save(Template("same", typed("same"), 1)).result()
    asyncio.run(move_shelf(two))

    assert names(two.target) == {"same": typed("same")}
