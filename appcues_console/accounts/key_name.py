"""Which item of the keyring holds the key of the present history.

A new key gets an item of its own, with its date in the name; no key is ever written over another.
A keyring that reads as empty, because it is locked or was swapped, can then cost nobody the key of
a history that was set aside: the old item is still what it was when the keyring is back.
"""

from __future__ import annotations

from pathlib import Path

from appcues_console.storage.files import write_atomically

from .name_file import read_name

FILE_NAME = "history-key"

FIRST = "key"
"""The name in a folder that has no such file."""

LOST = (
    "It says which item of the keyring is the key of the history: put it back from a backup, or"
    " start a new history."
)


def key_name(home: Path) -> str:
    """Return the name of the item for the history in `home`.

    Raises `Damaged` where the file holds something else, `Unwritable` where it cannot be read.
    """
    return read_name(home / FILE_NAME, r"key[0-9-]*", LOST) or FIRST


def choose_key_name(home: Path, name: str) -> None:
    """Let `name` be the item for the history in `home` from now on. Raises `Unwritable`."""
    write_atomically(home / FILE_NAME, f"{name}\n".encode())
