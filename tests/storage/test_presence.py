"""Who is running is told by locks, so a copy that was killed counts as gone."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from appcues_console.storage.errors import Unwritable
from appcues_console.storage.presence import Presence, living_owners

HOLDER = """
import sys
from pathlib import Path
from appcues_console.storage.presence import Presence
presence = Presence(Path(sys.argv[1]))
print(presence.owner, flush=True)
sys.stdin.read()
presence.close()
"""


def test_a_copy_lives_until_it_is_closed(tmp_path: Path) -> None:
    one, two = Presence(tmp_path / "locks"), Presence(tmp_path / "locks")
    assert living_owners(tmp_path / "locks") == {one.owner, two.owner}
    one.close()
    assert living_owners(tmp_path / "locks") == {two.owner}
    two.close()

    assert living_owners(tmp_path / "locks") == frozenset()
    assert list((tmp_path / "locks").iterdir()) == []


def test_nobody_lives_where_there_is_no_folder(tmp_path: Path) -> None:
    assert living_owners(tmp_path / "never") == frozenset()


def test_asking_twice_takes_no_lock_away(tmp_path: Path) -> None:
    presence = Presence(tmp_path)
    answers = [living_owners(tmp_path) for _ in range(3)]
    presence.close()

    assert answers == [{presence.owner}] * 3


@pytest.mark.parametrize("end", [signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)])
def test_a_killed_copy_is_gone_and_its_file_is_removed(tmp_path: Path, end: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        owner = other.stdout.readline().strip()
        assert living_owners(tmp_path) == {owner}
        other.send_signal(end)
        other.wait()

    assert living_owners(tmp_path) == frozenset()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_hold_locks_is_said(tmp_path: Path) -> None:
    (tmp_path / "locks").write_text("a file")
    with pytest.raises(Unwritable):
        Presence(tmp_path / "locks")
