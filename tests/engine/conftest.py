"""Engines over a home of their own, with a keyring in memory that can misbehave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest

from appcues_console.accounts.account import Account
from appcues_console.activity.destination import Safety
from appcues_console.engine.engine import Engine
from appcues_console.paths import Places
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.wired import WiredServer


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "home")


@pytest.fixture
def backend() -> Iterator[MemoryKeyring]:
    """A usable keyring of the system."""
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]


@pytest.fixture
def start(places: Places) -> Iterator[Callable[[], Engine]]:
    """Start engines of one home; each that is still open is closed after the test."""
    engines: list[Engine] = []

    def start() -> Engine:
        engine = Engine(places)
        engine.start()
        engines.append(engine)
        return engine

    yield start
    for engine in engines:
        engine.close()


@pytest.fixture
def engine(start: Callable[[], Engine]) -> Engine:
    return start()


@pytest.fixture
def server() -> Iterator[WiredServer]:
    """A server on a raw socket, on a thread of its own."""
    with WiredServer() as server:
        yield server


@pytest.fixture
def acme(server: WiredServer) -> Account:
    return Account("a" * 32, "Acme", None, server.url, Safety.TEST, "blue")
