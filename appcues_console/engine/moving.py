"""Takes what one history holds over into another: exchanges, draft and templates.

Used where a session had to begin with a history in memory and the file could be opened later.
Each exchange becomes a new entry with the same content, oldest first, so that the list reads as if
it had been there from the start; one that is still being sent is taken over as *sending*.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from appcues_console.activity.composition import Composition, Placed, Template
from appcues_console.history.shelf import free_name
from appcues_console.history.store import HistoryStore

TOGETHER = 64
"""Exchanges that are written at once, so that they share the wait for the disk."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """The current draft and the templates of a history."""

    draft: Composition | None
    templates: tuple[Template, ...]


async def read_shelf(source: HistoryStore) -> Shelved:
    """Return what is on the shelf of `source`. Raises `StorageError`."""
    shelf = source.shelf
    draft = await asyncio.wrap_future(shelf.kept())
    return Shelved(draft, await asyncio.wrap_future(shelf.templates()))


async def fill_shelf(target: HistoryStore, shelved: Shelved, at: int) -> None:
    """Put `shelved` beside what is on the shelf of `target`, of which nothing is lost: templates
    get a free name, and a draft from before becomes a template. `at` is Unix milliseconds.

    Raises `StorageError`.
    """
    there = await read_shelf(target)
    names = {template.name for template in there.templates}
    templates = [each for each in reversed(shelved.templates) if each not in there.templates]
    for template in templates:
        placed = None
        while placed is not Placed.SAVED:  # one that cannot be read has a name as well
            name = free_name(template.name, names)
            names.add(name)
            placed = await asyncio.wrap_future(target.shelf.save(replace(template, name=name)))
    if shelved.draft is not None:
        await asyncio.wrap_future(target.shelf.keep_beside(shelved.draft, at, None))


async def move(source: HistoryStore, target: HistoryStore, moved: dict[int, int]) -> None:
    """Copy what `source` holds and `moved` does not name yet to `target`.

    `moved` is filled with the new number of each: what it names is durable, also where this raises
    `StorageError` half-way.
    """
    ids = sorted(each for each in await asyncio.wrap_future(source.ids()) if each not in moved)
    for start in range(0, len(ids), TOGETHER):
        group = ids[start : start + TOGETHER]
        await asyncio.gather(*(_move_one(source, target, each, moved) for each in group))


async def _move_one(
    source: HistoryStore, target: HistoryStore, exchange_id: int, moved: dict[int, int]
) -> None:
    exchange = await asyncio.wrap_future(source.exchange(exchange_id))
    if exchange is None:
        return
    new_id = await asyncio.wrap_future(target.begin(exchange.opening))
    if exchange.ending is not None:
        await asyncio.wrap_future(target.complete(new_id, exchange.ending))
    moved[exchange_id] = new_id
