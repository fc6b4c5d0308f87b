"""Lets every copy of the program under one home share one practice server.

A person sends from the window and from the command line and expects to find both in the same
place. So a server that runs says so in one file, and whoever needs one looks there first. The file
may be old, or the port taken over by another program; a server counts only when it proves to be
the one that wrote the file.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from hmac import compare_digest
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from appcues_console.storage.errors import from_os_error
from appcues_console.storage.files import private_folder, write_atomically

from .identity import IDENTITY_PATH, proof
from .loopback import ask

_PATIENCE: Final = 3.0
"""Seconds that a server is given to prove itself. On loopback a few thousandths are common, but one
that is just reading a very large body may need a second or two, and must not be taken for dead."""

_BASE_URL = re.compile(r"http://127\.0\.0\.1:([1-9]\d{0,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the file says. `pid` is for people; only the token counts."""

    base_url: str
    pid: int
    token: str = field(repr=False)


async def announce(path: Path, base_url: str, token: str) -> str:
    """Say in `path` that a server runs, unless another one does already.

    Returns the base URL to use: `base_url`, or that of the server that was first, and then the
    caller stops its own. Raises `storage.errors.Unwritable`.
    """
    private_folder(path.parent)
    async with _locked(path):
        first = await find_running(path)
        if first is not None:
            return first
        announcement = Announcement(base_url, os.getpid(), token)
        write_atomically(path, json.dumps(asdict(announcement)).encode())
    return base_url


async def find_running(path: Path) -> str | None:
    """Return the base URL of the server announced in `path`, or None when none runs.

    Never waits longer than about three seconds. A file that no living server stands behind is
    ignored, and removed where that is possible.
    """
    found = _read(path)
    if found is not None and await _alive(found):
        return found.base_url
    _discard(path, found)
    return None


async def withdraw(path: Path, token: str) -> None:
    """Remove the announcement made with `token`; leave anybody else's alone."""
    if not path.parent.is_dir():
        return
    async with _locked(path):
        found = _read(path)
        if found is not None and compare_digest(found.token, token):
            _remove(path, found)


@asynccontextmanager
async def _locked(path: Path) -> AsyncIterator[None]:
    """Hold the lock beside `path`, polling so that the loop goes on serving meanwhile."""
    lock = _lock(path)
    while True:
        try:
            lock.acquire(blocking=False)
            break
        except Timeout:
            await asyncio.sleep(0.02)
        except OSError as error:
            raise from_os_error(error, path) from error
    try:
        yield
    finally:
        lock.release()


def _lock(path: Path) -> FileLock:
    return FileLock(path.with_name(f"{path.name}.lock"), mode=0o600)


def _read(path: Path) -> Announcement | None:
    """Return what the file says, or None when it is missing or says nothing usable."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    match content:
        case {"base_url": str(base_url), "pid": int(pid), "token": str(token)}:
            # Whatever the file says, practice never leaves this computer.
            port = _BASE_URL.fullmatch(base_url)
            if port and int(port[1]) <= 65_535 and token.isascii():
                return Announcement(base_url, pid, token)
    return None


def _discard(path: Path, stale: Announcement | None) -> None:
    """Remove a file that no living server stands behind, where it is there and can be removed."""
    if path.exists():
        # Under the lock nobody announces; where it is held, somebody is about to write the file.
        with suppress(Timeout, OSError), _lock(path).acquire(blocking=False):
            _remove(path, stale)


def _remove(path: Path, stale: Announcement | None) -> None:
    """Remove the file unless somebody else wrote it since it was read as `stale`."""
    if _read(path) == stale:
        path.unlink(missing_ok=True)


async def _alive(found: Announcement) -> bool:
    """True when the announced server answers and proves that it made the token."""
    challenge = secrets.token_hex(16)
    try:
        async with asyncio.timeout(_PATIENCE):
            _, body = await ask(found.base_url, "GET", f"{IDENTITY_PATH}?challenge={challenge}")
        answered = json.loads(body)
    except (OSError, TimeoutError, ValueError, RecursionError):
        return False
    match answered:
        case {"proof": str(given)} if given.isascii():
            return compare_digest(given, proof(found.token, challenge))
    return False
