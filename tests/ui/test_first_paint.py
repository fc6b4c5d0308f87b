"""The first paint waits for nothing that it does not show: no file, no keyring, no HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Each takes a tenth of a second or so, and none of them is needed to show a window.
HEAVY = {
    "apsw",
    "cryptography",
    "filelock",
    "h11",
    "httpcore",
    "httpx",
    "jeepney",
    "keyring",
    "secretstorage",
    "starlette",
    "truststore",
    "uvicorn",
}

# The engine starts with the signal that the window gives after its first paint: these are the
# modules at that moment, and the threads and files.
PROGRAM = """
import sys, threading
from pathlib import Path
from PySide6.QtWidgets import QApplication
from appcues_console.app import Console
from appcues_console.paths import places
application = QApplication(sys.argv)
console = Console(application, places())
console.window.painted.disconnect()
def tell():
    print(' '.join(sys.modules))
    print(*(thread.name for thread in threading.enumerate()))
    print(*(path.name for path in places().home.glob('*')))
    application.quit()
console.window.painted.connect(tell)
console.window.show()
application.exec()
console.close()
"""


def test_nothing_heavy_happens_before_the_first_paint(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={
            **os.environ,
            "APPCUES_CONSOLE_HOME": str(tmp_path / "home"),
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules, threads, files = done.stdout.split("\n")[:3]
    assert {name.partition(".")[0] for name in modules.split()} & HEAVY == set()
    assert "appcues_console.ui.window" in modules, "otherwise nothing was painted"
    assert threads.split() == ["MainThread"]
    assert files.split() == []
