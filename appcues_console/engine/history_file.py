"""Opening the history's file: its key, its presence, and what is done with a damaged one.

Each way in which that can fail has a state of its own, because each leaves a person another choice.
Two rules hold in all of them. A file that cannot be opened is never written to, and only renamed:
by itself where the key fits and the content is not sound, otherwise on the person's word alone. And
no key of a history that exists is ever replaced: a new history has the same key, which opens both,
or, where that key is gone, a new one under a new name.
"""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from appcues_console.accounts.key_name import choose_key_name
from appcues_console.accounts.status import (
    HomeUnusable,
    KeyUnusable,
    VaultError,
    VaultLocked,
    VaultState,
    VaultStatus,
)
from appcues_console.engine.condition import HistoryState
from appcues_console.engine.vault import VaultThread
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.paths import Places
from appcues_console.storage.aside import identity, replacing
from appcues_console.storage.database import number_from, open_database
from appcues_console.storage.errors import (
    Busy,
    Damaged,
    StorageError,
    TooNew,
    WrongKey,
)
from appcues_console.storage.presence import Presence, living_owners
from appcues_console.storage.soundness import was_left_open
from appcues_console.storage.worker import DatabaseWorker

CHOICE = (
    "Put the keyring or the file back from a backup and try again, or start a new history: the old"
    " file is then kept aside."
)
KEY_GONE = f"The key of the history is no longer in the system keyring. {CHOICE}"
WAS_DAMAGED = "The history was damaged, so a new one was started. The damaged file is kept as"
STARTED_ANEW = "A new history was started. The earlier one is kept as"


class Unopened(Exception):
    """The history could not be opened. `message` is for a person."""

    def __init__(self, state: HistoryState, message: str) -> None:
        super().__init__(message)
        self.state = state
        self.message = message


@dataclass(frozen=True, slots=True)
class OpenedHistory:
    """A history on the disk that is open. `set_aside` is the damaged file whose place it took;
    `left_open` says that the last copy that used it did not close it; `note` is for a person."""

    store: HistoryStore
    worker: DatabaseWorker
    presence: Presence
    file: tuple[int, int] | None
    key: bytes = field(repr=False)
    set_aside: Path | None = None
    left_open: bool = False
    note: str = ""

    async def close(self) -> None:
        """Finish what was handed in, close the database and say goodbye."""
        await _elsewhere(self.worker.close)
        await _elsewhere(self.presence.close)


class HistoryFile:
    """The file of one home. Lives on the engine's loop, where the file is only looked at: it is
    opened and set aside on the database's thread, and closed where the loop need not wait."""

    def __init__(self, places: Places, vault: VaultThread, now: Callable[[], datetime]) -> None:
        self._places = places
        self._vault = vault
        self._now = now

    @property
    def holds_something(self) -> bool:
        """Whether there is a history that a new key would lock away.

        A file whose state cannot even be asked counts as one.
        """
        try:
            found = self._places.database.stat()
            return stat.S_ISREG(found.st_mode) and found.st_size > 0
        except FileNotFoundError:
            return False
        except OSError:
            return True

    @property
    def path(self) -> Path:
        return self._places.database

    def now(self) -> int:
        """Return the time of day, in Unix milliseconds."""
        return round(self._now().timestamp() * 1000)

    async def open(self) -> OpenedHistory:
        """Open the history, or make one where there is none. A damaged file is set aside.

        Raises `Unopened`; then the file is as it was, but that a damaged one may be aside already.
        """
        key = await self._key()
        attempt = _Attempt(self._places, key, self._now)
        return await self._settled(await self._connected(attempt, attempt.usual), first=1)

    async def start_new(self) -> OpenedHistory:
        """Set a history that cannot be opened aside, and make a new one, on the person's word.

        Where the old one can be opened after all it is opened. Raises `Unopened`; then the old
        file is where it was, or it is aside and the next start makes a new one.
        """
        known = identity(self._places.database)
        try:
            return await self.open()
        except Unopened as error:
            if error.state is HistoryState.LOST_KEY:
                key, name = await self._new_key()
            elif error.state in {HistoryState.DAMAGED, HistoryState.TOO_NEW}:
                key, name = await self._key(), None
            else:
                raise
            state = error.state
        attempt = _Attempt(self._places, key, self._now, STARTED_ANEW, name)
        try:
            opened = await self._connected(attempt, lambda: attempt.anew(known))
        except Unopened as failure:
            if failure.state is HistoryState.BUSY:  # the choice is still there
                raise Unopened(state, failure.message) from failure
            raise
        return await self._settled(opened, first=1)

    async def replace(self, damaged: OpenedHistory, first: int) -> OpenedHistory:
        """Set a history aside that turned out to be damaged while it was used, and was closed.

        The new one has the same key, so that the old one stays readable, and numbers its exchanges
        from `first`. Raises `Unopened`.
        """
        attempt = _Attempt(self._places, damaged.key, self._now)
        opened = await self._connected(attempt, lambda: attempt.instead(damaged.file))
        return await self._settled(opened, first)

    async def _key(self) -> bytes:
        try:
            key = await self._vault.store_key(create=not self.holds_something)
        except VaultError as error:
            raise _unopened(error) from error
        if key is not None:
            return key
        status: VaultStatus = await self._vault.status()
        if status.state is VaultState.ABSENT:
            raise Unopened(HistoryState.NO_KEYRING, status.sentence)
        raise Unopened(HistoryState.LOST_KEY, KEY_GONE)

    async def _new_key(self) -> tuple[bytes, str]:
        try:
            made = await self._vault.new_store_key()
        except VaultError as error:
            raise _unopened(error) from error
        if made is None:
            status = await self._vault.status()
            raise Unopened(HistoryState.NO_KEYRING, status.sentence)
        return made

    async def _connected(self, attempt: _Attempt, connect: Callable[[], Any]) -> OpenedHistory:
        worker = DatabaseWorker(connect)
        try:
            # Shielded: a cancellation here must not cancel the future that the worker sets.
            await asyncio.shield(asyncio.wrap_future(worker.opened))
        except BaseException as error:
            await asyncio.shield(_elsewhere(worker.close))
            if attempt.presence is not None:
                attempt.presence.close()
            if isinstance(error, StorageError):
                raise _unopened(error) from error
            raise
        presence = attempt.presence
        if presence is None:
            raise RuntimeError("an open database without a presence")
        return OpenedHistory(
            store=HistoryStore(worker, presence.owner),
            worker=worker,
            presence=presence,
            file=identity(self._places.database),
            key=attempt.key,
            set_aside=attempt.aside,
            left_open=attempt.left_open,
            note=attempt.note,
        )

    async def _settled(self, opened: OpenedHistory, first: int) -> OpenedHistory:
        """Number new exchanges from `first` on, and end as unknown what a copy that is gone has
        left in flight. A file that proves to be damaged by that is replaced."""
        locks, worker = self._places.locks, opened.worker
        try:
            if first > 1:
                await asyncio.wrap_future(
                    worker.write(lambda connection: number_from(connection, "exchange", first))
                )
            living = await asyncio.wrap_future(worker.submit(lambda _: living_owners(locks)))
            await asyncio.wrap_future(opened.store.settle_interrupted(living))
        except Damaged as error:
            await opened.close()
            if opened.set_aside is not None:  # a new file is not damaged; its disk is
                raise _unopened(error) from error
            return await self.replace(opened, first)
        except StorageError as error:
            note = (
                "Sends that were interrupted earlier may still read as sending in the history:"
                f" {error.message}"
            )
            return replace(opened, note=f"{opened.note} {note}".strip())
        except asyncio.CancelledError:
            await opened.close()
            raise
        return opened


