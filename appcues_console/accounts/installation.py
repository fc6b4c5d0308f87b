"""The name under which one folder of the program's files knows its own items in the keyring.

A computer has one keyring and may have several such folders: one for work, one on a stick, one for
each test. A random name, written once beside the files, keeps them apart; a name made from the
folder's path would lose every secret when the folder is moved. A copied folder shares the name,
as it shares the accounts and the history.
"""

from __future__ import annotations

import uuid
from pathlib import Path

from filelock import FileLock, Timeout

from appcues_console.storage.errors import Busy, from_os_error
from appcues_console.storage.files import private_folder, write_atomically

from .name_file import read_name

FILE_NAME = "installation"
PATIENCE = 10.0
"""Seconds to wait for another copy of the program that is writing the file."""

LOST = (
    "It holds the name of this folder’s items in the keyring: put it back from a backup, or remove"
    " it and enter the account IDs again."
)


def installation_id(home: Path) -> str:
    """Return the name of the files in `home`, 32 hexadecimal digits, made at the first call.

    Raises `Damaged` where the file holds something else: a new name would hide every secret that
    is kept under the old one. Raises `Unwritable` where it can be neither read nor made.
    """
    path = home / FILE_NAME
    known = read_name(path, r"[0-9a-f]{32}", LOST)
    if known is not None:
        return known
    private_folder(home)
    try:
        with FileLock(home / f"{FILE_NAME}.lock", timeout=PATIENCE, mode=0o600):
            known = read_name(path, r"[0-9a-f]{32}", LOST)
            if known is None:
                known = uuid.uuid4().hex
                write_atomically(path, f"{known}\n".encode())
    except Timeout as error:
        raise Busy(
            "Another copy of the program is starting and did not finish. Try again."
        ) from error
    except OSError as error:
        raise from_os_error(error, path) from error
    return known
