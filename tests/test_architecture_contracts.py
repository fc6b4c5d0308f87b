"""Each contract of import-linter catches what it forbids, and lets what it allows through.

The contracts are those of pyproject.toml; they are tried on a small tree of the same shape.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ROOMS = (
    "accounts",
    "activity",
    "cli",
    "delivery",
    "engine",
    "history",
    "intake",
    "practice",
    "storage",
    "ui",
)

ALLOWED = {
    "__main__": "import appcues_console.app",
    "app": "import PySide6.QtWidgets, appcues_console.ui, appcues_console.engine",
    "display": "",
    "paths": "",
    "ui.window": "import PySide6.QtCore, appcues_console.engine",
    "cli.send": "import appcues_console.engine",
    "engine.engine": "import appcues_console.delivery.transport, appcues_console.history.store",
    "delivery.connections": "import httpcore, httpx, appcues_console.activity",
    "delivery.transport": "import httpcore, httpx, truststore",
    "history.store": "import apsw, appcues_console.storage",
    "intake.literals": "import json5, appcues_console.activity, appcues_console.paths",
    "accounts.vault": "import keyring, appcues_console.storage",
    "practice.app": "import starlette.routing, uvicorn, appcues_console.paths",
    "storage.database": "import apsw, appcues_console.activity",
}

# Contract, a module that must not exist, and what it must not import.
FORBIDDEN = [
    ("layers", "storage.faults", "import appcues_console.history.store"),
    ("layers", "cli.lint", "import appcues_console.ui.window"),
    ("layers", "activity.draft", "import appcues_console.storage"),
    ("layers", "new_room", ""),
    ("independence", "delivery.journal", "import appcues_console.history"),
    ("independence", "practice.world", "import appcues_console.accounts"),
    ("independence", "intake.curl", "import appcues_console.accounts"),
    ("qt", "engine.bridge", "import PySide6.QtCore"),
    ("qt", "cli.notice", "def f():\n    from PySide6 import QtGui"),
    ("httpx", "delivery.delivery", "import httpx"),
    ("httpx", "cli.raw", "def f():\n    import httpx"),
    ("keyring", "accounts.book", "from keyring import get_password"),
    ("keyring", "engine.secrets", "import secretstorage"),
    ("database", "delivery.record", "import apsw"),
    ("database", "engine.query", "import sqlite3"),
    ("server", "engine.serve", "import uvicorn"),
    ("server", "ui.page", "from starlette.responses import Response"),
    ("json5", "intake.reading", "import json5"),
]


def write(tree: Path, module: str, text: str) -> None:
    file = tree / "appcues_console" / f"{module.replace('.', '/')}.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree that keeps every contract."""
    for room in ROOMS:
        write(tmp_path, f"{room}.__init__", "")
    write(tmp_path, "__init__", "")
    for module, text in ALLOWED.items():
        write(tmp_path, module, text)
    return tmp_path


def broken(tree: Path, contract: str | None = None) -> int:
    """Return how many contracts `tree` breaks."""
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert program is not None
    only = ["--contract", contract] if contract else []
    done = subprocess.run(
        [program, "--config", str(ROOT / "pyproject.toml"), "--no-cache", *only],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    kept_and_broken = re.search(r"Contracts: (\d+) kept, (\d+) broken", done.stdout)
    assert kept_and_broken, done.stdout + done.stderr
    assert int(kept_and_broken[1]) + int(kept_and_broken[2]) == (1 if contract else 8)
    return int(kept_and_broken[2])


def test_what_is_allowed_passes(tree: Path) -> None:
    assert broken(tree) == 0


@pytest.mark.parametrize(("contract", "module", "text"), FORBIDDEN)
def test_what_is_forbidden_is_caught(tree: Path, contract: str, module: str, text: str) -> None:
    write(tree, module, text)

    assert broken(tree, contract) == 1
