"""The list of accounts as a file: labels and settings, never a secret.

Two copies of the program may change it at once, so each change reads, alters and replaces the file
under a lock. What this version does not understand stays in the file: a field of a newer version,
an account that cannot be used. A file that is no longer readable is set aside, never overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from appcues_console.activity.destination import Safety
from appcues_console.activity.trust import TrustFiles
from appcues_console.storage.errors import Busy, StorageError, TooNew, from_os_error
from appcues_console.storage.files import private_folder, set_aside, write_atomically

from .account import COLOURS, DEFAULT_COLOURS, PRACTICE, Account, check_base_url, check_label

VERSION = 1
PATIENCE = 10.0
"""Seconds to wait for another copy of the program that is saving."""


class AccountBook:
    """The accounts in the file at `path`, which need not exist yet."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notice = ""
        """What a person must know of the last `read`: a sentence, or nothing."""

    def read(self) -> tuple[Account, ...]:
        """Return the accounts, Practice first and the others in the order of their making.

        A damaged file is set aside and one of a newer version is left alone: both times Practice
        remains, and `notice` says why. Raises `StorageError` where the file cannot be read.
        """
        self.notice = ""
        try:
            document = self._load()
        except TooNew as error:
            self.notice = error.message
            return (PRACTICE,)
        except ValueError:
            document = self._put_aside()
        accounts = _accounts(document)
        unused = len(document["accounts"]) - len(accounts)
        if unused:
            self.notice = (
                f"{unused} of the accounts in {self._path.name} cannot be used and"
                f" {'is' if unused == 1 else 'are'} not shown: a part is missing or not allowed."
                " Nothing was removed from the file."
            )
        return (PRACTICE, *accounts)

    def version(self) -> tuple[int, ...]:
        """Return what tells the file as it is now from another: each change replaces it. A file
        that cannot be looked at is as one that is not there; `read` says why."""
        try:
            found = self._path.stat()
        except OSError:
            return ()
        return found.st_ino, found.st_mtime_ns, found.st_size

    def save(self, account: Account) -> None:
        """Add `account`, or let it take the place of the one with its key.

        Raises `StorageError` where the file cannot be written, or where another account, perhaps
        of another copy of the program, has that label by now.
        """
        if account.is_practice:
            raise ValueError("the built-in account is not kept in the file")
        with self._changing() as document:
            others = [other.label for other in _accounts(document) if other.key != account.key]
            if (wrong := check_label(account.label, others)) is not None:
                raise StorageError(wrong)
            entry = next((e for e in document["accounts"] if _key(e) == account.key), None)
            if entry is None:
                entry = {}
                document["accounts"].append(entry)
            entry.update(_entry(account))

    def remove(self, key: str) -> None:
        """Remove the account with this key; where there is none, nothing changes."""
        with self._changing() as document:
            document["accounts"] = [e for e in document["accounts"] if _key(e) != key]

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        with self._locked():
            try:
                document = self._load()
            except ValueError:
                document = self._move_away()
            before = json.dumps(document)
            yield document
            if json.dumps(document) != before:
                text = json.dumps(document, ensure_ascii=False, indent=2)
                write_atomically(self._path, text.encode("utf-8", "surrogatepass") + b"\n")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        private_folder(self._path.parent)
        lock = FileLock(self._path.with_name(self._path.name + ".lock"), mode=0o600)
        try:
            lock.acquire(timeout=PATIENCE)
        except Timeout as error:
            raise Busy(
                "Another copy of the program is saving the accounts and did not finish. Try again."
            ) from error
        except OSError as error:
            raise from_os_error(error, self._path) from error
        try:
            yield
        finally:
            lock.release()

    def _load(self) -> dict[str, Any]:
        """Return the file's content; raise ValueError where it is not what `save` writes."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return {"version": VERSION, "accounts": []}
        except OSError as error:
            raise from_os_error(error, self._path) from error
        document = _parse(data)
        if document["version"] > VERSION:
            raise TooNew(
                f"{self._path.name} was written by a newer version of the program, which this one"
                " must not change. Only Practice is available; start the newer version."
            )
        return document

    def _put_aside(self) -> dict[str, Any]:
        with self._locked():
            try:
                return self._load()  # another copy has mended it meanwhile
            except ValueError:
                return self._move_away()

    def _move_away(self) -> dict[str, Any]:
        aside = set_aside(self._path, datetime.now().astimezone())
        self.notice = (
            f"{self._path.name} was damaged, so its accounts are not shown. It was kept as"
            f" {aside.name}. The account IDs are still in the keyring."
        )
        return {"version": VERSION, "accounts": []}


def _parse(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data.decode("utf-8", "surrogatepass"))
    except RecursionError:
        document = None
    match document:
        case {"version": int(), "accounts": list()}:
            return dict(document)
        case _:
            raise ValueError("not a list of accounts")


def _accounts(document: dict[str, Any]) -> list[Account]:
    accounts: dict[str, Account] = {}
    for entry in document["accounts"]:
        account = _account(entry)
        if account is not None:
            accounts.setdefault(account.key, account)
    return list(accounts.values())


def _key(entry: object) -> object:
    return entry.get("key") if isinstance(entry, dict) else None


def _entry(account: Account) -> dict[str, Any]:
    return {
        "key": account.key,
        "label": account.label,
        "region": account.region,
        "base_url": account.base_url,
        "safety": account.safety.value,
        "colour": account.colour,
        "has_bearer": account.has_bearer,
        "ca_file": account.trust.ca_file,
        "client_certificate": account.trust.client_certificate,
        "client_key": account.trust.client_key,
        "has_passphrase": account.has_passphrase,
    }


def _account(entry: object) -> Account | None:
    """Return the account of one entry, or None where it cannot be used safely.

    A safety level that is not known counts as production: the careful one.
    """
    if not isinstance(entry, dict):
        return None
    key, label, base_url = entry.get("key"), entry.get("label"), entry.get("base_url")
    if not (isinstance(key, str) and isinstance(label, str) and isinstance(base_url, str)):
        return None
    if not key or key == PRACTICE.key or check_label(label) or check_base_url(base_url):
        return None
    level = entry.get("safety")
    safety = next((known for known in Safety if known == level), Safety.PRODUCTION)
    region, colour = entry.get("region"), entry.get("colour")
    return Account(
        key=key,
        label=label,
        region=region if isinstance(region, str) else None,
        base_url=base_url,
        safety=safety,
        colour=colour if colour in COLOURS else DEFAULT_COLOURS[safety],
        has_bearer=entry.get("has_bearer") is True,
        trust=_trust(entry),
        has_passphrase=entry.get("has_passphrase") is True,
    )


def _trust(entry: dict[str, Any]) -> TrustFiles:
    """Return the certificate files of one entry. What is no path counts as none: an account then
    trusts less, never more."""
    names = ("ca_file", "client_certificate", "client_key")
    paths = (entry.get(name) for name in names)
    return TrustFiles(*(path if isinstance(path, str) else "" for path in paths))
