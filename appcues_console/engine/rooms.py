"""The rooms behind the engine, each made when it is first needed, on the engine's thread.

A list of accounts must not wait for an HTTP library, nor the first send for a keyring that practice
does not need: so each room is imported where it is made.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from appcues_console.accounts.account import Account
from appcues_console.activity.destination import Destination
from appcues_console.activity.draft import Draft
from appcues_console.activity.snippets import Request, as_curl
from appcues_console.engine.condition import Condition
from appcues_console.engine.errors import CredentialsMissing, EngineClosed
from appcues_console.engine.intake import recognise
from appcues_console.engine.serial import SerialThread
from appcues_console.engine.vault import VaultThread
from appcues_console.paths import Places

if TYPE_CHECKING:
    from appcues_console.activity.known import Known
    from appcues_console.engine.accounts import Accounts
    from appcues_console.engine.history import History
    from appcues_console.engine.practice import PracticeHost
    from appcues_console.engine.sender import Sender


class Rooms:
    """What the engine is made of. Lives on its loop; `changed` is told of changed exchanges."""

    def __init__(
        self,
        places: Places,
        keyring: SerialThread,
        files: SerialThread,
        changed: Callable[[int], None],
        told: Callable[[Condition], None],
        now: Callable[[], int],
    ) -> None:
        self._places = places
        self._files = files
        self._changed = changed
        self._told = told
        self._now = now
        self._telling: asyncio.Task[None] | None = None
        self._untold = False
        self._closed = False
        self._vault = VaultThread(places.home, keyring, self._on_condition)
        self._closing = AsyncExitStack()

    @cached_property
    def accounts(self) -> Accounts:
        from appcues_console.engine.accounts import Accounts

        return Accounts(self._places.accounts, self._vault, self._files)

    def _open(self) -> None:
        """Refuse to make a room that nobody would close."""
        if self._closed:
            raise EngineClosed

    @cached_property
    def history(self) -> History:
        self._open()
        from appcues_console.engine.history import History
        from appcues_console.engine.history_file import HistoryFile

        def now() -> datetime:
            return datetime.fromtimestamp(self._now() / 1000).astimezone()

        file = HistoryFile(self._places, self._vault, now)
        history = History(file, self._on_condition, self._changed)
        self._closing.push_async_callback(history.close)
        return history

    @cached_property
    def practice(self) -> PracticeHost:
        self._open()
        from appcues_console.engine.practice import PracticeHost

        practice = PracticeHost(self._places.practice)
        self._closing.push_async_callback(practice.close)
        return practice

    @cached_property
    def sender(self) -> Sender:
        self._open()
        from appcues_console.engine.sender import Sender

        # What a send needs is made first, and therefore closed after it.
        history, _ = self.history, self.practice
        sender = Sender(self._vault, history, self.destination, self._changed, self._now)
        self._closing.push_async_callback(sender.close)
        return sender

    async def recognise(self, account_id: str) -> Account | None:
        """Return the account that has `account_id`, or None. Raises `VaultError`."""
        return await recognise(account_id, await self.accounts.read(), self._vault)

    async def runnable_curl(self, request: Request, account: Account) -> str:
        """Return a command with the secrets of `account`. Raises `CredentialsMissing` or
        `VaultError`."""
        try:
            credentials = await self._vault.credentials(account)
        except CredentialsMissing:
            raise CredentialsMissing(
                f"The account ID of {account.label} is not in the system keyring, so nothing was"
                " copied. Enter it under Accounts, then copy again."
            ) from None
        return as_curl(replace(request, credentials=credentials))

    async def destination(self, account: Account) -> Destination:
        """Return where `account`'s activities go. Raises `PracticeUnavailable`."""
        if account.is_practice:
            return account.destination(await self.practice.base_url())
        return account.destination()

    async def known(self, account_key: str, draft: Draft | None) -> Known:
        """Return what drafts for one account are compared with; `draft` is compared already."""
        known = await self.history.ask(lambda store: store.known(account_key))
        if draft is not None:
            from appcues_console.activity.lint import lint

            # Not on the database's thread: the next send waits for that one.
            await asyncio.wrap_future(self._files.submit(lambda: lint(draft, self._now(), known)))
        return known

    async def condition(self) -> Condition:
        """Return what a banner must say, once a history can be used."""
        await self.history.store()
        history, status = self.history, await self._vault.status()
        return Condition(status, history.durable, history.note, history.state, history.set_aside)

    async def try_keyring_again(self) -> Condition:
        """Look for the keyring again, and open the history where it is not open."""
        await self._vault.look_again()
        await self.history.try_again()
        return await self.condition()

    async def start_new_history(self) -> Condition:
        """Set the old history aside and start a new one, where that is a choice."""
        await self.history.start_new()
        return await self.condition()

    async def close(self) -> None:
        """Stop sends, then the practice server, then the history; each even if another fails."""
        self._closed = True
        if self._telling is not None:
            self._telling.cancel()
        await self._closing.aclose()

    def _on_condition(self) -> None:
        """Tell the condition soon. What changes while it is found out is told afterwards."""
        self._untold = True
        if not self._closed and (self._telling is None or self._telling.done()):
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        while self._untold:
            self._untold = False
            self._told(await self.condition())
