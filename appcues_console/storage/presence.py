"""Which copies of the program are running: each holds a lock that the system takes back at its end.

A copy that was killed cannot say goodbye, and a process number may belong to another program by
then. A lock of the operating system can do neither: it is free as soon as its holder is gone, so a
lock that can be taken belongs to nobody.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import from_os_error
from .files import private_folder

_SUFFIX = ".lock"


class Presence:
    """This running copy, for as long as it is not closed. `owner` is its name in the history."""

    def __init__(self, folder: Path) -> None:
        """Take a new name and its lock in `folder`. Raises `Unwritable`."""
        private_folder(folder)
        while True:
            self.owner = uuid.uuid4().hex
            self._lock = _lock(folder / f"{self.owner}{_SUFFIX}")
            try:
                self._lock.acquire(blocking=False)
            except Timeout:
                continue  # another copy is just looking whether this one is alive
            except OSError as error:
                raise from_os_error(error, folder) from error
            return

    def close(self) -> None:
        """Give the name up and remove its file."""
        _remove(self._lock)


def living_owners(folder: Path) -> frozenset[str]:
    """Return the names whose lock is held by a running copy, and remove the files of the others.

    Raises `Unwritable` where locks cannot be asked; then nothing is known of any owner.
    """
    living = set()
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        lock = _lock(path)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            living.add(path.name.removesuffix(_SUFFIX))
        except OSError as error:
            raise from_os_error(error, path) from error
        else:
            _remove(lock)
    return frozenset(living)


def _lock(path: Path) -> FileLock:
    # Not bound to a thread: it is taken in one and given back in another.
    return FileLock(path, mode=0o600, thread_local=False)


def _remove(lock: FileLock) -> None:
    """Remove the file while the lock is held; Windows allows it only afterwards."""
    path = Path(lock.lock_file)
    with suppress(OSError):
        path.unlink(missing_ok=True)
    lock.release()
    with suppress(OSError):
        path.unlink(missing_ok=True)
