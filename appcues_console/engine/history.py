"""The history as the engine uses it: in the file where it can be, in memory where it cannot.

The key lies in the keyring, which may wait for a prompt, be locked, or be gone; the file may be
damaged or newer than this program. Whatever is wrong, the console works with a history in memory,
says why, and offers what may help. When the file can be opened after all, what this session kept
in memory moves into it. Numbers tell the two apart, so that an exchange which a window still shows
is found again on either side.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from appcues_console.activity.exchange import Exchange
from appcues_console.engine.condition import HistoryState
from appcues_console.engine.history_file import HistoryFile, OpenedHistory, Unopened
from appcues_console.engine.history_process import HistoryProcess
from appcues_console.engine.memory import FIRST_IN_MEMORY, MemoryHistory
from appcues_console.engine.moving import Shelved, fill_shelf, move, read_shelf
from appcues_console.engine.search_for_damage import SearchForDamage
from appcues_console.history.messages import Hello
from appcues_console.history.store import HistoryStore
from appcues_console.storage.errors import Damaged, StorageError

T = TypeVar("T")
Way: TypeAlias = Callable[[], Coroutine[Any, Any, OpenedHistory]]

PATIENCE = 5.0
"""Seconds to wait for the keyring before a history in memory takes the file's place for now."""

GAP = 1_000
"""Numbers left out where a new file takes the place of one in use, whose last may be unreadable."""

IN_MEMORY = "This session’s history is in memory only."
IN_MEMORY_BESIDE = "This session’s history is in memory only; the earlier one is untouched."
STILL_WAITING = (
    "The system keyring has not answered yet, so the history cannot be opened. Answer its prompt,"
    " which may be behind another window. What you send until then is kept in memory and moves"
    " into the history as soon as it opens."
)
NOT_MOVED = (
    "The history is open again, but what was sent before in this session could not be moved into"
    " it and is lost when the program ends:"
)


