"""Killed a moment after typing: the draft is in the encrypted history, half a JSON text and all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest

from appcues_console.activity.draft import example
from appcues_console.engine.engine import Engine
from appcues_console.paths import Places
from appcues_console.ui.kept import KEEP_WITHIN
from tests.accounts.memory_keyring import MemoryKeyring
from tests.ui.keeper import LOOSE, USER_ID

ROOT = Path(__file__).parents[2]
PATIENCE = 15.0


@pytest.fixture
def backend() -> Iterator[MemoryKeyring]:
    """A usable keyring of the system."""
    made = MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]


def test_what_was_typed_is_there_after_a_kill(tmp_path: Path, backend: MemoryKeyring) -> None:
    places = Places(tmp_path / "home")
    with Engine(places) as engine:
        assert engine.condition().result(PATIENCE).history_durable
    (item,) = [each for each in backend.items if "/history/" in each[0]]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.ui.keeper", str(places.home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write("\t".join((*item, backend.items[item])) + "\n")
        child.stdin.flush()
        told = child.stdout.readline()
        child.kill()
    assert told == "kept\n"
    assert KEEP_WITHIN < 1_000, "a crash loses at most the last second"

    with Engine(places) as engine:
        kept = engine.kept_draft().result(PATIENCE)
    assert kept is not None
    assert kept.draft.user_id == USER_ID
    assert kept.draft.events == example().events
    assert kept.loose is not None
    assert kept.loose.text == LOOSE
    for path in places.home.rglob("*"):
        assert path.is_dir() or USER_ID.encode() not in path.read_bytes(), path.name
