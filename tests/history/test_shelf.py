"""A draft is there after the program was killed, and templates under their names."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from hypothesis import given

from appcues_console.activity.compose import Moment
from appcues_console.activity.composition import Composition, LooseText, Placed, Template
from appcues_console.activity.draft import Draft, example
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.shelf import PARKED, Shelf
from appcues_console.history.store import HistoryStore
from appcues_console.storage.database import open_database
from appcues_console.storage.worker import DatabaseWorker
from tests.activity.strategies import compositions

KEY = bytes(range(32))
BEFORE, USER, EXAMPLE = (
    Composition(draft) for draft in (Draft("before"), Draft("user-7"), example())
)


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    worker = DatabaseWorker(lambda: open_database(None, None, MIGRATIONS))
    yield Shelf(worker)
    worker.close()


@pytest.fixture(scope="module")
def lasting_shelf() -> Iterator[Shelf]:
    worker = DatabaseWorker(lambda: open_database(None, None, MIGRATIONS))
    yield Shelf(worker)
    worker.close()


def test_at_first_there_is_nothing(shelf: Shelf) -> None:
    assert shelf.kept().result() is None
    assert shelf.templates().result() == ()


@given(compositions)
def test_what_was_kept_last_comes_back(lasting_shelf: Shelf, composition: Composition) -> None:
    lasting_shelf.keep(BEFORE, 1).result()
    lasting_shelf.keep(composition, 2).result()
    assert lasting_shelf.kept().result() == composition


def test_a_draft_of_somebody_else_becomes_a_template(shelf: Shelf) -> None:
    shelf.keep(BEFORE, 1).result()
    shelf.save(Template("mine", EXAMPLE, 1)).result()
    name = shelf.keep_beside(EXAMPLE, 5, None).result()
    assert name is not None
    assert name.startswith(PARKED)
    assert shelf.kept().result() == EXAMPLE
    assert shelf.templates().result() == (Template(name, BEFORE, 5), Template("mine", EXAMPLE, 1))


def test_a_draft_that_somebody_else_kept_between_two_of_ones_own_becomes_a_template(
    tmp_path: Path,
) -> None:
    path = tmp_path / "history.db"
    workers = [DatabaseWorker(lambda: open_database(path, KEY, MIGRATIONS)) for _ in range(2)]
    mine, other = (Shelf(worker) for worker in workers)
    assert mine.keep_beside(BEFORE, 1, None).result() is None
    assert other.keep_beside(USER, 2, BEFORE).result() is None
    name = mine.keep_beside(EXAMPLE, 3, BEFORE).result()
    assert mine.keep_beside(BEFORE, 4, EXAMPLE).result() is None
    assert [(each.name, each.composition) for each in other.templates().result()] == [(name, USER)]
    for worker in workers:
        worker.close()


def test_ones_own_draft_is_known_again_without_being_read(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.shelf.keep_beside(BEFORE, 1, None).result()
    read: list[object] = []
    monkeypatch.setattr("appcues_console.history.shelf.load", read.append)
    assert store.shelf.keep_beside(USER, 2, BEFORE).result() is None
    assert store.shelf.keep_beside(EXAMPLE, 3, USER).result() is None
    assert read == []


def test_two_drafts_of_one_minute_have_two_names(shelf: Shelf) -> None:
    shelf.keep(BEFORE, 1).result()
    first = shelf.keep_beside(USER, 2, None).result()
    second = shelf.keep_beside(EXAMPLE, 3, None).result()
    assert second == f"{first} (2)"
    assert {each.composition for each in shelf.templates().result()} == {BEFORE, USER}


@pytest.mark.parametrize("kept", [Composition(Draft("before")), EXAMPLE, None], ids=repr)
def test_ones_own_draft_and_the_same_one_become_no_template(
    shelf: Shelf, kept: Composition | None
) -> None:
    if kept is not None:
        shelf.keep(kept, 1).result()
    assert shelf.keep_beside(EXAMPLE, 2, BEFORE).result() is None
    assert shelf.kept().result() == EXAMPLE
    assert shelf.templates().result() == ()


def test_templates_come_the_latest_first(shelf: Shelf) -> None:
    old, new = Template("b", EXAMPLE, 1), Template("a", USER, 2)
    shelf.save(old).result()
    shelf.save(new).result()
    assert shelf.templates().result() == (new, old)


def test_a_template_takes_the_place_of_the_one_it_is_to_replace(shelf: Shelf) -> None:
    before, after = Template("a", EXAMPLE, 1), Template("a", USER, 2)
    assert shelf.save(before).result() is Placed.SAVED
    assert shelf.save(after, before).result() is Placed.SAVED
    assert shelf.templates().result() == (after,)


@pytest.mark.parametrize("known", [None, Template("a", EXAMPLE, 1)], ids=["free", "another"])
def test_a_template_takes_no_place_that_somebody_took_meanwhile(
    shelf: Shelf, known: Template | None
) -> None:
    theirs = Template("a", USER, 2)
    shelf.save(theirs).result()
    assert shelf.save(Template("a", BEFORE, 3), known).result() is Placed.TAKEN
    assert shelf.templates().result() == (theirs,)


def test_what_is_the_same_already_or_gone_is_in_nobodys_way(shelf: Shelf) -> None:
    shelf.save(Template("a", USER, 1)).result()
    assert shelf.save(Template("a", USER, 2)).result() is Placed.SAVED
    assert shelf.save(Template("b", USER, 2), Template("b", BEFORE, 1)).result() is Placed.SAVED
    assert len(shelf.templates().result()) == 2


def test_a_template_that_is_removed_is_told_as_it_was(shelf: Shelf) -> None:
    template = Template("a\ud800", EXAMPLE, 1)
    shelf.save(template).result()
    assert shelf.remove("a\ud800").result() == template
    assert shelf.remove("a\ud800").result() is None
    assert shelf.templates().result() == ()


def spoil(connection: apsw.Connection) -> None:
    """Write what a later version might."""
    connection.execute("UPDATE template SET record = cast('{\"version\": 9}' AS BLOB)")
    connection.execute("UPDATE current_draft SET record = x'ff'")


def test_what_a_later_version_wrote_is_left_out_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    worker = DatabaseWorker(lambda: open_database(path, KEY, MIGRATIONS))
    shelf = Shelf(worker)
    shelf.keep(EXAMPLE, 1).result()
    shelf.save(Template("a", EXAMPLE, 1)).result()
    worker.write(spoil).result()
    assert shelf.templates().result() == ()
    assert shelf.kept().result() is None
    assert shelf.save(Template("a", USER, 2)).result() is Placed.UNREADABLE
    assert shelf.remove("a").result() is None
    rows = worker.submit(lambda c: c.execute("SELECT record FROM template").fetchall())
    assert rows.result() == [(b'{"version": 9}',)]
    name = shelf.keep_beside(EXAMPLE, 2, None).result()
    records = worker.submit(lambda c: c.execute("SELECT record FROM template").fetchall())
    assert (b"\xff",) in records.result()
    assert name is not None
    worker.close()


_KEEP_AND_WAIT = """
import sys
from pathlib import Path
from appcues_console.activity.compose import Moment
from appcues_console.activity.composition import Composition, LooseText
from appcues_console.activity.draft import Draft
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.shelf import Shelf
from appcues_console.storage.database import open_database
from appcues_console.storage.worker import DatabaseWorker
worker = DatabaseWorker(lambda: open_database(Path(sys.argv[1]), bytes(range(32)), MIGRATIONS))
loose = LooseText('{"events": [', Moment(1, "request-1"))
Shelf(worker).keep(Composition(Draft("typed before the kill"), loose), 1).result()
print("kept", flush=True)
sys.stdin.read()
"""


@pytest.mark.only_on("linux", "darwin")
def test_a_kept_draft_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    command = [sys.executable, "-c", _KEEP_AND_WAIT, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"kept\n"
        os.kill(child.pid, signal.SIGKILL)
    worker = DatabaseWorker(lambda: open_database(path, KEY, MIGRATIONS))
    kept = Shelf(worker).kept().result()
    worker.close()
    loose = LooseText('{"events": [', Moment(1, "request-1"))
    assert kept == Composition(Draft("typed before the kill"), loose)
