"""The one place where an error of SQLite becomes a sentence for a person.

SQLite's own words ("file is not a database", "disk I/O error") name neither the file nor what it
means nor what to do. Only what the surroundings cause is translated; a wrong statement or a broken
constraint is a bug of ours and stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from .errors import Busy, Damaged, StorageError, Unwritable, WrongKey

_WRITING = frozenset(
    {
        apsw.SQLITE_IOERR_WRITE,
        apsw.SQLITE_IOERR_FSYNC,
        apsw.SQLITE_IOERR_DIR_FSYNC,
        apsw.SQLITE_IOERR_TRUNCATE,
        apsw.SQLITE_IOERR_SHMSIZE,
        apsw.SQLITE_IOERR_SHMMAP,
    }
)


@contextmanager
def translated() -> Iterator[None]:
    """Raise `StorageError` in place of an error of SQLite that the surroundings caused."""
    try:
        yield
    except apsw.Error as error:
        known = explain(error)
        if known is None:
            raise
        raise known from error


def explain(error: apsw.Error) -> StorageError | None:
    """Return the error to tell a person, or None where the fault is the program's own."""
    match error:
        case apsw.NotADBError():
            return WrongKey(
                "The history cannot be read with the key in the keyring: it was made with another"
                " key, or its beginning is damaged. Nothing in it was changed."
            )
        case apsw.CorruptError():
            return Damaged(
                "The history is damaged: a part of its file is not what was written. Keep the file,"
                " it may be mended."
            )
        case apsw.FullError():
            return Unwritable(
                "The disk is full, so the history could not be saved. Free some space."
            )
        case apsw.ReadOnlyError() | apsw.PermissionsError() | apsw.AuthError():
            return Unwritable(
                "The history is read-only, so nothing new can be saved in it. Check the"
                " permissions of its file and folder."
            )
        case apsw.CantOpenError():
            return Unwritable(
                "The file of the history cannot be opened. Check that its folder exists and is"
                " yours."
            )
        case apsw.IOError() if getattr(error, "extendedresult", 0) in _WRITING:
            # SQLite knows a full disk only by its own error number. A quota, the largest size of a
            # file and a full network drive have others, and arrive here.
            return Unwritable(
                "The history could not be written: the disk or a quota is full, or the disk fails."
                " Free some space; if there is enough, check the disk."
            )
        case apsw.IOError():
            return Unwritable(
                "The disk reported an error while the history was read. Check the disk before you"
                " rely on it."
            )
        case apsw.BusyError() | apsw.LockedError():
            return Busy(
                "Another copy of the program kept the history for itself for too long. Close it,"
                " or try again."
            )
        case _:
            return None
