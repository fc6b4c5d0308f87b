"""The program without a face: everything the window and the command line ask for.

Thread-safe, and no call waits: each answers with a future that ends on another thread. Making an
engine costs nothing, so the window can hold one before its first paint; what reads files, asks the
keyring or opens sockets happens on the engine's own threads, after `start`.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from appcues_console.accounts.account import Account
from appcues_console.activity.clock import unix_milliseconds
from appcues_console.activity.composition import Composition, Placed, Template
from appcues_console.activity.destination import Credentials, Destination
from appcues_console.activity.draft import Draft
from appcues_console.activity.exchange import Activity, Exchange, Summary
from appcues_console.activity.known import Known
from appcues_console.activity.trust import TrustFault
from appcues_console.delivery.progress import Progress
from appcues_console.engine import intake
from appcues_console.engine.condition import Condition, SavedAccount, Versions
from appcues_console.engine.errors import EngineClosed
from appcues_console.engine.loop import LoopThread
from appcues_console.engine.sending import Sending
from appcues_console.engine.serial import SerialThread
from appcues_console.paths import Places

if TYPE_CHECKING:
    from pathlib import Path

    from appcues_console.activity.snippets import Request
    from appcues_console.engine.rooms import Rooms
    from appcues_console.engine.sender import Sender
    from appcues_console.history.people import Person
    from appcues_console.history.store import HistoryStore
    from appcues_console.intake.understood import NotUnderstood, Understood
    from appcues_console.practice.faults import Fault, InForce

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds that closing may take where something hangs. Usually it takes a few hundredths."""


