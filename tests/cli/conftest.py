"""A keyring in memory, a server that can misbehave, and an account that points to it."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest

from tests.accounts.memory_keyring import MemoryKeyring
from tests.cli.calling import call
from tests.engine.wired import WiredServer

ACCOUNT_ID = "98765432101234"


@pytest.fixture
def backend() -> Iterator[MemoryKeyring]:
    """A usable keyring of the system."""
    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def server() -> Iterator[WiredServer]:
    """A server on a raw socket, on a thread of its own."""
    with WiredServer() as server:
        yield server


@pytest.fixture
def acme(backend: MemoryKeyring, server: WiredServer) -> str:
    """The label of an account whose base URL is the server's."""
    added = call("accounts", "add", "Acme", "--base-url", server.url, stdin=ACCOUNT_ID + "\n")
    assert added.status == 0, added.err
    return "Acme"
