"""A history in memory: the same code and tables as on disk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.storage.database import open_database
from appcues_console.storage.worker import DatabaseWorker


@pytest.fixture
def store() -> Iterator[HistoryStore]:
    worker = DatabaseWorker(lambda: open_database(None, None, MIGRATIONS))
    yield HistoryStore(worker, "this copy")
    worker.close()


@pytest.fixture(scope="module")
def lasting_store() -> Iterator[HistoryStore]:
    """One history for all examples of a property: none of them minds the others' exchanges."""
    worker = DatabaseWorker(lambda: open_database(None, None, MIGRATIONS))
    yield HistoryStore(worker, "this copy")
    worker.close()
