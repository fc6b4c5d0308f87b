"""Bodies of 200 MB, both ways: whole or cut at the limit, and never held twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from appcues_console.delivery.limits import Limits

ROOT = Path(__file__).parents[2]
MEGABYTE = 1024 * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")
@pytest.mark.parametrize(
    ("what", "told"),
    [("request", "200 11 False"), ("response", f"200 {Limits().answer_bytes} True")],
)
def test_memory_stays_small(what: str, told: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.delivery.heavyweight", what],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *said, more = done.stdout.split()
    assert " ".join(said) == told
    assert int(more) < 64 * MEGABYTE
