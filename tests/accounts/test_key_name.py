"""Each history has an item of its own in the keyring, named in a file that holds no secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from appcues_console.accounts.key_name import FILE_NAME, FIRST, choose_key_name, key_name
from appcues_console.storage.errors import Damaged, Unwritable


def test_a_folder_without_the_file_has_the_first_name(tmp_path: Path) -> None:
    assert key_name(tmp_path / "missing") == FIRST


def test_a_chosen_name_is_there_for_the_next_start(tmp_path: Path) -> None:
    for name in ("key-2026-03-04-050607", "key-2026-03-04-050607-2"):
        choose_key_name(tmp_path / "home", name)
        assert key_name(tmp_path / "home") == name


@pytest.mark.parametrize("content", [b"", b"../account-id", b"\xff\xfe", b"key\nkey"])
def test_a_damaged_file_is_said_and_kept(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(Damaged, match="start a new history"):
        key_name(tmp_path)

    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_what_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(Unwritable):
        key_name(tmp_path)
    with pytest.raises(Unwritable):
        choose_key_name(tmp_path, FIRST)
