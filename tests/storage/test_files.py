"""A private file is never found half-written, nor readable by others."""

from __future__ import annotations

import errno
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from appcues_console.storage.errors import Unwritable
from appcues_console.storage.files import private_folder, set_aside, write_atomically

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_content_replaces_content(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.json"
    write_atomically(path, b"one")
    write_atomically(path, b"")
    write_atomically(path, b"three")

    assert path.read_bytes() == b"three"
    assert list(path.parent.iterdir()) == [path]


@POSIX_ONLY
def test_files_and_new_folders_are_private_whatever_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.json"
    before = os.umask(0)
    try:
        write_atomically(path, b"x")
    finally:
        os.umask(before)

    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700
    assert mode(path.parent.parent) == 0o700


@POSIX_ONLY
def test_a_folder_that_exists_keeps_its_permissions(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    private_folder(shared)

    assert mode(shared) == 0o755


@POSIX_ONLY
def test_a_link_stays_and_its_target_changes(tmp_path: Path) -> None:
    target, link = tmp_path / "real" / "a.json", tmp_path / "a.json"
    write_atomically(target, b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")

    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_full_disk_leaves_the_old_content_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    write_atomically(path, b"old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unwritable, match="disk is full"):
        write_atomically(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_where_a_folder_is_needed_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(Unwritable) as caught:
        write_atomically(tmp_path / "home" / "a.json", b"x")

    assert "home" in caught.value.message


def test_what_is_set_aside_carries_the_date_and_never_replaces(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    names = []
    for content in ("one", "two", "three"):
        path.write_text(content)
        names.append(set_aside(path, NOW))

    assert [name.name for name in names] == [
        "history.set-aside-2026-03-04-050607.db",
        "history.set-aside-2026-03-04-050607-2.db",
        "history.set-aside-2026-03-04-050607-3.db",
    ]
    assert [name.read_text() for name in names] == ["one", "two", "three"]
    assert not path.exists()


def test_the_log_of_a_database_goes_along(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    path.write_text("pages")
    (tmp_path / "history.db-wal").write_text("newest commits")
    aside = set_aside(path, NOW)

    assert aside.with_name(aside.name + "-wal").read_text() == "newest commits"
    assert not (tmp_path / "history.db-wal").exists()


def test_what_cannot_be_set_aside_whole_stays_whole(tmp_path: Path) -> None:
    log = tmp_path / "history.db-wal"
    log.write_text("newest commits")
    with pytest.raises(Unwritable):
        set_aside(tmp_path / "history.db", NOW)

    assert list(tmp_path.iterdir()) == [log]


def test_nothing_to_set_aside_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unwritable):
        set_aside(tmp_path / "missing.db", NOW)
