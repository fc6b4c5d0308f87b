"""The window as a program of its own: how it ends, and what becomes of a fault in a slot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_run_window_ends_with_the_window(tmp_path: Path) -> None:
    script = """
import sys
from PySide6.QtCore import QTimer
from appcues_console import app

class Brief(app.Console):
    def __init__(self, *given):
        super().__init__(*given)
        self.window.painted.connect(lambda: QTimer.singleShot(0, self.window.close))

app.Console = Brief
sys.exit(app.run_window())
"""
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_fault_in_a_slot_is_told_in_the_window_without_its_text(tmp_path: Path) -> None:
    script = """
import sys
from PySide6.QtCore import QTimer
from appcues_console import app

class Faulty(app.Console):
    def __init__(self, *given):
        super().__init__(*given)
        self.window.painted.connect(lambda: QTimer.singleShot(0, self.fail))

    def fail(self):
        QTimer.singleShot(0, self.look)
        raise RuntimeError("holds a secret")

    def look(self):
        print(self.window.banner.text)
        self.window.close()

app.Console = Faulty
sys.exit(app.run_window())
"""
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0
    assert ran.stdout.startswith("This is a fault in the console (RuntimeError), not in your work.")
    assert "in fail" in ran.stderr
    assert "secret" not in ran.stdout + ran.stderr
