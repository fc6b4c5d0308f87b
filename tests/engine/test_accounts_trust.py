"""Certificate files and the passphrase of an account: kept, checked, and lost by nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from appcues_console.accounts.account import Account
from appcues_console.accounts.status import Kept, VaultFailed
from appcues_console.activity.destination import Credentials
from appcues_console.activity.trust import SYSTEM_TRUST, TrustFault, TrustFiles, TrustPart
from appcues_console.engine.engine import Engine
from tests.accounts.memory_keyring import MemoryKeyring
from tests.delivery.certificates import PASSPHRASE, Certificates
from tests.engine.story import PATIENCE, saved

ID = Credentials("99887766", "bearer-of-mark")


@pytest.fixture
def files(tmp_path: Path) -> TrustFiles:
    return Certificates(tmp_path / "certificates").client_with_encrypted_key()


@pytest.fixture
def trusting(engine: Engine, backend: MemoryKeyring, acme: Account, files: TrustFiles) -> Account:
    """An account with certificate files, and the passphrase of its key in the keyring."""
    account = replace(acme, trust=files)
    return engine.save_account(account, ID, PASSPHRASE).result(PATIENCE).account


def check(engine: Engine, account: Account, passphrase: str | None = None) -> TrustFault | None:
    return engine.check_trust(account, passphrase).result(PATIENCE)


def test_files_and_passphrase_are_kept(
    trusting: Account, files: TrustFiles, start: Callable[[], Engine], backend: MemoryKeyring
) -> None:
    assert trusting.has_passphrase
    assert trusting.has_bearer
    assert start().accounts().result(PATIENCE)[1] == trusting
    assert trusting.trust == files
    assert PASSPHRASE in backend.items.values()


def test_another_account_id_or_name_leaves_the_passphrase(
    trusting: Account, engine: Engine, backend: MemoryKeyring
) -> None:
    assert saved(engine, trusting, Credentials("1")).has_passphrase
    renamed = engine.save_account(replace(trusting, label="A"), None).result(PATIENCE)

    assert (renamed.kept, renamed.account.has_passphrase) == (None, True)
    assert PASSPHRASE in backend.items.values()


def test_the_passphrase_alone_is_changed_and_removed(
    trusting: Account, engine: Engine, backend: MemoryKeyring
) -> None:
    changed = engine.save_account(trusting, None, "other").result(PATIENCE)
    assert (changed.kept, changed.account) == (Kept.KEYRING, trusting)
    assert changed.note == "Acme is saved, its passphrase in the system keyring."
    assert "other" in backend.items.values()
    removed = engine.save_account(replace(trusting, has_passphrase=False), None).result(PATIENCE)

    assert (removed.kept, removed.account.has_passphrase) == (None, False)
    assert sorted(backend.items.values()) == sorted(("99887766", "bearer-of-mark"))


def test_an_account_cannot_claim_a_passphrase_that_nobody_gave(
    engine: Engine, backend: MemoryKeyring, acme: Account
) -> None:
    assert not saved(engine, replace(acme, has_passphrase=True), ID).has_passphrase


def test_the_check_uses_the_passphrase_that_is_typed_or_the_stored_one(
    trusting: Account, engine: Engine
) -> None:
    assert check(engine, trusting) is None
    assert check(engine, replace(trusting, has_passphrase=False), PASSPHRASE) is None
    wrong = check(engine, trusting, "wrong")
    none = check(engine, replace(trusting, has_passphrase=False))
    assert wrong is not None
    assert none is not None
    assert wrong.part is none.part is TrustPart.PASSPHRASE
    assert "none is kept" in none.sentence


def test_a_passphrase_deleted_behind_our_back_says_what_to_do(
    trusting: Account, engine: Engine, backend: MemoryKeyring
) -> None:
    backend.items.clear()
    with pytest.raises(VaultFailed, match="Enter it again under Accounts"):
        check(engine, trusting)


def test_an_account_without_files_asks_nobody(
    engine: Engine, backend: MemoryKeyring, acme: Account
) -> None:
    assert check(engine, replace(acme, trust=SYSTEM_TRUST, has_passphrase=True)) is None
    assert backend.calls == []
