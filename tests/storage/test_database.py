"""The database is private, unreadable without its key, brought up to date, never replaced."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import apsw
import pytest

from appcues_console.storage import database
from appcues_console.storage.database import Migration, number_from, open_database
from appcues_console.storage.errors import Damaged, TooNew, Unwritable, WrongKey
from appcues_console.storage.faults import translated

KEY = bytes(range(32))
OTHER_KEY = bytes(32)
MARK = "a marked user ID that must not be found on the disk"


def first(connection: apsw.Connection) -> None:
    connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")


def second(connection: apsw.Connection) -> None:
    connection.execute("ALTER TABLE note ADD COLUMN colour TEXT DEFAULT 'blue'")


def numbered(connection: apsw.Connection) -> None:
    connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY AUTOINCREMENT)")


def broken(connection: apsw.Connection) -> None:
    connection.execute("CREATE TABLE half (id)")
    raise RuntimeError("a bug in a migration")


def write(path: Path, text: str = MARK, migrations: Sequence[Migration] = (first,)) -> None:
    connection = open_database(path, KEY, migrations)
    connection.execute("INSERT INTO note (text) VALUES (?)", (text,))
    connection.close()


def notes(path: Path, migrations: Sequence[Migration] = (first,)) -> list[str]:
    connection = open_database(path, KEY, migrations)
    try:
        with translated():
            return [row[0] for row in connection.execute("SELECT text FROM note ORDER BY id")]
    finally:
        connection.close()


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "history.db"
    write(path, "one")
    write(path, "two")

    assert notes(path) == ["one", "two"]


def test_no_file_shows_a_header_or_any_content(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    connection = open_database(path, KEY, (first,))
    connection.executemany("INSERT INTO note (text) VALUES (?)", [(MARK,)] * 500)
    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    connection.close()

    assert set(written) == {"history.db", "history.db-wal", "history.db-shm"}
    assert len(written["history.db-wal"]) > 500 * len(MARK)
    for content in written.values():
        assert b"SQLite format 3" not in content
        assert MARK.encode() not in content
        assert b"CREATE TABLE" not in content
        assert KEY not in content
        assert KEY.hex().encode() not in content


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_every_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "history.db"
    before = os.umask(0)
    try:
        write(path)
        path.chmod(0o644)  # as a copy from another place may have left it
        connection = open_database(path, KEY, (first, second))
        connection.execute("INSERT INTO note (text) VALUES ('x')")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        connection.close()
    finally:
        os.umask(before)

    assert len(modes) == 4  # the database, its log, its index of the log, the backup
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_another_key_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    write(path)
    before = path.read_bytes()
    with pytest.raises(WrongKey, match="another key"):
        open_database(path, OTHER_KEY, (first,))

    assert path.read_bytes() == before
    assert notes(path) == [MARK]


@pytest.mark.parametrize("content", [b"not a database", os.urandom(20_000), b"\0" * 4096])
def test_a_foreign_file_is_not_taken_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(content)
    with pytest.raises(WrongKey):
        open_database(path, KEY, (first,))

    assert path.read_bytes() == content


def test_a_plain_database_is_not_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    plain = apsw.Connection(str(path))
    plain.execute("CREATE TABLE x (y)")
    plain.close()
    before = path.read_bytes()
    with pytest.raises(WrongKey):
        open_database(path, KEY, (first,))

    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    path.touch()
    write(path, "one")

    assert notes(path) == ["one"]


def test_one_changed_byte_is_an_error_and_never_a_wrong_value(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    connection = open_database(path, KEY, (first,))
    connection.executemany("INSERT INTO note (text) VALUES (?)", [("x" * 300,)] * 200)
    connection.close()
    content = bytearray(path.read_bytes())
    content[4096 * 8 + 1000] ^= 1
    path.write_bytes(content)

    with pytest.raises(Damaged):
        notes(path)


def test_a_cut_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    connection = open_database(path, KEY, (first,))
    connection.executemany("INSERT INTO note (text) VALUES (?)", [("x" * 300,)] * 200)
    connection.close()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])

    with pytest.raises(Damaged):
        notes(path)


def test_settings_that_protect_are_on(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "history.db", KEY, (first,))
    settings = {
        name: connection.pragma(name)
        for name in (
            "journal_mode",
            "synchronous",
            "secure_delete",
            "foreign_keys",
            "temp_store",
            "trusted_schema",
            "cipher",
        )
    }
    connection.close()

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "temp_store": 2,
        "trusted_schema": 0,
        "cipher": "chacha20",
    }


def test_each_migration_runs_once_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    ran: list[int] = []

    def step(number: int) -> Migration:
        return lambda _connection: ran.append(number)

    steps = [step(1), step(2), step(3)]
    open_database(path, KEY, steps[:2]).close()
    open_database(path, KEY, steps[:2]).close()
    open_database(path, KEY, steps).close()

    assert ran == [1, 2, 3]


def test_a_copy_is_made_before_a_database_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    write(path, "before")
    connection = open_database(path, KEY, (first, second))
    connection.execute("UPDATE note SET text = 'after'")
    connection.close()
    (copy,) = set(tmp_path.glob("*.db")) - {path}

    assert copy.name.startswith("history.version-1-")
    assert notes(copy) == ["before"]
    assert notes(path, (first, second)) == ["after"]
    assert MARK.encode() not in copy.read_bytes()


def test_a_new_database_needs_no_copy(tmp_path: Path) -> None:
    write(tmp_path / "history.db", migrations=(first, second))

    assert [file.name for file in tmp_path.glob("*.db")] == ["history.db"]


def test_a_migration_that_fails_leaves_the_version_and_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    write(path, "kept")
    with pytest.raises(RuntimeError):
        open_database(path, KEY, (first, second, broken))
    connection = open_database(path, KEY, (first, second))
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    connection.close()

    assert tables == {"note"}
    assert notes(path, (first, second)) == ["kept"]


def test_a_newer_database_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    write(path, migrations=(first, second))
    before = path.read_bytes()
    with pytest.raises(TooNew, match="newer version"):
        open_database(path, KEY, (first,))

    assert path.read_bytes() == before


def test_two_copies_use_one_database(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    one, two = open_database(path, KEY, (first,)), open_database(path, KEY, (first,))
    one.execute("INSERT INTO note (text) VALUES ('one')")
    two.execute("INSERT INTO note (text) VALUES ('two')")
    seen = one.execute("SELECT count(*) FROM note").get
    one.close()
    two.close()

    assert seen == 2


def test_copies_that_make_a_new_database_at_once_agree(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    barrier = threading.Barrier(8)

    def start(_number: int) -> None:
        barrier.wait()
        write(path, "one", (first, second))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(start, range(8)))

    assert notes(path, (first, second)) == ["one"] * 8


class Hurried:
    """A connection that meets other copies at the one moment at which SQLite does not wait: about
    one opening in a hundred, when several copies make the same new file."""

    def __init__(self, meetings: int) -> None:
        self.meetings = meetings

    def pragma(self, name: str, value: str) -> None:
        assert (name, value) == ("journal_mode", "wal")
        if self.meetings:
            self.meetings -= 1
            raise apsw.BusyError("database is locked")


def test_other_copies_are_waited_for_where_sqlite_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hurried = Hurried(3)
    database._write_ahead(cast("apsw.Connection", hurried))
    assert hurried.meetings == 0

    monkeypatch.setattr(database, "PATIENCE", 0)
    with pytest.raises(apsw.BusyError):
        database._write_ahead(cast("apsw.Connection", Hurried(10**6)))


def test_half_a_copy_is_removed_and_the_database_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "history.db"
    write(path, "kept")

    unlock, keyed = database.unlock, []

    def full(connection: apsw.Connection, key: bytes) -> None:
        keyed.append(connection)
        if len(keyed) == 3:  # the database itself, the source of the copy, the copy
            raise apsw.FullError("database or disk is full")
        unlock(connection, key)

    monkeypatch.setattr(database, "unlock", full)
    with pytest.raises(Unwritable, match="disk is full"):
        open_database(path, KEY, (first, second))
    monkeypatch.undo()

    assert [file.name for file in tmp_path.glob("*version*")] == []
    assert notes(path) == ["kept"]


def test_a_database_in_memory_has_the_same_tables() -> None:
    connection = open_database(None, None, (first, second))
    connection.execute("INSERT INTO note (text) VALUES ('x')")
    assert connection.execute("SELECT text, colour FROM note").fetchall() == [("x", "blue")]
    connection.close()


def test_a_place_that_cannot_hold_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "history.db").mkdir()
    with pytest.raises(Unwritable):
        open_database(tmp_path / "history.db", KEY, (first,))


@pytest.mark.parametrize("key", [None, b"", bytes(16), bytes(33)])
def test_a_file_without_a_whole_key_is_a_bug(tmp_path: Path, key: bytes | None) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        open_database(tmp_path / "history.db", key, (first,))

    assert list(tmp_path.iterdir()) == []


def test_numbers_begin_where_they_are_told_and_never_again_below() -> None:
    connection = open_database(None, None, (numbered,))

    def add() -> int:
        connection.execute("INSERT INTO entry DEFAULT VALUES")
        return connection.last_insert_rowid()

    assert add() == 1
    number_from(connection, "entry", 1000)
    assert (add(), add()) == (1000, 1001)
    number_from(connection, "entry", 5)
    assert add() == 1002
    number_from(connection, "entry", 1003)
    assert add() == 1003
    connection.close()
