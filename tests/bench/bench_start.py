"""How long the console takes to start and what it weighs, as a ratio to a bare window of Qt.

    python tests/bench/bench_start.py [RUNS]

The bare window is the physical limit: a main window with a table, shown, one turn of the loop, end.
The console is the real one over an empty home: built, shown, painted; then the whole process ends.
Both are run in turns, so that what else the machine does weighs on both alike; what counts is the
ratio of the medians. It uses the platform that QT_QPA_PLATFORM names (offscreen if it names none):

    QT_QPA_PLATFORM=xcb xvfb-run -a python tests/bench/bench_start.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNS = 15

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
application = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QTableView())
window.show()
application.processEvents()
"""

# `painted` comes after the first paint is on the screen, and starts the engine: with it, what is
# measured includes everything that a person waits for.
CONSOLE = """
import gc; gc.disable()  # as __main__.py does
import os, sys
from PySide6.QtWidgets import QApplication
from appcues_console.app import Console
from appcues_console.paths import places
application = QApplication(sys.argv)
console = Console(application, places())
console.window.painted.disconnect()
console.window.painted.connect(application.quit)
console.window.show()
application.exec()
"""

COMMAND_LINE = """
import sys
from appcues_console.__main__ import main
sys.exit(main(["accounts", "list"]))
"""

IMPORTED = "\nprint(' '.join(sorted(sys.modules)))"

HEAVY = ("httpx", "httpcore", "keyring", "apsw", "starlette", "uvicorn", "h11", "truststore")
"""Modules that nobody needs before the first paint."""


@dataclass(frozen=True)
class Run:
    """One process: seconds from its start to its end, and its largest memory in bytes."""

    seconds: float
    memory: int


def run(code: str, home: Path) -> Run:
    """Run `code` in a Python of its own, in an empty home."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "APPCUES_CONSOLE_HOME": str(home),
        "PYTHONPATH": str(ROOT),
    }
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"status {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, used.ru_maxrss * unit)


def imported_before_the_first_paint(home: Path) -> list[str]:
    """Return the names of all modules that the console has imported when it is painted."""
    found = subprocess.run(
        [sys.executable, "-c", CONSOLE + IMPORTED],
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "APPCUES_CONSOLE_HOME": str(home),
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.split()


def test_start_and_memory_stay_near_those_of_a_bare_window() -> None:
    ratios = main(7)
    assert ratios["console"][0] <= 4
    assert ratios["console"][1] <= 2


def main(runs: int) -> dict[str, tuple[float, float]]:
    """Measure and print; return time and memory of each as a ratio to the bare window."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        programs = {"bare window": BARE, "console": CONSOLE, "accounts list": COMMAND_LINE}
        measured: dict[str, list[Run]] = {name: [] for name in programs}
        for _ in range(runs + 1):
            for name, code in programs.items():
                measured[name].append(run(code, home))
        # The first round reads files from the disk and writes byte code.
        medians = {
            name: (
                statistics.median(each.seconds for each in found[1:]),
                statistics.median(each.memory for each in found[1:]) / 2**20,
            )
            for name, found in measured.items()
        }
        bare = medians["bare window"]
        print(f"{os.environ.get('QT_QPA_PLATFORM', 'offscreen')}, medians of {runs} runs each")
        for name, (seconds, memory) in medians.items():
            print(
                f"{name:<14} {seconds * 1000:6.0f} ms {seconds / bare[0]:5.2f}   "
                f"{memory:6.1f} MiB {memory / bare[1]:5.2f}"
            )
        modules = imported_before_the_first_paint(home)
        heavy = [name for name in modules if name in HEAVY]
        print(f"{len(modules)} modules before the first paint; heavy ones: {heavy or 'none'}")
        return {
            name: (seconds / bare[0], memory / bare[1])
            for name, (seconds, memory) in medians.items()
        }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
