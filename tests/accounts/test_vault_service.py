"""The vault while a real Secret Service comes, goes, locks and loses things."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import secretstorage

from appcues_console.accounts.account import REGIONS, Account
from appcues_console.accounts.status import Kept, VaultFailed, VaultLocked, VaultState
from appcues_console.accounts.vault import Vault
from appcues_console.activity.destination import Credentials, Safety
from tests.accounts.prompter import DismissingPrompter
from tests.accounts.secret_service import SecretService

ACME = Account("a" * 32, "Acme", "us", REGIONS["us"], Safety.PRODUCTION, "red")
SECRETS = Credentials("887766554433")


@pytest.fixture
def vault(secret_service: SecretService, tmp_path: Path) -> Vault:
    vault = Vault(tmp_path)
    assert vault.keep(ACME, SECRETS) is Kept.KEYRING
    return vault


def test_a_keyring_that_dies_fails_and_serves_again_when_it_is_back(
    secret_service: SecretService, vault: Vault
) -> None:
    secret_service.kill_keyring()
    with pytest.raises(VaultFailed):
        vault.credentials(ACME)
    with pytest.raises(VaultFailed):
        vault.keep(ACME, Credentials("1"))
    assert vault.status().state is VaultState.FAILED
    secret_service.start_keyring()

    assert vault.credentials(ACME) == SECRETS
    assert vault.status().state is VaultState.USABLE


def test_a_bus_that_dies_fails(secret_service: SecretService, vault: Vault) -> None:
    secret_service.stop_bus()
    with pytest.raises(VaultFailed, match="did not answer"):
        vault.credentials(ACME)


def test_an_item_deleted_behind_our_back_reads_as_none(
    secret_service: SecretService, vault: Vault
) -> None:
    secret_service.delete_all()

    assert vault.credentials(ACME) is None
    assert vault.status().state is VaultState.USABLE


def test_what_was_locked_is_unharmed_when_it_is_unlocked(
    secret_service: SecretService, vault: Vault
) -> None:
    key = vault.store_key(create=True)
    secret_service.lock()
    with pytest.raises(VaultLocked):
        vault.keep(ACME, Credentials("1"))
    with pytest.raises(VaultLocked):
        vault.store_key(create=True)
    secret_service.stop_keyring()
    secret_service.start_keyring()

    assert vault.credentials(ACME) == SECRETS
    assert vault.store_key(create=False) == key


def test_a_prompt_that_a_person_dismisses_changes_nothing(
    secret_service: SecretService, vault: Vault
) -> None:
    key = vault.store_key(create=True)
    secret_service.lock()
    with DismissingPrompter(secret_service.address) as prompter:
        with pytest.raises(VaultLocked, match="Unlock it and try again"):
            vault.credentials(ACME)
        assert prompter.prompts == ["password"]
        assert vault.status().state is VaultState.LOCKED
        with pytest.raises(VaultLocked):
            vault.keep(ACME, Credentials("1"))
        with pytest.raises(VaultLocked):
            vault.forget(ACME)
        with pytest.raises(VaultLocked):
            vault.store_key(create=True)
        assert prompter.prompts == ["password"] * 4, "each was asked once, and none asked again"
    secret_service.stop_keyring()
    secret_service.start_keyring()

    assert vault.credentials(ACME) == SECRETS
    assert vault.store_key(create=False) == key


def test_the_list_of_items_shows_no_secret_and_no_label(
    secret_service: SecretService, vault: Vault
) -> None:
    with closing(secretstorage.dbus_init()) as bus:
        shown = [
            item.get_label() + repr(item.get_attributes())
            for item in secretstorage.get_default_collection(bus).get_all_items()
        ]

    assert len(shown) == 1
    assert SECRETS.account_id not in shown[0]
    assert "Acme" not in shown[0]
    assert "appcues-console" in shown[0]


@pytest.mark.parametrize("configured", [None, "keyring.backends.null.Keyring"])
@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a keyring")
def test_a_bare_machine_has_no_keyring(configured: str | None, tmp_path: Path) -> None:
    environment = dict(os.environ, DBUS_SESSION_BUS_ADDRESS="disabled:", HOME=str(tmp_path))
    del environment["PYTHON_KEYRING_BACKEND"]
    if configured:
        environment["PYTHON_KEYRING_BACKEND"] = configured
    script = (
        "from pathlib import Path;"
        "from appcues_console.accounts.vault import Vault;"
        "print(Vault(Path('never')).status().state)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == VaultState.ABSENT
