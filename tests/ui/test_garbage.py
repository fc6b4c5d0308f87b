"""Cyclic garbage with a Qt object in it dies on the GUI thread, whoever makes the next object."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from appcues_console.ui.garbage import GarbageCollection


@pytest.fixture
def collection() -> Iterator[GarbageCollection]:
    gc.enable()
    made = GarbageCollection()
    yield made
    made.stop()


def leave_a_cycle(died_on: list[int]) -> None:
    """Make an object with a timer that only the cyclic collector can free."""

    class Marked(QObject):
        def __del__(self) -> None:
            died_on.append(threading.get_ident())

    marked = Marked()
    marked.setProperty("timer", QTimer(marked))
    marked.itself = marked  # type: ignore[attr-defined]


def make_many_objects() -> None:
    """Make enough for the automatic collector to run several times."""
    for _ in range(200):
        [[] for _ in range(1_000)]


def test_the_automatic_collector_is_off_while_the_window_lives(
    collection: GarbageCollection,
) -> None:
    assert not gc.isenabled()
    collection.stop()
    assert gc.isenabled()


def test_another_thread_frees_nothing_of_ours(collection: GarbageCollection, qtbot: QtBot) -> None:
    died_on: list[int] = []
    leave_a_cycle(died_on)
    thread = threading.Thread(target=make_many_objects)
    thread.start()
    thread.join()
    assert died_on == []
    kept = [[] for _ in range(5_000)]  # type: ignore[var-annotated]
    qtbot.waitUntil(lambda: bool(died_on), timeout=5_000)
    assert died_on == [threading.get_ident()]
    assert len(kept) == 5_000


def test_what_was_there_when_it_settled_is_not_looked_through_again(
    collection: GarbageCollection,
) -> None:
    died_on: list[int] = []
    leave_a_cycle(died_on)
    collection.settle()
    gc.collect()
    assert died_on == []
    collection.stop()
    gc.collect()
    assert died_on == [threading.get_ident()]


def test_nothing_is_collected_before_it_is_due(collection: GarbageCollection) -> None:
    gc.collect()
    assert collection.collect_due() == -1
