"""Opening the encrypted database: key, safety settings, and its shape brought up to date.

The cipher is SQLite3 Multiple Ciphers' ChaCha20-Poly1305, so each page is sealed as well as
hidden: a changed byte is an error, never a wrong value. The key is 32 random bytes and is handed
over raw (``raw:`` and 64 hexadecimal digits), so opening derives nothing; measured, it takes a
fraction of a millisecond where a derived key takes 25.

WAL lets the window and the command line use one file at once. `synchronous=FULL` makes each commit
wait until the log is on the disk: with WAL's usual NORMAL a power cut may take back the newest
commits, and an exchange that is marked as sending must not be forgotten once its bytes have left.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import apsw

from .errors import TooNew, from_os_error
from .faults import translated
from .files import private_folder

Migration = Callable[[apsw.Connection], None]
"""One step from a version of the tables to the next. It must not begin or commit: all steps of an
opening are one transaction, so that a file has the old tables or the new ones."""

KEY_LENGTH = 32
"""Bytes."""

PATIENCE = 5000
"""Milliseconds to wait for another copy of the program that is writing."""


def open_database(
    path: Path | None, key: bytes | None, migrations: Sequence[Migration]
) -> apsw.Connection:
    """Open the database at `path` with a raw key of 32 bytes, or one in memory without a path.

    A missing or empty file becomes a new database, readable by its owner only. `migrations` lead
    from an empty database to the present tables, in order; those that the file has not seen are
    applied, after a copy of a file that already holds something. Raises `WrongKey`, `Damaged`,
    `TooNew`, `Unwritable` or `Busy`, and then the file is as it was.
    """
    if path is not None:
        if key is None or len(key) != KEY_LENGTH:
            raise ValueError("a database file needs a key of 32 bytes")
        _claim(path)
    with translated():
        connection = apsw.Connection(":memory:" if path is None else str(path))
        try:
            connection.set_busy_timeout(PATIENCE)
            if path is not None and key is not None:
                unlock(connection, key)
            _configure(connection)
            _migrate(connection, path, key, migrations)
        except BaseException:
            connection.close()
            raise
    return connection


def number_from(connection: apsw.Connection, table: str, first: int) -> None:
    """Let the next row of `table`, whose key is AUTOINCREMENT, have the number `first` at least.

    So two databases never give out the same number, and a number that was handed out while one of
    them was in use cannot mean a row of the other.
    """
    last: int = connection.execute(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", (table,)
    ).get
    if last < first - 1:
        connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, first - 1))


def _claim(path: Path) -> None:
    """Make the file private before SQLite writes the first byte; its log inherits the mode."""
    private_folder(path.parent)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise from_os_error(error, path) from error


def unlock(connection: apsw.Connection, key: bytes) -> None:
    """Give a fresh connection its key, and read a first page to see whether it fits."""
    # The cipher is chosen before the key, and both before anything is read. The pragma accepts
    # any key: only the first read tells whether it fits.
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", f"raw:{key.hex()}")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()


def _write_ahead(connection: apsw.Connection) -> None:
    """Switch to the write-ahead log; the file remembers it, so this is work at its first opening.

    SQLite does not wait here as it does elsewhere: where another copy of the program reads the
    same new file at that moment it answers "busy" at once, whatever the patience.
    """
    deadline = time.monotonic() + PATIENCE / 1000
    while True:
        try:
            connection.pragma("journal_mode", "wal")
        except apsw.BusyError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _configure(connection: apsw.Connection) -> None:
    _write_ahead(connection)
    connection.pragma("synchronous", "FULL")
    connection.pragma("journal_size_limit", 16 * 1024 * 1024)
    connection.pragma("secure_delete", True)
    connection.pragma("foreign_keys", True)
    # A temporary file would be written without the cipher.
    connection.pragma("temp_store", "MEMORY")
    connection.pragma("trusted_schema", False)


def _migrate(
    connection: apsw.Connection,
    path: Path | None,
    key: bytes | None,
    migrations: Sequence[Migration],
) -> None:
    if _version(connection, len(migrations)) == len(migrations):
        return
    # One lock from the first look to the last step: another copy of the program that starts now
    # waits, and finds the work done.
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection, len(migrations))
        if 0 < version < len(migrations) and path is not None and key is not None:
            _back_up(path, key, version)
        for number, migration in enumerate(migrations[version:], start=version + 1):
            migration(connection)
            connection.pragma("user_version", number)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: apsw.Connection, newest: int) -> int:
    version: int = connection.execute("PRAGMA user_version").get
    if version > newest:
        raise TooNew(
            "The history was written by a newer version of the program, which this one must not"
            " touch. Start the newer version, or install it again."
        )
    return version


def _back_up(path: Path, key: bytes, version: int) -> None:
    """Copy the database as it is, under the same key, beside itself."""
    stamp = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    copy = path.with_name(f"{path.stem}.version-{version}-{stamp}{path.suffix}")
    _claim(copy)
    # SQLite does not copy from a connection that is about to write, so both ends are new ones.
    source, target = apsw.Connection(str(path)), apsw.Connection(str(copy))
    try:
        unlock(source, key)
        unlock(target, key)
        with target.backup("main", source, "main") as backup:
            backup.step(-1)
    except BaseException:
        copy.unlink(missing_ok=True)  # half a copy is none
        raise
    finally:
        source.close()
        target.close()
