"""Private files that are never found half-written.

People lose data when a full disk or a crash meets a program that writes a file in place. Here the
new content is complete and on the disk before it takes the old one's name, and nobody else on the
computer can read it at any moment.
"""

from __future__ import annotations

import errno
import os
import tempfile
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from .errors import from_os_error


def private_folder(path: Path) -> None:
    """Create `path` and its missing parents, readable by their owner only (0700).

    A folder that exists already keeps the permissions its owner gave it: a person may point the
    program at a shared folder, and each file in it is private by itself. Raises `Unwritable`.
    """
    missing = []
    here = path
    while not here.exists() and here != here.parent:
        missing.append(here)
        here = here.parent
    try:
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "Not a directory", str(path))
    except OSError as error:
        raise from_os_error(error, path) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Make `data` the whole content of `path`, durably and at once (permissions 0600).

    A reader sees the old content or the new one, also after a power cut. The folder is created
    where it is missing; a symbolic link is followed, so that its target changes and the link
    stays. Raises `Unwritable`, and then the old content is untouched.
    """
    target = Path(os.path.realpath(path))
    private_folder(target.parent)
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{target.name}.", suffix=".part", dir=target.parent
        )
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink()
            raise
        sync_folder(target.parent)
    except OSError as error:
        raise from_os_error(error, path) from error


def sync_folder(path: Path) -> None:
    """Make a rename inside `path` durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a file that cannot be used, so that nothing ever writes over it, and return its name.

    The name carries `now` to the second, and a number where that is taken. What SQLite keeps
    beside a database goes along, because the last commits may be there only. Raises `Unwritable`.
    """
    stamp = now.strftime("%Y-%m-%d-%H%M%S")
    marks = chain([stamp], (f"{stamp}-{number}" for number in count(2)))
    names = (path.with_name(f"{path.stem}.set-aside-{mark}{path.suffix}") for mark in marks)
    aside = next(name for name in names if not name.exists())
    moved: list[tuple[Path, Path]] = []
    try:
        # What lies beside a database goes first: were the program killed in between, SQLite would
        # take a log without its database for a rest, and remove it.
        for suffix in ("-wal", "-shm", "-journal", ""):
            old, new = path.with_name(path.name + suffix), aside.with_name(aside.name + suffix)
            if old.exists() or not suffix:
                old.rename(new)
                moved.append((old, new))
        sync_folder(path.parent)
    except OSError as error:
        for old, new in reversed(moved):
            new.rename(old)
        raise from_os_error(error, path) from error
    return aside
