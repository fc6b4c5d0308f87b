"""Putting a file of the history aside, so that a new one can take its place and nothing is lost.

A copy of the program may be writing into the file at this very moment, or may be about to do the
same. So it is done under a lock of its own, only while no other copy is running, and only with the
file that was meant: a second copy that comes a moment later finds the new file and leaves it alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import Busy, from_os_error
from .files import private_folder, set_aside
from .presence import living_owners

PATIENCE = 2.0
"""Seconds to wait for copies that are just looking at the same file, and for one that moves it."""

TURN = 0.05
"""Seconds between two looks."""

OTHERS = (
    "Another copy of the program is using the history, so its file was left where it is. Close the"
    " other copy, then try again."
)


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells this file from another that takes its name later; None without a file.

    A file that cannot be asked counts as none.
    """
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def replacing(
    path: Path, known: tuple[int, int] | None, locks: Path, now: datetime
) -> Iterator[Path | None]:
    """Set the database at `path` aside, and keep other copies from doing the same in the block, in
    which a new one is to be made. The block gets its new name.

    `known` is the `identity` of the file that is meant: where another stands there by now, another
    copy was faster, nothing happens and the block gets None. `locks` is the folder of `Presence`,
    where this copy must not be present. Raises `Busy` where another copy uses the file, and
    `Unwritable` where nothing can be renamed or locked; then the file is where it was.
    """
    private_folder(path.parent)
    lock = FileLock(path.with_name(path.name + ".lock"), mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout as error:
        raise Busy(OTHERS) from error
    except OSError as error:
        raise from_os_error(error, path) from error
    try:
        aside = None
        if known is not None and identity(path) == known:
            _be_alone(locks)
            aside = set_aside(path, now)
        yield aside
    finally:
        lock.release()


def _be_alone(locks: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while living_owners(locks):
        if time.monotonic() > deadline:
            raise Busy(OTHERS)
        time.sleep(TURN)
