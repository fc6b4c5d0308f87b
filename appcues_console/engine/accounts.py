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
from appcues_console.activity.trust import TrustFault
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

    async def save(
        self, account: Account, credentials: Credentials | None, passphrase: str | None = None
    ) -> SavedAccount:
        """Keep an account and, where they are given, its secrets; None leaves those as they are.

        The passphrase of the client key is a secret of its own: without a new one, in its place or
        in the credentials, the stored one stays where `account.has_passphrase` says so and is
        removed where it does not. Raises `VaultError` or `StorageError`, and then the account is
        as it was before.
        """
        if account.is_practice:
            raise ValueError("the built-in account is not kept")
        before = await self._known(account.key)
        had = before is not None and before.has_passphrase
        if passphrase is None and credentials is not None:
            passphrase = credentials.key_passphrase
        if credentials is not None:
            has_bearer = bool(credentials.bearer)
        else:
            has_bearer = before is not None and before.has_bearer
        account = replace(
            account,
            has_bearer=has_bearer,
            has_passphrase=bool(passphrase) or (had and account.has_passphrase),
        )
        kept = None
        if credentials is not None:
            kept = await self._vault.keep(account, replace(credentials, key_passphrase=passphrase))
        elif passphrase or had is not account.has_passphrase:
            kept = await self._vault.keep_passphrase(account, passphrase)
        try:
            await self._in_file(lambda: self._book.save(account))
        except StorageError:
            if before is None and kept is not None:
                await self._forget_again(account)
            raise
        what = "account ID" if credentials is not None else "passphrase"
        if credentials is None and not passphrase:
            kept = None  # at most, something was removed
        return SavedAccount(account, kept, await self._note(account, kept, what))

    async def check_trust(self, account: Account, passphrase: str | None) -> TrustFault | None:
        """Return what is wrong with the certificate files of `account`, which are read.

        Without a `passphrase` the stored one is tried, if the account has one. Raises
        `VaultError`.
        """
        if not account.trust:
            return None
        if passphrase is None:
            passphrase = await self._vault.passphrase(account)

        def check() -> TrustFault | None:
            from appcues_console.delivery.trust import check

            return check(account.trust, passphrase)

        return await self._in_file(check)

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

    async def _note(self, account: Account, kept: Kept | None, what: str) -> str:
        if kept is None:
            return f"{account.label} is saved."
        if kept is Kept.KEYRING:
            return f"{account.label} is saved, its {what} in the system keyring."
        status = await self._vault.status()
        return f"{account.label} is saved, its {what} for this session only. {status.sentence}"

    async def _in_file(self, work: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._thread.submit(work))
