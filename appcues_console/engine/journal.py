"""What delivery writes its exchanges into: whichever history is in use when it writes.

A send may outlive the history in which it began: the keyring answered, a damaged file was set
aside, the disk was full for a while. None of that may take its record away. An ending that could
not be written is kept and written again after the next write that succeeds, and at the end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from appcues_console.activity.exchange import Ending, Opening
from appcues_console.engine.history import History
from appcues_console.history.store import HistoryStore
from appcues_console.storage.errors import Damaged, StorageError

T = TypeVar("T")


@dataclass(slots=True)
class _Flying:
    """An exchange that has begun and is not kept whole yet."""

    opening: Opening
    store: HistoryStore
    number: int
    unkept: Ending | None = None
    """An ending that could not be written."""


class Journal:
    """Keeps exchanges in `history`. To be used on the engine's loop.

    An exchange is called by the number that `begin` gave it, whatever becomes of that number.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._flying: dict[int, _Flying] = {}
        self._renumbered: dict[int, int] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def begin(self, opening: Opening) -> asyncio.Task[int]:
        """Write an exchange as *sending*; its number is known when that is done."""
        return self._run(self._begin(opening))

    def complete(self, exchange_id: int, ending: Ending) -> asyncio.Task[None]:
        """Write how an exchange ended. Fails with `StorageError`; it is tried again later."""
        return self._run(self._complete(exchange_id, ending))

    async def number_now(self, exchange_id: int) -> int:
        """Return the number under which the list has the exchange by now."""
        if exchange_id in self._renumbered:
            return self._renumbered[exchange_id]
        _, number = await self._history.place(exchange_id)
        return number

    async def close(self) -> None:
        """Write what could not be written before, where it can be written now."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._catch_up()

    async def _begin(self, opening: Opening) -> int:
        number, store = await self._begin_in_use(opening)
        self._flying[number] = _Flying(opening, store, number)
        await self._catch_up()
        return number

    async def _begin_in_use(self, opening: Opening) -> tuple[int, HistoryStore]:
        store = await self._history.store()
        try:
            return await asyncio.wrap_future(store.begin(opening)), store
        except Damaged:
            await self._history.replace_damaged(store)
        store = await self._history.store()
        return await asyncio.wrap_future(store.begin(opening)), store

    async def _complete(self, exchange_id: int, ending: Ending) -> None:
        flying = self._flying[exchange_id]
        try:
            await self._keep(exchange_id, flying, ending)
        except StorageError:
            flying.unkept = ending
            raise
        await self._catch_up()

    async def _keep(self, exchange_id: int, flying: _Flying, ending: Ending) -> None:
        """Write an ending into the history that is in use, where the exchange is by now."""
        store, number = await self._history.place(exchange_id)
        if store is flying.store:
            number = flying.number
        elif number == exchange_id:
            # Its file was set aside: it is written whole into the one in use.
            number = await self._begin_again(exchange_id, flying, store)
        try:
            await asyncio.wrap_future(store.complete(number, ending))
        except Damaged:
            await self._history.replace_damaged(store)
            store = await self._history.store()
            number = await self._begin_again(exchange_id, flying, store)
            await asyncio.wrap_future(store.complete(number, ending))
        self._flying.pop(exchange_id, None)

    async def _begin_again(self, exchange_id: int, flying: _Flying, store: HistoryStore) -> int:
        number = await asyncio.wrap_future(store.begin(flying.opening))
        flying.store, flying.number = store, number
        self._renumbered[exchange_id] = number
        return number

    async def _catch_up(self) -> None:
        """Write the endings that could not be written before, until one cannot again."""
        for exchange_id, flying in list(self._flying.items()):
            ending, flying.unkept = flying.unkept, None
            if ending is not None:
                try:
                    await self._keep(exchange_id, flying, ending)
                except StorageError:
                    flying.unkept = ending
                    return

    def _run(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run `work` to its end, whoever stops waiting for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
