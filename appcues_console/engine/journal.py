"""What delivery writes its exchanges into: whichever history is in use when it writes.

A send may outlive the history in which it began: the keyring answered, a damaged file was set
aside, the disk was full for a while. None of that may take its record away. An ending that could
not be written is kept and written again after the next write that succeeds, and at the end.

In a long series of sends a process of its own writes, while it can: see engine/history_process.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from appcues_console.activity.exchange import Ending, Opening
from appcues_console.engine.history import History
from appcues_console.engine.history_process import NotKept
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
        self._searches: set[asyncio.Task[None]] = set()

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
        if self._searches:
            await asyncio.wait(self._searches)
        await self._catch_up()

    async def _begin(self, opening: Opening) -> int:
        number, store = await self._begin_in_use(opening)
        self._flying[number] = _Flying(opening, store, number)
        await self._catch_up()
        return number

    async def _begin_in_use(self, opening: Opening) -> tuple[int, HistoryStore]:
        store = await self._history.store()
        try:
            return await self._write_opening(store, opening), store
        except Damaged:
            await self._history.replace_damaged(store)
        store = await self._history.store()
        return await self._write_opening(store, opening), store

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
            await self._write_ending(store, number, ending)
        except Damaged:
            await self._history.replace_damaged(store)
            store = await self._history.store()
            number = await self._begin_again(exchange_id, flying, store)
            await self._write_ending(store, number, ending)
        self._flying.pop(exchange_id, None)

    async def _begin_again(self, exchange_id: int, flying: _Flying, store: HistoryStore) -> int:
        number = await self._write_opening(store, flying.opening)
        flying.store, flying.number = store, number
        self._renumbered[exchange_id] = number
        return number

    async def _write_opening(self, store: HistoryStore, opening: Opening) -> int:
        process = self._history.process(store)
        if process is not None:
            try:
                return await process.begin(opening)
            except NotKept as error:
                if error.perhaps:
                    self._search_for_strays(store)
        return await asyncio.wrap_future(store.begin(opening))

    async def _write_ending(self, store: HistoryStore, number: int, ending: Ending) -> None:
        process = self._history.process(store)
        if process is not None:
            with suppress(NotKept):  # Written twice it is the same.
                await process.complete(number, ending)
                return
        await asyncio.wrap_future(store.complete(number, ending))

    def _search_for_strays(self, store: HistoryStore) -> None:
        task = asyncio.get_running_loop().create_task(self._withdraw_strays(store))
        self._searches.add(task)
        task.add_done_callback(self._searches.discard)

    async def _withdraw_strays(self, store: HistoryStore) -> None:
        """Remove what was begun for nobody, in a process that was gone before it could say so. Such
        an exchange was begun once more and went out under that number: its first row would read
        *unknown* at the next start, and not a byte of it has ever left.

        Where the history cannot do that, it stays.
        """
        with suppress(StorageError):
            begun = await asyncio.wrap_future(store.unfinished())
            # Whose number is still to be told to somebody belongs to one of these.
            if self._tasks:
                await asyncio.wait(set(self._tasks))
            ours = {await self._number(*each, store) for each in list(self._flying.items())}
            if strays := begun - ours:
                await asyncio.wrap_future(store.withdraw(strays))

    async def _number(self, exchange_id: int, flying: _Flying, store: HistoryStore) -> int:
        """Return the number of an exchange in `store`, if it is there."""
        if flying.store is store:
            return flying.number
        _, number = await self._history.place(exchange_id)
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
