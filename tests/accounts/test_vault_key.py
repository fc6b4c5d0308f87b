"""The key of the history: one for each history, none ever written over another."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend

from appcues_console.accounts.key_name import FILE_NAME, choose_key_name, key_name
from appcues_console.accounts.status import KeyUnusable, VaultFailed, VaultLocked, VaultState
from appcues_console.accounts.vault import Vault, find_backend
from tests.accounts.memory_keyring import MemoryKeyring
from tests.accounts.secret_service import SecretService

ROOT = Path(__file__).parents[2]


@pytest.fixture
def memory() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def vault(memory: MemoryKeyring, tmp_path: Path) -> Vault:
    return Vault(tmp_path, lambda: memory)


@pytest.fixture(params=["memory", "secret service"])
def real_vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    """A vault over each of the two keyrings that tests have."""
    backend: KeyringBackend | None = MemoryKeyring()
    if request.param == "secret service":
        request.getfixturevalue("secret_service")
        backend = find_backend()
    return Vault(tmp_path, lambda: backend)


def test_a_new_key_lies_beside_the_old_one_until_it_is_chosen(
    real_vault: Vault, tmp_path: Path
) -> None:
    old = real_vault.store_key(create=True)
    made = real_vault.new_store_key()

    assert made is not None
    assert len(made[0]) == 32
    assert real_vault.store_key(create=True) == old
    choose_key_name(tmp_path, made[1])
    assert real_vault.store_key(create=False) == made[0] != old


def test_a_keyring_that_reads_as_empty_costs_no_key(
    memory: MemoryKeyring, vault: Vault, tmp_path: Path
) -> None:
    old = vault.store_key(create=True)
    name = key_name(tmp_path)
    hidden = dict(memory.items)
    memory.items.clear()  # as a keyring that is locked, or another one in its place
    assert vault.store_key(create=False) is None
    made = vault.new_store_key()
    assert made is not None
    choose_key_name(tmp_path, made[1])
    for item, secret in hidden.items():  # it is back; what was written meanwhile stays
        memory.items[item] = secret

    assert vault.store_key(create=False) == made[0]
    choose_key_name(tmp_path, name)
    assert vault.store_key(create=False) == old


def test_a_key_made_again_by_hand_takes_no_place(
    memory: MemoryKeyring, vault: Vault, tmp_path: Path
) -> None:
    vault.store_key(create=True)
    before = dict(memory.items)
    (tmp_path / FILE_NAME).unlink()
    vault.store_key(create=True)

    assert before.items() <= memory.items.items()
    assert len(memory.items) == 2


def test_new_keys_in_one_second_have_names_of_their_own(vault: Vault) -> None:
    made = [vault.new_store_key() for _ in range(4)]

    assert len({each[1] for each in made if each}) == 4
    assert len({each[0] for each in made if each}) == 4


def test_a_locked_keyring_gets_no_new_key(memory: MemoryKeyring, vault: Vault) -> None:
    memory.locked = True
    with pytest.raises(VaultLocked):
        vault.new_store_key()

    assert "set" not in memory.calls


def test_without_a_keyring_there_is_none(tmp_path: Path) -> None:
    assert Vault(tmp_path, lambda: None).new_store_key() is None


def test_a_damaged_name_and_a_foreign_key_are_a_matter_for_the_person(
    memory: MemoryKeyring, vault: Vault, tmp_path: Path
) -> None:
    vault.store_key(create=True)
    (name,) = memory.items
    memory.items[name] = "not one of ours"
    with pytest.raises(KeyUnusable, match="left as it is"):
        vault.store_key(create=True)
    (tmp_path / FILE_NAME).write_text("damaged")
    with pytest.raises(KeyUnusable, match="start a new history"):
        vault.store_key(create=True)
    (tmp_path / FILE_NAME).unlink()
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(VaultFailed):
        vault.store_key(create=True)

    assert memory.items == {name: "not one of ours"}


def test_a_keyring_that_was_started_later_is_found_when_asked_again(tmp_path: Path) -> None:
    memory = MemoryKeyring()
    there: list[MemoryKeyring] = []
    looked: list[int] = []
    vault = Vault(tmp_path, lambda: there[0] if there else None, lambda: looked.append(1))
    assert vault.status().state is VaultState.ABSENT
    there.append(memory)
    assert vault.status().state is VaultState.ABSENT
    vault.look_again()

    assert vault.status().usable
    vault.look_again()
    assert looked == [1]


def test_a_failure_is_forgotten_when_asked_again(memory: MemoryKeyring, vault: Vault) -> None:
    memory.locked = True
    with pytest.raises(VaultLocked):
        vault.store_key(create=True)
    memory.locked = False
    vault.look_again()

    assert vault.status().usable


START_LATER = """
import sys
from pathlib import Path
from appcues_console.accounts.vault import Vault
vault = Vault(Path(sys.argv[1]))
print(vault.status().state, flush=True)
sys.stdin.readline()
print(vault.status().state, flush=True)
vault.look_again()
print(vault.status().state, vault.store_key(create=True) is not None, flush=True)
"""


def test_a_secret_service_that_is_started_later_is_found(
    secret_service: SecretService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    secret_service.stop_keyring()
    with subprocess.Popen(
        [sys.executable, "-c", START_LATER, str(tmp_path / "home")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as program:
        assert program.stdout is not None
        assert program.stdin is not None
        assert program.stdout.readline().strip() == VaultState.ABSENT
        secret_service.start_keyring()
        program.stdin.write("\n")
        program.stdin.flush()
        assert program.stdout.readline().strip() == VaultState.ABSENT
        assert program.stdout.readline().strip() == f"{VaultState.USABLE} True"


FROZEN = """
import importlib.metadata
from pathlib import Path

def nothing(**_):
    return importlib.metadata.EntryPoints()

importlib.metadata.entry_points = nothing
from appcues_console.accounts.vault import Vault, find_backend
import keyring.backend
keyring.backend.metadata.entry_points = nothing
assert [*keyring.backend.metadata.entry_points(group="keyring.backends")] == []
backend = find_backend()
print(type(backend).__module__)
print(Vault(Path("never")).status().state)
"""


@pytest.mark.parametrize("hidden", [True, False])
def test_a_program_without_entry_points_finds_the_systems_keyring(
    hidden: bool, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a frozen build, whose modules have no metadata beside them."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    program = FROZEN if hidden else FROZEN.replace("= nothing", "= importlib.metadata.entry_points")
    program = program if hidden else program.replace("== []", "!= []")
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT
    )

    assert ran.stderr == ""
    assert ran.stdout.split() == ["keyring.backends.SecretService", VaultState.USABLE]


def test_the_name_of_the_key_holds_nothing_of_it(
    memory: MemoryKeyring, vault: Vault, tmp_path: Path
) -> None:
    key = vault.store_key(create=True)
    assert key is not None
    for path in tmp_path.rglob("*"):
        assert key.hex().encode() not in path.read_bytes()
    if os.name != "nt":
        assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0