class _Attempt:
    """One opening, on the database's own thread, and what came of it."""

    def __init__(
        self,
        places: Places,
        key: bytes,
        now: Callable[[], datetime],
        why: str = WAS_DAMAGED,
        key_name: str | None = None,
    ) -> None:
        self._places = places
        self._now = now
        self._why = why
        self._key_name = key_name
        self.key = key
        self.presence: Presence | None = None
        self.aside: Path | None = None
        self.left_open = False

    @property
    def note(self) -> str:
        """What a person must know of a file that was set aside."""
        aside = self.aside
        return f"{self._why} {aside.name} in {aside.parent}." if aside else ""

    def usual(self) -> Any:  # What a connection is, storage alone knows.
        """Open the file; set it aside first where the key fits and it is damaged."""
        known = identity(self._places.database)
        try:
            return self._open()
        except Damaged:
            return self.instead(known)

    def instead(self, known: tuple[int, int] | None) -> Any:
        """Do `anew` for a file that is damaged. Raises `Damaged` where another copy uses it."""
        try:
            return self.anew(known)
        except Busy as error:
            raise Damaged(f"The history is damaged. {error.message}") from error

    def anew(self, known: tuple[int, int] | None) -> Any:
        """Set the file aside, if it is still the `known` one, and open a new one in its place."""
        places = self._places
        with replacing(places.database, known, places.locks, self._now()) as self.aside:
            if self._key_name is not None:
                if self.aside is None and places.database.exists():
                    raise Busy("The history was changed by another copy of the program. Try again.")
                choose_key_name(places.home, self._key_name)
            return self._open()

    def _open(self) -> Any:
        places = self._places
        self.left_open = was_left_open(places.database) and not living_owners(places.locks)
        presence = Presence(places.locks)
        try:
            connection = open_database(places.database, self.key, MIGRATIONS)
        except BaseException:
            presence.close()
            raise
        self.presence = presence
        return connection


def _unopened(error: VaultError | StorageError) -> Unopened:
    state = next(
        (state for kind, state in _STATES if isinstance(error, kind)), HistoryState.UNWRITABLE
    )
    lost = state is HistoryState.LOST_KEY
    return Unopened(state, f"{error.message} {CHOICE}" if lost else error.message)


_STATES: tuple[tuple[type[Exception], HistoryState], ...] = (
    (VaultLocked, HistoryState.LOCKED),
    (KeyUnusable, HistoryState.LOST_KEY),
    (HomeUnusable, HistoryState.UNWRITABLE),
    (VaultError, HistoryState.KEYRING_FAILED),
    (WrongKey, HistoryState.LOST_KEY),
    (Damaged, HistoryState.DAMAGED),
    (TooNew, HistoryState.TOO_NEW),
    (Busy, HistoryState.BUSY),
)


async def _elsewhere(work: Callable[[], None]) -> None:
    await asyncio.get_running_loop().run_in_executor(None, work)
