"""Keeping accounts: their settings go to a file, their secrets to the vault, and both or neither.

The secrets go first. A keyring that is locked then leaves everything as it was, where the other
order would leave an account that can never send.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from appcues_console.accounts.account import Account
from appcues_console.accounts.book import AccountBook
from appcues_console.accounts.status import Kept, VaultError, VaultState
from appcues_console.activity.destination import Credentials
from appcues_console.engine.condition import SavedAccount
from appcues_console.engine.serial import SerialThread
from appcues_console.engine.vault import VaultThread
from appcues_console.storage.errors import StorageError

T = TypeVar("T")


class Accounts:
    """The accounts of one home. Lives on the engine's loop; files are touched on `thread`."""

    def __init__(self, path: Path, vault: VaultThread, thread: SerialThread) -> None:
        self._book = AccountBook(path)
        self._vault = vault
        self._thread = thread

    async def read(self) -> tuple[Account, ...]:
        """Return the accounts, Practice first. Raises `StorageError`."""
        return await self._in_file(self._book.read)

    async def notice(self) -> str:
        """Return what a person must know of the last `read`, or nothing."""
        return await self._in_file(lambda: self._book.notice)

    async def version(self) -> tuple[int, ...]:
        """Return what changes when a copy of the program, this one too, changes the accounts."""
        return await self._in_file(self._book.version)

    async def save(self, account: Account, credentials: Credentials | None) -> SavedAccount:
        """Keep an account and, where they are given, its secrets; None leaves those as they are.

        Raises `VaultError` or `StorageError`, and then the account is as it was before.
        """
        if account.is_practice:
            raise ValueError("the built-in account is not kept")
        before = await self._known(account.key)
        if credentials is None:
            account = replace(
                account,
                has_bearer=before.has_bearer if before else False,
                has_passphrase=before.has_passphrase if before else False,
            )
            await self._in_file(lambda: self._book.save(account))
            return SavedAccount(account, None, f"{account.label} is saved.")
        account = replace(
            account,
            has_bearer=bool(credentials.bearer),
            has_passphrase=bool(credentials.key_passphrase),
        )
        kept = await self._vault.keep(account, credentials)
        try:
            await self._in_file(lambda: self._book.save(account))
        except StorageError:
            if before is None:
                await self._forget_again(account)
            raise
        return SavedAccount(account, kept, await self._note(account, kept))

    async def remove(self, account: Account) -> str:
        """Remove an account and its secrets, and return a sentence that says what was removed.

        Raises `VaultError` or `StorageError`; a locked keyring leaves the account as it is.
        """
        if account.is_practice:
            raise ValueError("the built-in account cannot be removed")
        await self._vault.forget(account)
        await self._in_file(lambda: self._book.remove(account.key))
        status = await self._vault.status()
        if status.state is VaultState.ABSENT:
            return (
                f"{account.label} is removed. There is no system keyring to ask, so an account ID"
                " that was kept in one earlier is still there."
            )
        what = ["account ID"]
        if account.has_bearer:
            what.append("bearer value")
        if account.has_passphrase:
            what.append("passphrase")
        return (
            f"{account.label} is removed, and its {' and '.join(what)} with it from the system"
            " keyring."
        )

    async def _known(self, key: str) -> Account | None:
        return next((each for each in await self.read() if each.key == key), None)

    async def _forget_again(self, account: Account) -> None:
        try:
            await self._vault.forget(account)
        except VaultError:
            # The failure to save is what the person must hear of; an item without an account is
            # never read.
            return

    async def _note(self, account: Account, kept: Kept) -> str:
        if kept is Kept.KEYRING:
            return f"{account.label} is saved, its account ID in the system keyring."
        status = await self._vault.status()
        return f"{account.label} is saved, its account ID for this session only. {status.sentence}"

    async def _in_file(self, work: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._thread.submit(work))
