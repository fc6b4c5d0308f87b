"""One contract for every keyring, held against one in memory and against a real Secret Service."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from filelock import FileLock
from keyring.backend import KeyringBackend
from keyring.errors import InitError, PasswordSetError

from appcues_console.accounts import vault as vault_module
from appcues_console.accounts.account import PRACTICE, PRACTICE_ACCOUNT_ID, REGIONS, Account
from appcues_console.accounts.installation import FILE_NAME, installation_id
from appcues_console.accounts.items import SERVICE
from appcues_console.accounts.status import (
    Kept,
    VaultError,
    VaultFailed,
    VaultLocked,
    VaultState,
)
from appcues_console.accounts.vault import Vault, find_backend
from appcues_console.activity.destination import Credentials, Safety
from tests.accounts.memory_keyring import MemoryKeyring
from tests.accounts.secret_service import SecretService

ACME = Account("a" * 32, "Acme", "us", REGIONS["us"], Safety.PRODUCTION, "red", has_bearer=True)
TRIAL = Account("b" * 32, "Trial", "us", REGIONS["us"], Safety.TEST, "blue")
MARKED = "887766554433"
BOTH = Credentials(MARKED, "signature-of-the-user")
ONE = Credentials("5544")


@dataclass
class Place:
    """One keyring, and the vaults of two folders that share it."""

    backend: KeyringBackend
    folder: Path
    lock: Callable[[], None]

    def vault(self, name: str = "home") -> Vault:
        return Vault(self.folder / name, lambda: self.backend)


@pytest.fixture(params=["memory", "secret service"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "memory":
        memory = MemoryKeyring()
        return Place(memory, tmp_path, lambda: setattr(memory, "locked", True))
    service: SecretService = request.getfixturevalue("secret_service")
    backend = find_backend()
    assert backend is not None
    return Place(backend, tmp_path, service.lock)


@pytest.fixture
def memory() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def vault(memory: MemoryKeyring, tmp_path: Path) -> Vault:
    return Vault(tmp_path, lambda: memory)


def test_secrets_are_there_for_the_next_start(place: Place) -> None:
    assert place.vault().keep(ACME, BOTH) is Kept.KEYRING
    assert place.vault().keep(TRIAL, ONE) is Kept.KEYRING

    assert place.vault().credentials(ACME) == BOTH
    assert place.vault().credentials(TRIAL) == ONE


def test_an_account_without_secrets_has_none(place: Place) -> None:
    assert place.vault().credentials(ACME) is None
    assert place.vault().status().state is VaultState.USABLE


def test_new_secrets_take_the_place_of_old_ones(place: Place) -> None:
    place.vault().keep(ACME, BOTH)
    place.vault().keep(ACME, Credentials("777"))

    assert place.vault().credentials(replace(ACME, has_bearer=False)) == Credentials("777")
    with pytest.raises(VaultFailed, match="bearer value of Acme is no longer"):
        place.vault().credentials(ACME)  # it was removed, and is not silently left out


def test_forgotten_secrets_are_gone_and_no_others(place: Place) -> None:
    place.vault().keep(ACME, BOTH)
    place.vault().keep(TRIAL, ONE)
    place.vault().forget(ACME)
    place.vault().forget(ACME)

    assert place.vault().credentials(ACME) is None
    assert place.vault().credentials(TRIAL) == ONE


def test_two_folders_share_nothing(place: Place) -> None:
    place.vault("one").keep(ACME, BOTH)
    place.vault("two").keep(ACME, Credentials("777", "other"))
    keys = {place.vault(name).store_key(create=True) for name in ("one", "two")}
    place.vault("two").forget(ACME)

    assert place.vault("one").credentials(ACME) == BOTH
    assert len(keys) == 2


def test_the_key_of_the_history_is_made_once(place: Place) -> None:
    assert place.vault().store_key(create=False) is None
    key = place.vault().store_key(create=True)

    assert key is not None
    assert len(key) == 32
    assert place.vault().store_key(create=True) == key
    assert place.vault().store_key(create=False) == key


def test_a_locked_keyring_is_not_an_empty_one(place: Place) -> None:
    place.vault().keep(ACME, BOTH)
    place.vault().store_key(create=True)
    place.lock()
    vault = place.vault()

    with pytest.raises(VaultLocked):
        vault.credentials(ACME)
    with pytest.raises(VaultLocked):
        vault.keep(ACME, ONE)
    with pytest.raises(VaultLocked):
        vault.forget(ACME)
    with pytest.raises(VaultLocked):
        vault.store_key(create=True)
    assert vault.status().state is VaultState.LOCKED
    assert "locked" in vault.status().sentence


def test_the_largest_secrets_fit(place: Place) -> None:
    large = Credentials("9" * 1200, "x" * 1200)
    place.vault().keep(ACME, large)

    assert place.vault().credentials(ACME) == large


def test_an_unlocked_keyring_is_usable_again_and_nothing_was_lost(
    memory: MemoryKeyring, vault: Vault
) -> None:
    vault.keep(ACME, BOTH)
    key = vault.store_key(create=True)
    memory.locked = True
    with pytest.raises(VaultLocked):
        vault.keep(ACME, ONE)
    memory.locked = False

    assert vault.credentials(ACME) == BOTH
    assert vault.store_key(create=True) == key
    assert vault.status().state is VaultState.USABLE


def test_a_write_reads_first_so_that_a_locked_keyring_is_never_written(
    memory: MemoryKeyring, vault: Vault
) -> None:
    memory.locked = True
    for write in (lambda: vault.keep(ACME, BOTH), lambda: vault.store_key(create=True)):
        with pytest.raises(VaultLocked):
            write()

    assert set(memory.calls) == {"get"}


def test_the_same_secret_is_not_written_again(memory: MemoryKeyring, vault: Vault) -> None:
    vault.keep(TRIAL, ONE)
    vault.keep(TRIAL, ONE)

    assert memory.calls.count("set") == 1


def test_practice_needs_no_keyring(memory: MemoryKeyring, vault: Vault) -> None:
    assert vault.credentials(PRACTICE) == Credentials(PRACTICE_ACCOUNT_ID)
    assert memory.calls == []
    with pytest.raises(ValueError, match="built-in"):
        vault.keep(PRACTICE, ONE)


def test_without_a_keyring_secrets_live_for_the_session(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "home", lambda: None)

    assert vault.keep(ACME, BOTH) is Kept.SESSION
    assert vault.credentials(ACME) == BOTH
    assert vault.store_key(create=True) is None
    assert vault.status().state is VaultState.ABSENT
    assert "this session only" in vault.status().sentence
    assert not (tmp_path / "home").exists()
    assert Vault(tmp_path / "home", lambda: None).credentials(ACME) is None
    vault.forget(ACME)
    assert vault.credentials(ACME) is None


def test_asking_for_the_status_asks_nothing_of_the_keyring(
    memory: MemoryKeyring, vault: Vault
) -> None:
    assert vault.status().usable
    assert memory.calls == []


def test_a_keyring_that_keeps_nothing_is_found_out(memory: MemoryKeyring, vault: Vault) -> None:
    memory.forgetful = True
    with pytest.raises(VaultFailed, match="did not keep it"):
        vault.keep(ACME, BOTH)
    with pytest.raises(VaultFailed, match="did not keep it"):
        vault.store_key(create=True)


def test_a_keyring_that_removes_nothing_is_found_out(memory: MemoryKeyring, vault: Vault) -> None:
    vault.keep(TRIAL, ONE)
    memory.forgetful = True
    with pytest.raises(VaultFailed, match="did not remove"):
        vault.forget(TRIAL)


@pytest.mark.parametrize(
    "secrets",
    [
        Credentials(""),
        Credentials("12\n34"),
        Credentials("9" * 1201),
        Credentials("1", "a b"),
        Credentials("1", "Bearer x"),
    ],
)
def test_what_a_keyring_cannot_hold_is_refused_before_it_is_asked(
    memory: MemoryKeyring, vault: Vault, secrets: Credentials
) -> None:
    with pytest.raises(VaultFailed):
        vault.keep(ACME, secrets)

    assert memory.items == {}


def test_each_secret_has_an_item_of_its_own_on_one_line(
    memory: MemoryKeyring, vault: Vault
) -> None:
    vault.keep(ACME, BOTH)
    vault.store_key(create=True)

    assert len({service for service, _ in memory.items}) == 3
    assert all("\n" not in secret for secret in memory.items.values())
    assert all(MARKED not in service + name for service, name in memory.items)


def test_a_key_that_is_not_ours_is_neither_used_nor_replaced(
    memory: MemoryKeyring, vault: Vault
) -> None:
    vault.store_key(create=True)
    (name,) = memory.items
    memory.items[name] = "somebody else’s"
    with pytest.raises(VaultFailed, match="left as it is"):
        vault.store_key(create=True)

    assert memory.items[name] == "somebody else’s"


def test_copies_that_start_at_once_make_one_key(memory: MemoryKeyring, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(
            pool.map(lambda _: Vault(tmp_path, lambda: memory).store_key(create=True), range(16))
        )

    assert len(keys) == 1
    assert len(memory.items) == 1


def test_a_copy_that_waits_for_its_prompt_is_told(
    memory: MemoryKeyring, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_module, "PATIENCE", 0.01)
    with FileLock(tmp_path / "vault.lock"), ThreadPoolExecutor(1) as pool:
        refused = pool.submit(vault.store_key, create=True).exception()

    assert isinstance(refused, VaultFailed)
    assert "Answer its prompt" in refused.message
    assert memory.items == {}


def test_a_folder_that_cannot_be_made_is_an_error_of_the_vault(
    memory: MemoryKeyring, tmp_path: Path
) -> None:
    (tmp_path / "home").write_text("a file")
    vault = Vault(tmp_path / "home", lambda: memory)
    with pytest.raises(VaultFailed, match="cannot be used"):
        vault.store_key(create=True)
    with pytest.raises(VaultFailed, match="cannot be used"):
        vault.keep(ACME, BOTH)

    assert memory.items == {}


def test_a_damaged_folder_name_is_an_error_of_the_vault(
    memory: MemoryKeyring, vault: Vault, tmp_path: Path
) -> None:
    vault.keep(ACME, BOTH)
    (tmp_path / FILE_NAME).write_text("damaged")
    for call in (
        lambda: vault.credentials(ACME),
        lambda: vault.keep(ACME, BOTH),
        lambda: vault.store_key(create=True),
    ):
        with pytest.raises(VaultFailed, match="put it back"):
            call()
    assert len(memory.items) == 2


class PromptDismissedException(Exception):
    """Named as the one of secretstorage, which exists on Linux only."""


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (PasswordSetError("refused"), VaultFailed),
        (RuntimeError("broken"), VaultFailed),
        (ConnectionResetError(104, "reset"), VaultFailed),
        (InitError("no collection"), VaultFailed),
        (PromptDismissedException("dismissed"), VaultLocked),
    ],
)
def test_no_error_carries_a_secret_out(
    memory: MemoryKeyring, vault: Vault, error: Exception, kind: type[VaultError]
) -> None:
    secret = f"{MARKED}-new"
    vault.keep(ACME, BOTH)
    memory.error = error

    def write() -> None:
        # As a backend that reads well and fails when it writes.
        service = f"{SERVICE}/{installation_id(vault._home)}/{ACME.key}/account-id"
        vault._items._ask(lambda: memory.set_password(service, "account-id", secret))

    for call in (write, lambda: vault.keep(ACME, Credentials(secret))):
        with pytest.raises(kind) as caught:
            call()
        seen: BaseException | None = caught.value
        assert seen is not None
        assert seen.__context__ is None
        assert seen.__cause__ is None
        assert MARKED not in "".join(traceback.format_exception(seen))
    assert vault.status().state is kind.state
    assert MARKED not in repr(vault) + repr(vault.status())


def test_a_dismissed_prompt_behind_another_error_means_locked(
    memory: MemoryKeyring, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dismissed(_service: str, _name: str) -> str | None:
        raise InitError("Failed to create the collection") from PromptDismissedException()

    monkeypatch.setattr(memory, "get_password", dismissed)
    with pytest.raises(VaultLocked):
        vault.credentials(ACME)
