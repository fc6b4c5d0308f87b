"""Looks through a whole database for damage, without standing in anybody's way.

Each page is sealed, so a changed byte shows as soon as the page is read; a page that nobody reads
may be damaged for months. Reading all of them at each start would take seconds for each gigabyte,
and a program that was closed in good order has no reason for it. So it is done only after an end
that was not: by then another program's crash, a power cut or a failing disk may have been at work.
The look-up has a connection of its own, reads only, and stops within milliseconds when asked to.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import apsw

from .database import PATIENCE, unlock
from .errors import Damaged
from .faults import translated

STEPS = 20_000
"""Instructions of SQLite between two looks at `stop`: some milliseconds."""


def was_left_open(path: Path) -> bool:
    """Return whether the last copy that used the database at `path` did not close it: the log is
    then still beside it. To be asked before the database is opened, and while no copy runs."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except OSError:
        return False


def check(path: Path, key: bytes, stop: Callable[[], bool]) -> bool:
    """Read every page of the database at `path` and compare its structure, as SQLite's
    `quick_check` does. Returns False where `stop` ended it before it was through.

    Blocks, and lets other threads of the program run. Raises `Damaged` where something is not
    sound, and another `StorageError` where it could not be read.
    """
    with translated():
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            connection.set_busy_timeout(PATIENCE)
            unlock(connection, key)
            connection.pragma("temp_store", "MEMORY")
            connection.set_progress_handler(stop, STEPS)
            found = connection.execute("PRAGMA quick_check(1)").get
        except apsw.InterruptError:
            return False
        finally:
            connection.close()
    if found != "ok":
        raise Damaged(
            "The history is damaged: a part of its file is not what was written. Keep the file, it"
            " may be mended."
        )
    return True
