"""Each room is made when it is first needed, and all are closed."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from appcues_console.accounts.account import PRACTICE
from appcues_console.engine.condition import Condition
from appcues_console.engine.engine import Engine
from appcues_console.engine.errors import EngineClosed
from appcues_console.engine.rooms import Rooms
from appcues_console.engine.serial import SerialThread
from appcues_console.paths import Places
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.story import PATIENCE

ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys
from pathlib import Path
from appcues_console.engine.engine import Engine
from appcues_console.paths import Places
with Engine(Places(Path(sys.argv[1]))) as engine:
    engine.{ask}.result(20)
heavy = "httpx keyring apsw starlette uvicorn"
print(sorted(set(heavy.split()) & set(sys.modules)))
"""


@pytest.mark.parametrize(
    ("ask", "loaded"),
    [("accounts()", []), ("ids()", ["apsw", "keyring"])],
)
def test_nothing_is_loaded_for_others(ask: str, loaded: list[str], tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(ask=ask), str(tmp_path / "home")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )

    assert (ran.stdout.strip(), ran.stderr) == (str(loaded), "")


def test_a_listener_hears_the_condition_that_is_also_answered(
    engine: Engine, backend: MemoryKeyring
) -> None:
    told: list[Condition] = []
    engine.on_condition_changed(told.append)
    said = engine.condition().result(PATIENCE)
    engine.destination(PRACTICE).result(PATIENCE)
    engine.close()

    assert set(told) <= {said}


@pytest.mark.parametrize("room", ["history", "practice", "sender"])
def test_a_room_that_is_first_needed_after_the_end_is_not_made(room: str, places: Places) -> None:
    async def tell() -> None:
        keyring, files = SerialThread("keyring"), SerialThread("files")
        rooms = Rooms(places, keyring, files, lambda _: None, lambda _: None, lambda: 0)
        await rooms.close()
        with pytest.raises(EngineClosed):
            getattr(rooms, room)

    asyncio.run(tell())
