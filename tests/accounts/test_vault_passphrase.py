"""The passphrase of a client key: a secret of its own, that no other change takes along."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from appcues_console.accounts.account import REGIONS, Account
from appcues_console.accounts.status import Kept, VaultFailed, VaultLocked
from appcues_console.accounts.vault import Vault
from appcues_console.activity.destination import Credentials, Safety
from tests.accounts.memory_keyring import MemoryKeyring

PLAIN = Account("a" * 32, "Acme", "us", REGIONS["us"], Safety.TEST, "blue")
ACME = replace(PLAIN, has_passphrase=True)
WORD = "correct horse"


@pytest.fixture
def backend() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def vault(backend: MemoryKeyring, tmp_path: Path) -> Vault:
    made = Vault(tmp_path, find=lambda: backend)
    made.keep(ACME, Credentials("123", None, WORD))
    return made


@pytest.fixture
def without_keyring(tmp_path: Path) -> Vault:
    return Vault(tmp_path, find=lambda: None)


def test_another_account_id_leaves_it(vault: Vault) -> None:
    assert vault.keep(ACME, Credentials("456")) is Kept.KEYRING

    assert vault.credentials(ACME) == Credentials("456", None, WORD)


def test_an_account_that_has_none_any_more_loses_it(vault: Vault, backend: MemoryKeyring) -> None:
    vault.keep(PLAIN, Credentials("456"))

    assert WORD not in backend.items.values()


def test_it_is_changed_and_removed_alone(vault: Vault, backend: MemoryKeyring) -> None:
    assert vault.keep_passphrase(ACME, "other") is Kept.KEYRING
    assert vault.credentials(ACME) == Credentials("123", None, "other")
    assert vault.passphrase(ACME) == "other"
    vault.keep_passphrase(ACME, None)

    assert vault.credentials(PLAIN) == Credentials("123")
    assert vault.passphrase(PLAIN) is None
    assert len(backend.items) == 1


def test_one_that_is_gone_is_said(vault: Vault, backend: MemoryKeyring) -> None:
    backend.items.clear()
    with pytest.raises(VaultFailed, match="passphrase of the client key of Acme is no longer"):
        vault.passphrase(ACME)


def test_a_locked_keyring_keeps_the_one_it_has(vault: Vault, backend: MemoryKeyring) -> None:
    backend.locked = True
    for passphrase in ("other", None):
        with pytest.raises(VaultLocked):
            vault.keep_passphrase(ACME, passphrase)
    backend.locked = False

    assert vault.passphrase(ACME) == WORD


def test_one_that_no_keyring_could_hold_is_refused(vault: Vault) -> None:
    with pytest.raises(VaultFailed, match="cannot be shown"):
        vault.keep_passphrase(ACME, "a\nb")
    assert vault.passphrase(ACME) == WORD


def test_without_a_keyring_it_lives_with_the_account_id(without_keyring: Vault) -> None:
    vault = without_keyring
    with pytest.raises(VaultFailed, match="enter the account ID again too"):
        vault.keep_passphrase(ACME, WORD)
    vault.keep(ACME, Credentials("123", None, WORD))
    vault.keep(ACME, Credentials("456"))
    assert vault.credentials(ACME) == Credentials("456", None, WORD)
    assert vault.keep_passphrase(ACME, "other") is Kept.SESSION

    assert vault.passphrase(ACME) == "other"
