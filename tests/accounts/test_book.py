"""The file of accounts: shared by copies of the program, never overwritten when not understood."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.accounts.account import PRACTICE, REGIONS, Account
from appcues_console.accounts.book import AccountBook
from appcues_console.activity.destination import Safety
from appcues_console.storage.errors import Busy, StorageError, TooNew

ACME = Account("a" * 32, "Acme", "us", REGIONS["us"], Safety.PRODUCTION, "red", has_bearer=True)
TRIAL = Account("b" * 32, "Trial 🎈", None, "https://proxy.example", Safety.TEST, "violet")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "accounts.json"


def document(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def test_without_a_file_there_is_practice_and_no_file_is_made(path: Path) -> None:
    book = AccountBook(path)

    assert book.read() == (PRACTICE,)
    assert book.notice == ""
    assert not path.parent.exists()


def test_accounts_come_back_in_the_order_of_their_making(path: Path) -> None:
    AccountBook(path).save(TRIAL)
    AccountBook(path).save(ACME)

    assert AccountBook(path).read() == (PRACTICE, TRIAL, ACME)


def test_an_account_is_changed_in_its_place(path: Path) -> None:
    book = AccountBook(path)
    book.save(TRIAL)
    book.save(ACME)
    changed = replace(TRIAL, label="Trial 2", colour="amber", safety=Safety.PRODUCTION)
    book.save(changed)

    assert book.read() == (PRACTICE, changed, ACME)


def test_a_removed_account_is_gone_and_removing_it_again_is_nothing(path: Path) -> None:
    book = AccountBook(path)
    book.save(TRIAL)
    book.save(ACME)
    book.remove(TRIAL.key)
    book.remove(TRIAL.key)

    assert book.read() == (PRACTICE, ACME)


def test_a_label_is_taken_by_one_account_only(path: Path) -> None:
    book = AccountBook(path)
    book.save(ACME)
    with pytest.raises(StorageError, match="already"):
        book.save(replace(TRIAL, label="ACME"))
    book.save(replace(ACME, label="ACME"))  # its own label in another spelling is fine

    assert [account.label for account in book.read()] == ["Practice", "ACME"]


def test_the_built_in_account_is_not_written(path: Path) -> None:
    with pytest.raises(ValueError, match="built-in"):
        AccountBook(path).save(PRACTICE)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_the_file_is_private(path: Path) -> None:
    AccountBook(path).save(ACME)

    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_a_newer_program_wrote_beside_is_kept(path: Path) -> None:
    book = AccountBook(path)
    book.save(ACME)
    content = document(path)
    content["order"] = ["kept"]
    content["accounts"][0]["proxy"] = {"kept": True}
    content["accounts"].append({"key": "c", "note": "no base URL: not usable here, and kept"})
    path.write_text(json.dumps(content))

    book.save(TRIAL)
    book.save(replace(ACME, label="Acme 2"))
    after = document(path)

    assert after["order"] == ["kept"]
    assert after["accounts"][0]["proxy"] == {"kept": True}
    assert after["accounts"][0]["label"] == "Acme 2"
    assert after["accounts"][1] == content["accounts"][1]
    assert [account.label for account in book.read()] == ["Practice", "Acme 2", "Trial 🎈"]
    assert "1 of the accounts" in book.notice


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b'{"version": 1}',
        b'{"version": "1", "accounts": []}',
        b'{"version": 1, "accounts": {}}',
        b"\xff\xfe\x00binary",
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_set_aside_and_said(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    book = AccountBook(path)

    assert book.read() == (PRACTICE,)
    (aside,) = path.parent.glob("accounts.set-aside-*.json")
    assert aside.read_bytes() == content
    assert aside.name in book.notice
    assert book.read() == (PRACTICE,)
    assert book.notice == ""


def test_saving_over_a_damaged_file_keeps_it_too(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"half a fi")
    AccountBook(path).save(ACME)

    assert AccountBook(path).read() == (PRACTICE, ACME)
    (aside,) = path.parent.glob("accounts.set-aside-*.json")
    assert aside.read_bytes() == b"half a fi"


def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    content = b'{"version": 2, "accounts": [], "secret of the future": 1}'
    path.write_bytes(content)
    book = AccountBook(path)

    assert book.read() == (PRACTICE,)
    assert "newer version" in book.notice
    with pytest.raises(TooNew):
        book.save(ACME)
    with pytest.raises(TooNew):
        book.remove(ACME.key)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "change",
    [
        {"key": ""},
        {"key": None},
        {"key": "practice"},
        {"label": ""},
        {"label": "Practice"},
        {"base_url": "http://api.appcues.com"},
        {"base_url": None},
    ],
)
def test_an_account_that_is_not_safe_to_use_is_not_shown(
    path: Path, change: dict[str, Any]
) -> None:
    book = AccountBook(path)
    book.save(ACME)
    content = document(path)
    content["accounts"][0].update(change)
    path.write_text(json.dumps(content))

    assert book.read() == (PRACTICE,)
    assert "Nothing was removed" in book.notice
    assert document(path) == content


@pytest.mark.parametrize("level", ["unheard of", None, 3, ["test"]])
def test_an_unknown_safety_level_counts_as_production(path: Path, level: object) -> None:
    book = AccountBook(path)
    book.save(TRIAL)
    content = document(path)
    content["accounts"][0].update(safety=level, colour=level)
    path.write_text(json.dumps(content))
    (_, account) = book.read()

    assert account.safety is Safety.PRODUCTION
    assert account.colour == "red"


def test_copies_that_save_at_once_lose_nothing(path: Path) -> None:
    accounts = [replace(TRIAL, key=f"{n:032x}", label=f"Account {n}") for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda account: AccountBook(path).save(account), accounts))

    assert set(AccountBook(path).read()) == {PRACTICE, *accounts}


def test_a_copy_that_never_finishes_saving_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    AccountBook(path).save(ACME)
    monkeypatch.setattr("appcues_console.accounts.book.PATIENCE", 0.01)
    with FileLock(path.with_name(path.name + ".lock")), ThreadPoolExecutor(1) as pool:
        refused = pool.submit(AccountBook(path).save, TRIAL).exception()

    assert isinstance(refused, Busy)
    assert "Another copy" in refused.message
    assert AccountBook(path).read() == (PRACTICE, ACME)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(StorageError):
        AccountBook(tmp_path / "home" / "accounts.json").save(ACME)
    with pytest.raises(StorageError):
        AccountBook(tmp_path / "home" / "accounts.json").read()


LABELS = st.text(
    alphabet=st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20
).filter(lambda text: text.casefold() != "practice")


@given(
    label=LABELS,
    region=st.sampled_from(["us", "eu", None]),
    safety=st.sampled_from(Safety),
    colour=st.sampled_from(["red", "slate"]),
    has_bearer=st.booleans(),
)
def test_any_account_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    label: str,
    region: str | None,
    safety: Safety,
    colour: str,
    has_bearer: bool,
) -> None:
    account = Account("k", label, region, "https://x.example/y", safety, colour, has_bearer)
    book = AccountBook(tmp_path_factory.mktemp("book") / "accounts.json")
    book.save(account)

    assert book.read() == (PRACTICE, account)


def test_the_version_is_another_after_each_change(path: Path) -> None:
    book, other = AccountBook(path), AccountBook(path)
    seen = [book.version()]
    for account in (TRIAL, ACME):
        other.save(account)
        seen.append(book.version())
    for key in ("x", ACME.key):
        other.remove(key)
        seen.append(book.version())

    assert seen[0] == ()
    # What changed nothing did not write either.
    assert seen[2] == seen[3]
    assert len({*seen}) == len(seen) - 1
