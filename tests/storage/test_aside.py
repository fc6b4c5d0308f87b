"""A database is put aside only alone, only once, and only the one that was meant."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from appcues_console.storage import aside
from appcues_console.storage.aside import identity, replacing
from appcues_console.storage.errors import Busy, Unwritable
from appcues_console.storage.presence import Presence
from tests.storage.test_presence import HOLDER

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "history.db"
    path.write_text("old")
    return path


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "PATIENCE", 0.05)


def held(path: Path, known: tuple[int, int] | None) -> AbstractContextManager[Path | None]:
    return replacing(path, known, path.parent / "locks", NOW)


def test_it_is_renamed_with_its_date_and_keeps_its_content(path: Path) -> None:
    with held(path, identity(path)) as kept:
        assert kept is not None
        assert kept.name == "history.set-aside-2026-03-04-050607.db"
        assert kept.read_text() == "old"
        assert not path.exists()


@pytest.mark.usefixtures("hurry")
def test_another_file_of_that_name_is_left_alone_also_beside_other_copies(path: Path) -> None:
    known = identity(path)
    path.rename(path.with_name("elsewhere"))
    path.write_text("new, by another copy")
    presence = Presence(path.parent / "locks")
    with held(path, known) as kept:
        assert kept is None
    presence.close()

    assert path.read_text() == "new, by another copy"


@pytest.mark.parametrize("known", [None, (0, 0)])
def test_what_was_never_seen_is_left_alone(path: Path, known: tuple[int, int] | None) -> None:
    with held(path, known) as kept:
        assert kept is None

    assert path.read_text() == "old"


def test_a_file_that_is_gone_has_no_identity(path: Path) -> None:
    assert identity(path.with_name("missing")) is None
    assert identity(path) == identity(path)


@pytest.mark.usefixtures("hurry")
def test_a_copy_that_runs_keeps_its_file(path: Path) -> None:
    presence = Presence(path.parent / "locks")
    with pytest.raises(Busy, match="Close the other copy"), held(path, identity(path)):
        pytest.fail("entered beside another copy")
    assert path.read_text() == "old"
    presence.close()

    with held(path, identity(path)) as kept:
        assert kept is not None


def test_a_copy_that_is_only_looking_is_waited_for(path: Path) -> None:
    presence = Presence(path.parent / "locks")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(presence.close)
        with held(path, identity(path)) as kept:
            assert kept is not None


def test_a_copy_that_was_killed_is_nobody(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path.parent / "locks")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline()
        other.kill()
        other.wait()
    with held(path, identity(path)) as kept:
        assert kept is not None


@pytest.mark.usefixtures("hurry")
def test_one_copy_at_a_time(path: Path) -> None:
    with (
        FileLock(path.with_name("history.db.lock")),
        pytest.raises(Busy),
        held(path, identity(path)),
    ):
        pytest.fail("entered twice")

    assert path.read_text() == "old"


def test_a_folder_that_cannot_hold_a_lock_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(Unwritable), held(tmp_path / "home" / "history.db", None):
        pytest.fail("entered nowhere")


def test_of_many_copies_that_put_the_same_file_aside_one_does(path: Path) -> None:
    known = identity(path)

    def replace(number: int) -> Path | None:
        with held(path, known) as kept:
            if kept is not None:
                path.write_text(f"new of {number}")
            return kept

    with ThreadPoolExecutor(8) as pool:
        kept = [each for each in pool.map(replace, range(8)) if each is not None]

    assert len(kept) == 1
    assert kept[0].read_text() == "old"
    assert path.read_text().startswith("new of")
