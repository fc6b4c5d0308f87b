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

from appcues_console.activity.draft import Draft, example
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.shelf import Shelf, Template
from appcues_console.storage.database import open_database
from appcues_console.storage.worker import DatabaseWorker
from tests.activity.strategies import drafts

KEY = bytes(range(32))


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


@given(drafts())
def test_the_draft_kept_last_comes_back(lasting_shelf: Shelf, draft: Draft) -> None:
    lasting_shelf.keep(Draft("before"), 1).result()
    lasting_shelf.keep(draft, 2).result()
    assert lasting_shelf.kept().result() == draft


def test_templates_come_the_latest_first(shelf: Shelf) -> None:
    old, new = Template("b", example(), 1), Template("a", Draft("user-7"), 2)
    shelf.save(old).result()
    shelf.save(new).result()
    assert shelf.templates().result() == (new, old)


def test_a_template_takes_the_place_of_its_namesake(shelf: Shelf) -> None:
    shelf.save(Template("a", example(), 1)).result()
    shelf.save(Template("a", Draft("user-7"), 2)).result()
    (only,) = shelf.templates().result()
    assert only.draft.user_id == "user-7"


def test_a_removed_template_is_gone_and_removing_again_is_harmless(shelf: Shelf) -> None:
    shelf.save(Template("a\ud800", example(), 1)).result()
    shelf.remove("a\ud800").result()
    shelf.remove("a\ud800").result()
    assert shelf.templates().result() == ()


def spoil(connection: apsw.Connection) -> None:
    """Write what a later version might."""
    connection.execute("UPDATE template SET record = cast('{\"version\": 9}' AS BLOB)")
    connection.execute("UPDATE current_draft SET record = x'ff'")


def test_what_a_later_version_wrote_is_left_out_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    worker = DatabaseWorker(lambda: open_database(path, KEY, MIGRATIONS))
    shelf = Shelf(worker)
    shelf.keep(example(), 1).result()
    shelf.save(Template("a", example(), 1)).result()
    worker.write(spoil).result()
    assert shelf.templates().result() == ()
    assert shelf.kept().result() is None
    rows = worker.submit(lambda c: c.execute("SELECT count(*) FROM template").fetchall())
    assert rows.result() == [(1,)]
    worker.close()


_KEEP_AND_WAIT = """
import sys
from pathlib import Path
from appcues_console.activity.draft import Draft
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.shelf import Shelf
from appcues_console.storage.database import open_database
from appcues_console.storage.worker import DatabaseWorker
worker = DatabaseWorker(lambda: open_database(Path(sys.argv[1]), bytes(range(32)), MIGRATIONS))
Shelf(worker).keep(Draft("typed before the kill"), 1).result()
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
    assert kept == Draft("typed before the kill")
