"""A full disk and a folder that cannot be written, under the whole engine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from appcues_console.accounts.account import PRACTICE
from appcues_console.activity.exchange import Outcome
from appcues_console.engine.condition import HistoryState
from appcues_console.engine.engine import Engine
from appcues_console.paths import Places
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.story import PATIENCE, send
from tests.ordinary_rights import ordinary_rights

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits here")


@pytest.mark.parametrize(
    "kept_by",
    [
        "the thread",
        # Another process can be given a limit there only.
        pytest.param("many", id="a process", marks=pytest.mark.only_on("linux")),
    ],
)
def test_nothing_is_sent_that_a_full_disk_cannot_keep(tmp_path: Path, kept_by: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.full_disk", str(tmp_path / "home"), kept_by],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["error"] == "Unwritable"
    assert "could not be written" in told["message"] or "full" in told["message"]
    assert (told["before"], told["after"]) == ("accepted", "accepted")
    assert (told["unrecorded"], told["listed"]) == (0, 0)
    assert told["durable"]
    assert told["retired"] == (kept_by == "many")


def test_a_home_that_cannot_be_written_is_said_and_practice_goes_on(
    places: Places, backend: MemoryKeyring
) -> None:
    places.home.mkdir()
    places.home.chmod(0o555)
    try:
        with ordinary_rights(), Engine(places) as engine:
            condition = engine.condition().result(PATIENCE)
            assert condition.history_state is HistoryState.UNWRITABLE
            assert "in memory only" in condition.history_note
            exchange = send(engine, PRACTICE)
            assert exchange.outcome is Outcome.ACCEPTED
            assert list(engine.ids().result(PATIENCE)) == [exchange.id]
        assert list(places.home.iterdir()) == []
    finally:
        places.home.chmod(0o755)
