"""The vault behind its one thread: whoever asks awaits, and nobody else waits for a prompt.

Credentials are remembered for half a minute, so that a series of sends asks the keyring once; no
longer, so that an item which was changed or removed elsewhere is soon noticed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from appcues_console.accounts.account import PRACTICE_ACCOUNT_ID, Account
from appcues_console.accounts.status import Kept, VaultState, VaultStatus
from appcues_console.activity.destination import Credentials
from appcues_console.engine.errors import CredentialsMissing
from appcues_console.engine.serial import SerialThread

if TYPE_CHECKING:
    from appcues_console.accounts.vault import Vault

T = TypeVar("T")

REMEMBERED_FOR = 30.0
"""Seconds."""

PATIENCE = 5.0
"""Seconds after which a keyring that has not answered is said to be waiting. A prompt appears at
once and people type for longer than that; a keyring that hangs never answers. Neither is cut
short: only who waits is told."""

WAITING = (
    "The system keyring has not answered yet. Answer its prompt, which may be behind another"
    " window. Until then only Practice can be used."
)


class VaultThread:
    """Asks the vault of one home on `thread`. Its methods are awaited on the engine's loop.

    `told` is called when the keyring begins to keep somebody waiting and when it has answered.
    """

    def __init__(
        self, home: Path, thread: SerialThread, told: Callable[[], object] = lambda: None
    ) -> None:
        self._home = home
        self._thread = thread
        self._told = told
        self._vault: Vault | None = None
        self._waiting = 0
        self._remembered: dict[Account, tuple[Credentials, float]] = {}

    @property
    def waiting(self) -> bool:
        """True while a question has been open for longer than `PATIENCE`."""
        return self._waiting > 0

    async def status(self) -> VaultStatus:
        """Return whether secrets can be kept, within `PATIENCE`: a keyring that does not answer is
        `WAITING`."""
        if not self.waiting:
            answer = self._put(lambda vault: vault.status())
            await asyncio.wait({answer}, timeout=PATIENCE)
            if answer.done():
                return answer.result()
            answer.cancel()
        return VaultStatus(VaultState.WAITING, WAITING)

    async def store_key(self, *, create: bool) -> bytes | None:
        """Return the key of the history. Raises `VaultError`."""
        return await self._ask(lambda vault: vault.store_key(create=create))

    async def new_store_key(self) -> tuple[bytes, str] | None:
        """Make one more key, for a new history; see `Vault.new_store_key`. Raises `VaultError`."""
        return await self._ask(lambda vault: vault.new_store_key())

    async def look_again(self) -> None:
        """See a keyring that was started, unlocked or mended since it was asked last, as soon as it
        answers; wait no longer than `PATIENCE`."""
        self._remembered.clear()
        await asyncio.wait({self._put(lambda vault: vault.look_again())}, timeout=PATIENCE)

    async def credentials(self, account: Account) -> Credentials:
        """Return the secrets of `account`. Raises `CredentialsMissing` or `VaultError`."""
        if account.is_practice:  # It must work beside a keyring whose prompt nobody answers.
            return Credentials(PRACTICE_ACCOUNT_ID)
        now = time.monotonic()
        known = self._remembered.get(account)
        if known is not None and now < known[1]:
            return known[0]
        credentials = await self._ask(lambda vault: vault.credentials(account))
        if credentials is None:
            raise CredentialsMissing(
                f"The account ID of {account.label} is not in the system keyring, so nothing was"
                " sent. Enter it under Accounts, then send again."
            )
        self._remembered[account] = credentials, now + REMEMBERED_FOR
        return credentials

    async def keep(self, account: Account, credentials: Credentials) -> Kept:
        self._remembered.clear()
        return await self._ask(lambda vault: vault.keep(account, credentials))

    async def passphrase(self, account: Account) -> str | None:
        """Return the passphrase of the client key, None where there is none. Raises
        `VaultError`."""
        return await self._ask(lambda vault: vault.passphrase(account))

    async def keep_passphrase(self, account: Account, passphrase: str | None) -> Kept:
        self._remembered.clear()
        return await self._ask(lambda vault: vault.keep_passphrase(account, passphrase))

    async def forget(self, account: Account) -> None:
        self._remembered.clear()
        await self._ask(lambda vault: vault.forget(account))

    def _put(self, question: Callable[[Vault], T]) -> asyncio.Future[T]:
        def ask() -> T:
            if self._vault is None:
                from appcues_console.accounts.vault import Vault

                self._vault = Vault(self._home)
            return question(self._vault)

        return asyncio.wrap_future(self._thread.submit(ask))

    async def _ask(self, question: Callable[[Vault], T]) -> T:
        answer = self._put(question)
        try:
            await asyncio.wait({answer}, timeout=PATIENCE)
            return answer.result() if answer.done() else await self._wait_on(answer)
        except asyncio.CancelledError:
            answer.cancel()  # a question that nobody waits for any more need not be put
            raise

    async def _wait_on(self, answer: asyncio.Future[T]) -> T:
        self._waiting += 1
        if self._waiting == 1:
            self._told()
        try:
            return await answer
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._told()
