"""The rules of conftest.py and pyproject.toml fail the tests that they are made to fail."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

OFFENDERS = """
import os, socket, threading, warnings
from pathlib import Path
import pytest
from tests import threads

threads.PATIENCE = 0

def test_harmless(): pass

def test_warns(): warnings.warn("old", DeprecationWarning)

def test_leaves_a_thread():
    threading.Thread(target=threading.Event().wait, daemon=True, name="left").start()

def test_reaches_another_machine():
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    except RuntimeError:
        pass

def test_lets_qt_complain(qtbot):
    from PySide6.QtCore import qWarning
    qWarning("a complaint")

def test_raises_in_a_slot(qtbot):
    from PySide6.QtCore import QTimer
    fired = []
    def slot():
        fired.append(True)
        raise ValueError("in a slot")
    QTimer.singleShot(0, slot)
    qtbot.waitUntil(lambda: bool(fired))

def test_raises_in_a_thread():
    def work(): raise ValueError("in a thread")
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

def test_skips(): pytest.skip("no such tool")

@pytest.mark.only_on("nowhere")
def test_of_another_platform(): raise AssertionError

def test_has_a_home_of_its_own(tmp_path):
    assert Path(os.environ["APPCUES_CONSOLE_HOME"]).parent == tmp_path
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
"""


def run(tmp_path: Path, *, ci: str) -> tuple[str, dict[str, str]]:
    """Run the offenders under our rules; return what was printed and each test's outcome."""
    (tmp_path / "test_offenders.py").write_text(OFFENDERS)
    command = [sys.executable, "-m", "pytest", "-v", "-p", "tests.conftest"]
    command += ["-p", "no:cacheprovider", "-p", "no:cov", "-c", str(ROOT / "pyproject.toml")]
    done = subprocess.run(
        [*command, "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    # A test that passes and then fails in its teardown has two outcomes; the later one counts.
    return done.stdout, dict(re.findall(r"::test_(\w+) ([A-Z]+)", done.stdout))


@pytest.mark.parametrize("ci", ["true", ""])
def test_each_offence_is_a_failure(tmp_path: Path, ci: str) -> None:
    printed, outcomes = run(tmp_path, ci=ci)

    assert outcomes == {
        "harmless": "PASSED",
        "warns": "FAILED",
        "leaves_a_thread": "ERROR",
        "reaches_another_machine": "ERROR",
        "lets_qt_complain": "FAILED",
        "raises_in_a_slot": "FAILED",
        "raises_in_a_thread": "FAILED",
        "skips": "FAILED" if ci else "SKIPPED",
        "has_a_home_of_its_own": "PASSED",
    }, printed
    assert "threads outlived the test: left (daemon)" in printed
    assert "192.0.2.1" in printed
    assert "a complaint" in printed
    assert "1 deselected" in printed
    assert ("no such tool (a skip is a failure under CI=true)" in printed) is bool(ci)
