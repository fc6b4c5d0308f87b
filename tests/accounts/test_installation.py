"""Each folder of files has one name in the keyring, for good."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from appcues_console.accounts.installation import FILE_NAME, installation_id
from appcues_console.storage.errors import Busy, Damaged, Unwritable


def test_the_name_stays_and_moves_with_the_folder(tmp_path: Path) -> None:
    name = installation_id(tmp_path / "here")
    assert installation_id(tmp_path / "here") == name
    shutil.move(tmp_path / "here", tmp_path / "there")

    assert installation_id(tmp_path / "there") == name
    assert len(name) == 32


def test_two_folders_have_two_names(tmp_path: Path) -> None:
    assert installation_id(tmp_path / "one") != installation_id(tmp_path / "two")


def test_copies_that_start_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _: installation_id(tmp_path / "home"), range(16)))

    assert len(names) == 1


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 32, b"G" * 32])
def test_a_damaged_name_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(Damaged, match="put it back from a backup"):
        installation_id(tmp_path)

    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(Unwritable):
        installation_id(tmp_path / "home")


def test_a_copy_that_never_finishes_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("appcues_console.accounts.installation.PATIENCE", 0.01)
    with FileLock(tmp_path / f"{FILE_NAME}.lock"), ThreadPoolExecutor(1) as pool:
        refused = pool.submit(installation_id, tmp_path).exception()

    assert isinstance(refused, Busy)
    assert not (tmp_path / FILE_NAME).exists()