class History:
    """The one history of a running engine. Lives on its loop.

    `told` is called when `state` or `note` changed, `changed` with the number of an exchange that
    came into the list, or 0 where the whole list is another.
    """

    def __init__(
        self,
        file: HistoryFile,
        told: Callable[[], object] = lambda: None,
        changed: Callable[[int], object] = lambda _: None,
    ) -> None:
        self._file = file
        self._told = told
        self._changed = changed
        self._search = SearchForDamage(self._on_damage_found)
        self._usable = asyncio.get_running_loop().create_future()
        self._work: asyncio.Task[None] | None = None
        self._repairs: set[asyncio.Task[None]] = set()
        self._switching = asyncio.Lock()
        self._store: HistoryStore | None = None
        self._opened: OpenedHistory | None = None
        self._to_replace: tuple[OpenedHistory, int] | None = None
        self._memory: MemoryHistory | None = None
        self._memories = 0
        self._moved: dict[int, int] = {}
        self._last = 0
        self._many = False
        self._process: HistoryProcess | None = None
        self._closed = False
        self.state = HistoryState.WAITING
        self.note = ""
        self.set_aside: Path | None = None

    @property
    def durable(self) -> bool:
        return self.state is HistoryState.DURABLE

    async def store(self) -> HistoryStore:
        """Return the history that is in use now, opened at the first call.

        It is usable within `PATIENCE`, and it may be another a moment later: ask each time.
        """
        if self._work is None:
            self._start(self._open(self._file.open))
        # Each send asks several times, and nearly always there is nothing to wait for.
        if not self._usable.done():
            # Whoever waits may be cancelled; the opening goes on for the others.
            await asyncio.shield(self._usable)
        self._usable.result()
        if self._switching.locked():
            async with self._switching:
                pass
        if self._store is None:
            raise RuntimeError("no history after it was said to be usable")
        return self._store

    def expect_many(self) -> None:
        """Let a process of its own keep what is sent from now on, as soon as it is ready and for as
        long as the history is a file. It starts beside; where it failed, this starts another.

        What it writes counts for `HistoryStore.version` as written by another copy.
        """
        self._many = True
        self._start_process()

    def process(self, store: HistoryStore) -> HistoryProcess | None:
        """Return the process that writes into the file of `store`, where it can be asked now."""
        process = self._process
        if process is None or process.store is not store or not process.ready:
            return None
        return process

    async def ask(self, question: Callable[[HistoryStore], Future[T]]) -> T:
        """Ask the history in use. Where that finds it damaged, its file is set aside and the next
        question meets another; this one fails with `Damaged`."""
        store = await self.store()
        try:
            return await asyncio.wrap_future(question(store))
        except Damaged:
            await self.replace_damaged(store)
            raise

    async def exchange(self, exchange_id: int) -> Exchange | None:
        """Return one exchange, wherever it is by now."""
        _, number = await self.place(exchange_id)
        memory = self._memory
        if memory is not None and number >= FIRST_IN_MEMORY:
            return await asyncio.wrap_future(memory.store.exchange(number))
        return await self.ask(lambda store: store.exchange(number))

    async def place(self, exchange_id: int) -> tuple[HistoryStore, int]:
        """Return where an exchange is now, and its number there."""
        store = await self.store()
        if exchange_id in self._moved:
            return store, self._moved[exchange_id]
        if self._memory is not None and exchange_id >= FIRST_IN_MEMORY:
            return self._memory.store, exchange_id
        self._last = max(self._last, exchange_id)
        return store, exchange_id

    async def try_again(self) -> None:
        """Open the file, where it is not open, within `PATIENCE`."""
        await self.store()
        if not self.durable:
            await self._wait_for(self._open(self._way(self._file.open)))

    async def start_new(self) -> None:
        """Set a file that cannot be opened aside and start a new history, within `PATIENCE`.

        Where the history is open, or its state is not one in which that helps, nothing happens.
        """
        await self.store()
        if self.state in {HistoryState.LOST_KEY, HistoryState.DAMAGED, HistoryState.TOO_NEW}:
            await self._wait_for(self._open(self._way(self._file.start_new)))

    async def replace_damaged(self, store: HistoryStore) -> None:
        """Set the file of `store` aside, which was found damaged while it was used, and go on with
        a new one; where that cannot be, in memory. Where `store` is no longer in use, wait until
        another is.

        Whoever found the damage may be cancelled; the repair goes on, and `close` waits for it."""
        await asyncio.shield(self._repair(store))

    def _repair(self, store: HistoryStore) -> asyncio.Task[None]:
        repair = asyncio.create_task(self._replace(store))
        self._repairs.add(repair)
        repair.add_done_callback(self._repairs.discard)
        return repair

    async def _replace(self, store: HistoryStore) -> None:
        async with self._switching:
            damaged = self._opened
            if self._closed or damaged is None or damaged.store is not store:
                return
            first = max(self._last, await self._newest(store)) + GAP
            self._search.stop()
            shelved = await self._shelf_of(store)
            self._opened = None
            self._moved.clear()  # what was moved into it went aside with it
            await self._end_process()
            await damaged.close()
            try:
                opened = await self._file.replace(damaged, first)
            except Unopened as error:
                self._to_replace = damaged, first
                await self._use_memory(error.state, self._beside(error.message))
            else:
                self._use(opened)
            if shelved is not None and self._store is not None:
                with suppress(StorageError):  # said when it is kept next
                    await fill_shelf(self._store, shelved, self._file.now())
        self._changed(0)
        self._told()

    async def close(self) -> None:
        """End the opening, finish what was handed in, and close the database."""
        self._closed = True
        self._search.stop()
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait({self._work, *self._repairs})
        await self._end_process()
        opened, self._opened = self._opened, None
        memory, self._memory = self._memory, None
        if opened is not None:
            await opened.close()
        if memory is not None:
            await memory.close()

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        self._work = task = asyncio.create_task(work)
        task.add_done_callback(self._on_work_ended)
        return task

    def _on_work_ended(self, task: asyncio.Task[None]) -> None:
        """Let nobody wait for an opening that a bug has ended."""
        if self._usable.done():
            return
        if task.cancelled():
            self._usable.cancel()
        elif (error := task.exception()) is not None:
            self._usable.set_exception(error)

    async def _wait_for(self, work: Coroutine[Any, Any, None]) -> None:
        """Do `work` unless something like it is under way, and wait for it for a while."""
        task = self._work
        if task is None or task.done():
            task = self._start(work)
        else:
            work.close()
        await asyncio.wait({task}, timeout=PATIENCE)
        if task.done():
            task.result()

    async def _open(self, way: Way) -> None:
        """Open the file in one `way`. While that waits for the keyring, memory takes its place."""
        opening = asyncio.create_task(way())
        try:
            await asyncio.wait({opening}, timeout=PATIENCE)
            if not opening.done():
                async with self._switching:
                    await self._use_memory(HistoryState.WAITING, STILL_WAITING)
                self._told()
            opened = await opening
        except Unopened as error:
            async with self._switching:
                await self._use_memory(error.state, self._beside(error.message))
        except asyncio.CancelledError:
            opening.cancel()
            await asyncio.wait({opening})
            if not opening.cancelled() and opening.exception() is None:
                await opening.result().close()
            raise
        else:
            async with self._switching:
                self._use(opened)
            if self._memory is not None:
                await self._move(self._memory, opened.store)
                self._changed(0)
        self._told()

    def _way(self, usual: Way) -> Way:
        """Return how to open the file: `usual`, or in place of one that was found damaged and could
        not be set aside then. It may well open, and would be no better."""
        if self._to_replace is None:
            return usual
        damaged, first = self._to_replace
        return lambda: self._file.replace(damaged, first)

    def _use(self, opened: OpenedHistory) -> None:
        self._to_replace = None
        self._opened, self._store = opened, opened.store
        self.state, self.note = HistoryState.DURABLE, opened.note
        self.set_aside = opened.set_aside
        if opened.left_open:
            self._search.start(opened, self._file.path)
        self._start_process()
        self._now_usable()

    def _start_process(self) -> None:
        opened = self._opened
        if opened is None or not self._many or self._closed:
            return
        if self._process is None or self._process.ended:
            path, owner = str(self._file.path.absolute()), opened.presence.owner
            hello = Hello(path, opened.file, opened.key, owner)
            self._process = HistoryProcess(opened.store, hello)

    async def _end_process(self) -> None:
        """End it before its file is closed, or even renamed: it must not write on there."""
        process, self._process = self._process, None
        if process is not None:
            await process.close()

    async def _use_memory(self, state: HistoryState, note: str) -> None:
        if self._memory is None:
            self._memory = MemoryHistory(self._memories)
            self._memories += 1
            await self._memory.until_usable()
        self._store = self._memory.store
        self.state, self.note = state, note
        self._now_usable()

    def _now_usable(self) -> None:
        if not self._usable.done():
            self._usable.set_result(None)

    async def _move(self, memory: MemoryHistory, target: HistoryStore) -> None:
        """Move what was kept in memory; what cannot be moved stays there and is told of."""
        try:
            async with self._switching:
                await move(memory.store, target, self._moved)
                await fill_shelf(target, await read_shelf(memory.store), self._file.now())
                self._memory = None
        except Damaged:
            await self.replace_damaged(target)
            if self._opened is not None:
                await self._move(memory, self._opened.store)
        except StorageError as error:
            self.note = f"{self.note} {NOT_MOVED} {error.message}".strip()
        else:
            await memory.close()

    async def _newest(self, store: HistoryStore) -> int:
        try:
            ids = await asyncio.wrap_future(store.ids(limit=1))
        except StorageError:
            return 0
        return ids[0] if ids else 0

    async def _shelf_of(self, store: HistoryStore) -> Shelved | None:
        try:
            return await read_shelf(store)
        except StorageError:
            return None

    def _beside(self, why: str) -> str:
        return f"{why} {IN_MEMORY_BESIDE if self._file.holds_something else IN_MEMORY}"

    def _on_damage_found(self, opened: OpenedHistory) -> None:
        """Called on the loop by the search through a file that was not closed in good order."""
        self._repair(opened.store)