class Engine:
    """The rooms of one home, composed. `with Engine(places) as engine:` starts and closes it."""

    def __init__(self, places: Places, now: Callable[[], int] = unix_milliseconds) -> None:
        """Remember where files live. Nothing is read, imported or started.

        `now` is the clock: Unix milliseconds.
        """
        self._places = places
        self._now = now
        self._loop = LoopThread("engine")
        self._keyring = SerialThread("keyring")
        self._files = SerialThread("files")
        self._rooms: Rooms | None = None
        self._listeners: list[Callable[[int], object]] = []
        self._condition_listeners: list[Callable[[Condition], object]] = []
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the engine's thread. What was asked before is done now."""
        self._loop.start()

    def close(self, patience: float = PATIENCE) -> None:
        """End everything: refuse new work, stop sends, close client, practice server and database,
        and join the threads. Waits at most about `patience` seconds, a hanging prompt included.

        Sends under way end in their exchanges, completed in the history. Safe to call again.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
        if self._loop.running:
            closing = self._loop.submit(self._close_rooms)
            try:
                closing.result(patience)
            except (TimeoutError, EngineClosed):
                pass
            finally:
                self._end_threads()
        else:
            self._end_threads()

    def accounts(self) -> Future[tuple[Account, ...]]:
        """Return the accounts, Practice first. Fails with `StorageError`."""
        return self._ask(lambda rooms: rooms.accounts.read())

    def accounts_notice(self) -> Future[str]:
        """Return what a person must know of the last `accounts`, such as a file that was damaged
        and set aside; empty where there is nothing."""
        return self._ask(lambda rooms: rooms.accounts.notice())

    def versions(self) -> Future[Versions]:
        """Return what tells whether another copy of the program, such as the command line, has
        changed the accounts or the history meanwhile. Cheap enough to be asked every few seconds.
        """

        async def look(rooms: Rooms) -> Versions:
            accounts = await rooms.accounts.version()
            return Versions(accounts, await rooms.history.ask(lambda store: store.version()))

        return self._ask(look)

    def save_account(
        self, account: Account, credentials: Credentials | None, passphrase: str | None = None
    ) -> Future[SavedAccount]:
        """Keep an account; None leaves its stored secrets as they are.

        A stored passphrase of the client key goes only where `account.has_passphrase` is false.
        Fails with `VaultError` or `StorageError`, and then nothing was changed.
        """
        return self._ask(lambda rooms: rooms.accounts.save(account, credentials, passphrase))

    def check_trust(
        self, account: Account, passphrase: str | None = None
    ) -> Future[TrustFault | None]:
        """Return what is wrong with the certificate files of an account, as a send would say it.

        The files are read; `passphrase` is that of the client key, None the stored one. Fails with
        `VaultError`.
        """
        return self._ask(lambda rooms: rooms.accounts.check_trust(account, passphrase))

    def remove_account(self, account: Account) -> Future[str]:
        """Remove an account and its secrets; the sentence says what was removed.

        Fails with `VaultError` or `StorageError`.
        """
        return self._ask(lambda rooms: rooms.accounts.remove(account))

    def destination(self, account: Account) -> Future[Destination]:
        """Return where `account`'s activities go; starts or finds the practice server for Practice.

        Fails with `PracticeUnavailable`.
        """
        return self._ask(lambda rooms: rooms.destination(account))

    def send(
        self,
        activity: Activity,
        account: Account,
        on_progress: Callable[[Progress], None],
        *,
        again: bool = False,
    ) -> Sending:
        """Send `activity` to `account`. `on_progress` is called on the engine's thread.

        The future fails with `CredentialsMissing`, `VaultError`, `PracticeUnavailable` or
        `StorageError`: then nothing was sent and nothing recorded. So it does with `MayCountTwice`
        where events may have arrived before, unless a person said that they go out `again`.
        """
        sending = Sending(self._loop)
        sending.future = self._ask(
            lambda rooms: rooms.sender.send(activity, account, on_progress, sending, again=again)
        )
        return sending

    def run(self, work: Callable[[Sender], Awaitable[T]]) -> Future[T]:
        """Run `work` on the engine's loop, with what sends there. For many sends in a row, each of
        which would otherwise have to cross over to another thread and back."""
        return self._ask(lambda rooms: work(rooms.sender))

    def call_soon(self, call: Callable[[], object]) -> None:
        """Run `call` on the engine's loop, soon, beside what runs there."""
        self._loop.call_soon(call)

    def doubts(self, account: Account, activity: Activity) -> Future[tuple[str, ...]]:
        """Return the names of the events of `activity` that may have arrived before, so that a send
        of it would fail with `MayCountTwice`."""
        return self._ask(lambda rooms: rooms.sender.doubts.among(account.key, activity))

    def practice_faults(self) -> Future[tuple[InForce, ...]]:
        """Return what the practice server does wrong at present, the latest first. Starts or finds
        the server. Fails with `PracticeUnavailable`."""
        return self._ask(lambda rooms: rooms.practice.faults())

    def switch_practice_fault(self, fault: Fault | None) -> Future[tuple[InForce, ...]]:
        """Let the practice server do `fault` until it is switched off, None to let it answer as
        documented; return what is in force then. Fails with `PracticeUnavailable`."""
        return self._ask(lambda rooms: rooms.practice.switch(fault))

    def ids(self, search: str = "") -> Future[array[int]]:
        """Return ids of exchanges, newest first; see `HistoryStore.ids`."""
        return self._ask_history(lambda store: store.ids(search))

    def summaries(self, ids: Sequence[int]) -> Future[tuple[Summary, ...]]:
        """Return the rows of a list in the order of `ids`."""
        wanted = tuple(ids)
        return self._ask_history(lambda store: store.summaries(wanted))

    def exchange(self, exchange_id: int) -> Future[Exchange | None]:
        """Return one exchange whole, or None where there is none of that id. Its id may be another
        by now: one that was kept in memory has moved into the file."""
        return self._ask(lambda rooms: rooms.history.exchange(exchange_id))

    def person(self, account_key: str, user_id: str) -> Future[Person | None]:
        """Return what is known of exactly this user ID, or None."""
        return self._ask_history(lambda store: store.person(account_key, user_id))

    def people(self, account_key: str, prefix: str, limit: int = 20) -> Future[tuple[Person, ...]]:
        """Return the users whose ID begins with `prefix`, the latest first."""
        return self._ask_history(lambda store: store.people(account_key, prefix, limit))

    def known(self, account_key: str, draft: Draft | None = None) -> Future[Known]:
        """Return what drafts for one account are compared with, made ready on other threads.

        `draft` is linted against it there, so that whoever lints it next, or one that shares most
        of its events, finds the comparison worked out.
        """
        return self._ask(lambda rooms: rooms.known(account_key, draft))

    def keep_draft_beside(
        self, composition: Composition, at: int, own: Composition | None
    ) -> Future[str | None]:
        """Keep `composition` as the one being composed; `at` is Unix milliseconds. A kept draft
        that is not `own` becomes a template, whose name is returned. See `Shelf.keep_beside`."""
        return self._ask_history(lambda store: store.shelf.keep_beside(composition, at, own))

    def kept_draft(self) -> Future[Composition | None]:
        """Return what was kept last, or None."""
        return self._ask_history(lambda store: store.shelf.kept())

    def save_template(
        self, template: Template, replacing: Template | None = None
    ) -> Future[Placed]:
        """Save a template, in the place of `replacing` and of no other. See `Shelf.save`."""
        return self._ask_history(lambda store: store.shelf.save(template, replacing))

    def remove_template(self, name: str) -> Future[Template | None]:
        """Remove the template of that name, if there is one, and return it as it was."""
        return self._ask_history(lambda store: store.shelf.remove(name))

    def templates(self) -> Future[tuple[Template, ...]]:
        """Return the templates, the one saved last first."""
        return self._ask_history(lambda store: store.shelf.templates())

    def understand(self, text: str) -> Future[Understood | NotUnderstood]:
        """Return what pasted `text` is."""
        return self._files.submit(lambda: intake.understand(text))

    def understand_file(self, path: Path) -> Future[Understood | NotUnderstood]:
        """Return what the file at `path` holds."""
        return self._files.submit(lambda: intake.understand_file(path))

    def samples(self) -> Future[tuple[tuple[str, str, Draft], ...]]:
        """Return the samples that come with the program: name, hint and draft of each."""
        return self._files.submit(intake.samples)

    def recognise(self, account_id: str) -> Future[Account | None]:
        """Return the account that has `account_id`, or None. Fails with `VaultError`."""
        return self._ask(lambda rooms: rooms.recognise(account_id))

    def runnable_curl(self, request: Request, account: Account) -> Future[str]:
        """Return `request` as a cURL command with the secrets of `account` in it: for the person
        who asked for it then and there, and for nothing that is kept.

        Fails with `CredentialsMissing` or `VaultError`.
        """
        return self._ask(lambda rooms: rooms.runnable_curl(request, account))

    def condition(self) -> Future[Condition]:
        """Return what a banner must say of keyring and history. It is known within about ten
        seconds, also where the keyring hangs; `on_condition_changed` tells what becomes of it."""
        return self._ask(lambda rooms: rooms.condition())

    def try_keyring_again(self) -> Future[Condition]:
        """Look for the keyring again, after the person started or unlocked it, and open the history
        where it is in memory; what this session kept there moves into it."""
        return self._ask(lambda rooms: rooms.try_keyring_again())

    def start_new_history(self) -> Future[Condition]:
        """Set a history that cannot be opened aside, with its date in its name, and start a new one
        with a key of its own; what this session kept in memory moves into it.

        On the person's word only, and only where `Condition.may_start_new`: otherwise nothing
        happens. Where the old history can be opened after all, it is opened instead.
        """
        return self._ask(lambda rooms: rooms.start_new_history())

    def on_history_changed(self, callback: Callable[[int], object]) -> None:
        """Call `callback`, on the engine's thread, with the id of each exchange that this copy of
        the program recorded or completed, and with 0 where the whole list is another: the history
        was opened late, or replaced."""
        self._listeners.append(callback)

    def on_condition_changed(self, callback: Callable[[Condition], object]) -> None:
        """Call `callback`, on the engine's thread, with the condition each time it may have
        changed: a keyring keeps somebody waiting or has answered, a history was opened late,
        replaced, or turned out to be damaged."""
        self._condition_listeners.append(callback)

    def _ask(self, question: Callable[[Rooms], Awaitable[T]]) -> Future[T]:
        async def work() -> T:
            return await question(self._opened_rooms())

        with self._lock:
            if not self._closed:
                return self._loop.submit(work)
        refused: Future[T] = Future()
        refused.set_exception(EngineClosed())
        return refused

    def _ask_history(self, question: Callable[[HistoryStore], Future[T]]) -> Future[T]:
        return self._ask(lambda rooms: rooms.history.ask(question))

    def _opened_rooms(self) -> Rooms:
        """Return the rooms, on the engine's thread."""
        if self._rooms is None:
            from appcues_console.engine.rooms import Rooms

            self._rooms = Rooms(
                self._places,
                self._keyring,
                self._files,
                self._changed,
                self._on_condition,
                self._now,
            )
        return self._rooms

    def _changed(self, exchange_id: int) -> None:
        for listener in self._listeners:
            listener(exchange_id)

    def _on_condition(self, condition: Condition) -> None:
        for listener in self._condition_listeners:
            listener(condition)

    async def _close_rooms(self) -> None:
        if self._rooms is not None:
            await self._rooms.close()

    def _end_threads(self) -> None:
        self._loop.close(1.0)
        self._files.close(0.5)
        self._keyring.close(0.5)
