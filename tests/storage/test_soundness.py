"""A whole database is looked through, without changing it and without holding anybody up."""

from __future__ import annotations

import shutil
from pathlib import Path

import apsw
import pytest

from appcues_console.storage import soundness
from appcues_console.storage.database import open_database
from appcues_console.storage.errors import Damaged, Unwritable, WrongKey
from appcues_console.storage.soundness import check, was_left_open
from tests.storage.damage import damage_start, damage_table

KEY = bytes(range(32))


def never() -> bool:
    return False


def tables(connection: apsw.Connection) -> None:
    connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
    connection.execute("CREATE TABLE quiet (text TEXT)")
    connection.execute("CREATE INDEX by_text ON note (text)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "history.db"
    connection = open_database(path, KEY, (tables,))
    rows = [(f"{number:05}" * 30,) for number in range(3000)]
    with connection:
        connection.executemany("INSERT INTO note (text) VALUES (?)", rows)
    connection.execute("INSERT INTO quiet VALUES ('seldom read')")
    connection.close()
    return path


def test_a_sound_one_is_sound_and_unchanged(path: Path) -> None:
    before = path.read_bytes()

    assert check(path, KEY, never)
    assert path.read_bytes() == before


@pytest.mark.parametrize("table", ["note", "quiet", "by_text"])
def test_damage_in_a_place_that_nobody_reads_is_found(path: Path, table: str) -> None:
    assert damage_table(path, KEY, table) > 0
    with pytest.raises(Damaged, match="Keep the file"):
        check(path, KEY, never)


def test_a_damaged_start_and_another_key_read_alike(path: Path) -> None:
    with pytest.raises(WrongKey):
        check(path, bytes(32), never)
    damage_start(path)
    with pytest.raises(WrongKey):
        check(path, KEY, never)


@pytest.fixture
def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "STEPS", 100)


@pytest.mark.usefixtures("look_often")
def test_it_stops_when_asked_to(path: Path) -> None:
    looks: list[int] = []

    def stop() -> bool:
        looks.append(1)
        return True

    assert not check(path, KEY, stop)
    assert len(looks) == 1


@pytest.mark.usefixtures("look_often")
def test_a_writer_is_not_held_up_and_not_disturbed(path: Path) -> None:
    writer = open_database(path, KEY, (tables,))
    written: list[int] = []

    def write() -> bool:
        if len(written) < 5:
            writer.execute("INSERT INTO note (text) VALUES ('meanwhile')")
            written.append(1)
        return False

    assert check(path, KEY, write)
    writer.close()
    assert len(written) == 5
    assert check(path, KEY, never)


def test_a_missing_file_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unwritable):
        check(tmp_path / "missing.db", KEY, never)

    assert list(tmp_path.iterdir()) == []


def test_only_an_end_that_was_not_in_order_leaves_a_log(path: Path) -> None:
    assert not was_left_open(path)
    connection = open_database(path, KEY, (tables,))
    connection.execute("INSERT INTO note (text) VALUES ('x')")
    shutil.copytree(path.parent, path.parent.parent / "copy", dirs_exist_ok=True)
    connection.close()

    assert not was_left_open(path)
    assert was_left_open(path.parent.parent / "copy" / "history.db")
