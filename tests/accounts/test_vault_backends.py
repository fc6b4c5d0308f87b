"""Which keyrings count: those that keep a secret secret, and no plain file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.compat import properties
from keyring.core import load_keyring

from appcues_console.accounts.status import (
    VaultState,
)
from appcues_console.accounts.vault import Vault, find_backend, keeps_secrets
from tests.accounts.memory_keyring import MemoryKeyring

ROOT = Path(__file__).parents[2]


class Half(MemoryKeyring):
    """As the plain files of keyrings.alt: viable, and not recommended."""

    priority = 0.5


class NotHere(MemoryKeyring):
    """As a backend of another system."""

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805
        raise RuntimeError("another system required")


class Foreign(MemoryKeyring):
    """As the encrypted file of keyrings.alt, which asks for its password on a terminal."""


Foreign.__module__ = "keyrings.alt.file"


class Chain(ChainerBackend):
    """Asks its first backend first, and ends in a plain file."""

    backends: ClassVar[list[KeyringBackend]] = [Half(), MemoryKeyring()]

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("backend", "fit"),
    [
        (MemoryKeyring(), True),
        (Half(), False),
        (NotHere(), False),
        (Foreign(), False),
        (load_keyring("keyring.backends.fail.Keyring"), False),
        (load_keyring("keyring.backends.null.Keyring"), False),
        (Chain(), False),
    ],
)
def test_only_a_keyring_that_keeps_secrets_secret_is_used(
    backend: KeyringBackend, fit: bool
) -> None:
    assert keeps_secrets(backend) is fit


def test_a_chain_is_never_used_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    half, good = Chain.backends
    monkeypatch.setattr(keyring, "get_keyring", Chain)
    assert find_backend() is good
    monkeypatch.setattr(Chain, "backends", [half])

    assert find_backend() is None


@pytest.mark.parametrize(
    "name", ["no.such.module.Keyring", "keyring.backends.fail.Nothing", "", "nodots"]
)
def test_a_backend_that_is_named_and_not_there_counts_as_absent(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    monkeypatch.setattr("keyring.core._keyring_backend", None)

    assert find_backend() is None


@pytest.mark.only_on("linux")
def test_looking_for_a_keyring_starts_no_compiler(tmp_path: Path) -> None:
    started = tmp_path / "started"
    for name in ("gcc", "cc", "ld", "objdump", "sh"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {name} >> {started}\nexit 1\n")
        program.chmod(0o755)
    look = "from appcues_console.accounts.vault import find_backend; find_backend()"
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"
    }
    environment |= {"PATH": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/no"}
    subprocess.run([sys.executable, "-c", look], env=environment, cwd=ROOT, check=True)

    assert not started.exists(), started.read_text()


def test_the_tests_own_default_is_no_keyring(tmp_path: Path) -> None:
    assert Vault(tmp_path).status().state is VaultState.ABSENT
