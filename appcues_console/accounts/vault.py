"""Secrets in the system keyring: account IDs, bearer values and the key of the history.

This is the one module that imports `keyring`. There is no plaintext fallback: without a keyring of
the system, secrets live in this object's memory and end with it. How the items of a keyring are
read and written without harm is said in `items.py`.

Every call may wait for a prompt of the system, so none is made on the window's thread.
"""

from __future__ import annotations

import configparser
import re
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import keyring
import keyring.backend
import keyring.backends.kwallet
import keyring.backends.SecretService
import keyring.backends.Windows
import keyring.core
from filelock import FileLock, Timeout
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

from appcues_console.activity.destination import Credentials
from appcues_console.storage.errors import Damaged, StorageError, from_os_error
from appcues_console.storage.files import private_folder

from .account import (
    PRACTICE_ACCOUNT_ID,
    Account,
    check_account_id,
    check_bearer,
    check_passphrase,
)
from .items import Items
from .key_name import choose_key_name, key_name
from .status import ABSENT, Kept, KeyUnusable, VaultFailed, VaultStatus

# The system's backends are imported by name, not only through entry points: a frozen build has no
# entry points and would find no keyring at all.
if sys.platform == "darwin":
    import keyring.backends.macOS
else:
    # Wherever this backend is loaded, and keyring loads all of them, it looks for three libraries
    # of macOS first, for which Linux starts a compiler three times. As if they were not found:
    sys.modules.setdefault("keyring.backends.macOS.api", None)  # type: ignore[arg-type]

T = TypeVar("T")

KEY_LENGTH = 32
"""Bytes of the history's key."""
PATIENCE = 120.0
"""Seconds to wait for another copy of the program that makes the history's key."""


def find_backend() -> KeyringBackend | None:
    """Return the system's keyring, or None where there is none that keeps secrets secret."""
    try:
        chosen = keyring.get_keyring()
    except (ImportError, AttributeError, RuntimeError, ValueError, OSError, configparser.Error):
        # PYTHON_KEYRING_BACKEND or keyringrc.cfg names a backend that is not there or not viable.
        return None
    candidates = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    return next(filter(keeps_secrets, candidates), None)


def look_around_again() -> None:
    """Let the next `find_backend` see a keyring that was started after this program was.

    `keyring` remembers for ever what it found at first, and has no call to forget it.
    """
    with suppress(KeyError):  # it has not looked yet
        keyring.backend.get_all_keyring.reset()
    with suppress(ImportError, AttributeError, RuntimeError, ValueError, OSError):
        keyring.core.init_backend()


def keeps_secrets(backend: KeyringBackend) -> bool:
    """Tell whether `keyring` itself recommends the backend (priority 1 or more).

    That leaves out the null and failing ones and the files of keyrings.alt, some of them in plain
    text. A chain of backends is never used as one: it may end in such a file.
    """
    if type(backend).__module__.startswith("keyrings.alt") or isinstance(backend, ChainerBackend):
        return False
    try:
        return float(backend.priority) >= 1
    except RuntimeError:  # how a backend says that it cannot work here
        return False


