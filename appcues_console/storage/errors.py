"""Everything that can go wrong with what is kept on disk, and the sentence a person reads then.

A caller catches `StorageError` and shows `message`; it never sees the text of SQLite or of the
operating system, which names neither the consequence nor the remedy. The cause stays attached as
`__cause__` for a developer.
"""

from __future__ import annotations

import errno
from pathlib import Path


class StorageError(Exception):
    """Something kept on disk could not be read or written. `message` is for a person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class WrongKey(StorageError):
    """The file is not readable with the key at hand: another key made it, or it is no database."""


class Damaged(StorageError):
    """The key is right and the content is not sound."""


class TooNew(StorageError):
    """A newer version of the program made the file."""


class Unwritable(StorageError):
    """The file could not be opened or written: full disk, missing permission, failing device."""


class Busy(StorageError):
    """Another copy of the program held the file for longer than is reasonable to wait."""


class Closed(StorageError):
    """Work was handed in after the database had been closed."""


def from_os_error(error: OSError, path: Path) -> Unwritable:
    """Return the sentence for an operating system's refusal to read or write `path`."""
    name = path.name or str(path)
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return Unwritable(f"The disk is full, so “{name}” could not be saved. Free some space.")
        case errno.EACCES | errno.EPERM:
            return Unwritable(
                f"The program may not write “{name}”. Check the permissions of {path.parent}."
            )
        case errno.EROFS:
            return Unwritable(
                f"“{name}” lies on a read-only file system, so nothing could be saved in"
                f" {path.parent}."
            )
        case errno.ENOTDIR | errno.EEXIST | errno.EISDIR:
            return Unwritable(
                f"“{name}” cannot be used: a file stands where a folder is needed, or the reverse."
                f" Look at {path}."
            )
        case _:
            reason = error.strerror or type(error).__name__
            return Unwritable(f"“{name}” could not be read or written: {reason}.")
