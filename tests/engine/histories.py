"""What tests do to the history of one home behind the engine's back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from appcues_console.activity.exchange import Exchange
from appcues_console.engine.condition import Condition
from appcues_console.engine.engine import Engine
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.paths import Places
from appcues_console.storage.database import open_database
from appcues_console.storage.worker import DatabaseWorker
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.story import PATIENCE


def keys(backend: MemoryKeyring) -> list[bytes]:
    """Return every key of a history in the keyring."""
    return [
        bytes.fromhex(secret)
        for (service, _), secret in backend.items.items()
        if "/history/" in service
    ]


def remove_key(backend: MemoryKeyring) -> None:
    for item in [item for item in backend.items if "/history/" in item[0]]:
        del backend.items[item]


def change_key(backend: MemoryKeyring) -> None:
    for item in [item for item in backend.items if "/history/" in item[0]]:
        backend.items[item] = "ab" * 32


def spoil_key(backend: MemoryKeyring) -> None:
    for item in [item for item in backend.items if "/history/" in item[0]]:
        backend.items[item] = "not a key"


def condition(engine: Engine) -> Condition:
    return engine.condition().result(PATIENCE)


def listed(engine: Engine) -> list[Exchange]:
    """Return the whole history, newest first."""
    found = (engine.exchange(each).result(PATIENCE) for each in engine.ids().result(PATIENCE))
    return [each for each in found if each is not None]


def bodies(engine: Engine) -> list[bytes]:
    return [each.opening.activity.body for each in listed(engine)]


def aside(places: Places) -> list[Path]:
    """Return the histories that were set aside, without what SQLite keeps beside them."""
    return sorted(places.home.glob("history.set-aside-*.db"))


def read(path: Path, key: bytes) -> list[Exchange]:
    """Return what a history holds that no engine has open, oldest first."""
    worker = DatabaseWorker(lambda: open_database(path, key, MIGRATIONS))
    store = HistoryStore(worker, "reader")
    try:
        found = (store.exchange(each).result(PATIENCE) for each in sorted(store.ids().result()))
        return [each for each in found if each is not None]
    finally:
        worker.close()


Change = Callable[[MemoryKeyring], None]