class Vault:
    """The secrets of the accounts and history under one folder, `home`."""

    def __init__(
        self,
        home: Path,
        find: Callable[[], KeyringBackend | None] = find_backend,
        look_around: Callable[[], None] = look_around_again,
    ) -> None:
        """Remember where to look. Nothing is read or asked before the first call."""
        self._home = home
        self._items = Items(home, find, look_around)
        self._session: dict[str, Credentials] = {}

    def __repr__(self) -> str:
        return f"Vault({str(self._home)!r}, {self._items.last.state})"

    def status(self) -> VaultStatus:
        """Return whether secrets can be kept, as the last call left it. Asks nothing of the keyring
        but whether there is one, so that no prompt appears."""
        return self._items.status()

    def look_again(self) -> None:
        """Forget that there was no keyring, so that the next call finds one that was started since.

        A keyring that was found is kept; what it said last is forgotten.
        """
        self._items.look_again()

    def credentials(self, account: Account) -> Credentials | None:
        """Return the secrets of `account`, or None where the vault has none.

        Raises `VaultLocked` or `VaultFailed`.
        """
        if account.is_practice:
            return Credentials(PRACTICE_ACCOUNT_ID)
        if account.key in self._session:
            return self._session[account.key]
        account_id = self._items.read(account.key, "account-id")
        if account_id is None:
            return None
        bearer = self._expect(account, "bearer", "bearer value") if account.has_bearer else None
        return Credentials(account_id, bearer, self.passphrase(account))

    def passphrase(self, account: Account) -> str | None:
        """Return the passphrase of the client key of `account`, or None where it has none.

        Raises `VaultLocked` or `VaultFailed`.
        """
        if account.key in self._session:
            return self._session[account.key].key_passphrase
        if not account.has_passphrase:
            return None
        return self._expect(account, "key-passphrase", "passphrase of the client key")

    def keep(self, account: Account, credentials: Credentials) -> Kept:
        """Keep the secrets of `account` in place of earlier ones, and say where they went.

        A passphrase that it has and that is not given stays as it is: who changes the account ID
        need not know it. Raises `VaultLocked` or `VaultFailed`; what cannot be a secret of its kind
        is refused by `VaultFailed` too.
        """
        if account.is_practice:
            raise ValueError("the built-in account has no secrets")
        wrong = (
            check_account_id(credentials.account_id)
            or check_bearer(credentials.bearer or "")
            or check_passphrase(credentials.key_passphrase or "")
        )
        if wrong is not None:
            raise VaultFailed(wrong)
        stays = account.has_passphrase and credentials.key_passphrase is None
        if not self._items.reachable:
            if stays and account.key in self._session:
                known = self._session[account.key].key_passphrase
                credentials = replace(credentials, key_passphrase=known)
            self._session[account.key] = credentials
            return Kept.SESSION
        self._items.write(account.key, "account-id", credentials.account_id)
        self._items.put(account.key, "bearer", credentials.bearer)
        if not stays:
            self._items.put(account.key, "key-passphrase", credentials.key_passphrase)
        self._session.pop(account.key, None)
        return Kept.KEYRING

    def keep_passphrase(self, account: Account, passphrase: str | None) -> Kept:
        """Keep the passphrase of the client key alone, or with None remove it.

        Raises `VaultLocked` or `VaultFailed`.
        """
        wrong = check_passphrase(passphrase or "")
        if wrong is not None:
            raise VaultFailed(wrong)
        if account.key in self._session:
            known = self._session[account.key]
            self._session[account.key] = replace(known, key_passphrase=passphrase)
            return Kept.SESSION
        if not self._items.reachable:
            raise VaultFailed(f"{ABSENT} To use a passphrase now, enter the account ID again too.")
        self._items.put(account.key, "key-passphrase", passphrase)
        return Kept.KEYRING

    def forget(self, account: Account) -> None:
        """Remove the secrets of `account`; where there are none, nothing happens.

        Raises `VaultLocked` or `VaultFailed`, and then some may remain in the keyring.
        """
        self._session.pop(account.key, None)
        for kind in ("account-id", "bearer", "key-passphrase"):
            self._items.delete(account.key, kind)

    def store_key(self, *, create: bool) -> bytes | None:
        """Return the key of the history, 32 bytes, or None where the vault has none.

        With `create`, a new one is made and kept where a usable keyring has none: ask for that only
        where there is no database yet. Raises `VaultLocked` or `VaultFailed`.
        """
        key = self._key()
        if key is not None or not create or not self._items.reachable:
            return key

        def make() -> bytes:
            key = self._key()
            if key is None:
                key, name = self._make_key()
                choose_key_name(self._home, name)
            return key

        # Two copies started at once must not make two keys: one of them would be lost.
        return self._alone(make)

    def new_store_key(self) -> tuple[bytes, str] | None:
        """Make and keep one more key, beside every earlier one, and return it with its name; None
        where there is no keyring. It is the history's key only after
        `choose_key_name`.

        Raises `VaultLocked` or `VaultFailed`.
        """
        return None if not self._items.reachable else self._alone(self._make_key)

    def _make_key(self) -> tuple[bytes, str]:
        # Chance too, and not only a look at what is there: a keyring may read as empty.
        stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
        name = f"key-{stamp}-{secrets.randbelow(10**9):09}"
        key = secrets.token_bytes(KEY_LENGTH)
        self._items.write("history", name, key.hex())
        return key, name

    def _alone(self, work: Callable[[], T]) -> T:
        """Run `work` while no other copy of the program makes a key."""
        failure: VaultFailed | None = None
        try:
            private_folder(self._home)
            with FileLock(self._home / "vault.lock", timeout=PATIENCE, mode=0o600):
                return work()
        except StorageError as error:
            failure = VaultFailed(error.message)
        except Timeout:
            failure = VaultFailed(
                "Another copy of the program is waiting for the keyring. Answer its prompt, or"
                " close it, and try again."
            )
        except OSError as error:
            failure = VaultFailed(from_os_error(error, self._home).message)
        raise failure

    def _key(self) -> bytes | None:
        if not self._items.reachable:
            return None
        failure: VaultFailed
        try:
            name = key_name(self._home)
        except Damaged as error:
            failure = KeyUnusable(error.message)
        except StorageError as error:
            failure = VaultFailed(error.message)
        else:
            text = self._items.read("history", name)
            if text is None:
                return None
            if re.fullmatch(r"[0-9a-f]{64}", text) is not None:
                return bytes.fromhex(text)
            failure = KeyUnusable(
                "The key of the history in the keyring is not one that this program made. It was"
                " left as it is; the history cannot be opened with it."
            )
        raise failure

    def _expect(self, account: Account, kind: str, what: str) -> str:
        secret = self._items.read(account.key, kind)
        if secret is None:
            raise VaultFailed(
                f"The {what} of {account.label} is no longer in the keyring. Enter it again under"
                " Accounts."
            )
        return secret
