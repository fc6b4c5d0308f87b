"""A keyring in a file, for the programs that a benchmark starts one after another."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend

VARIABLE = "BENCH_KEYRING"
"""Names the file."""


class FileKeyring(KeyringBackend):
    """Keeps items in plain text, which is right for nothing but made-up secrets."""

    priority: float = 9

    def get_password(self, service: str, username: str) -> str | None:
        return self._items().get(f"{service}\n{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        items = {**self._items(), f"{service}\n{username}": password}
        self._path.write_text(json.dumps(items))

    @property
    def _path(self) -> Path:
        return Path(os.environ[VARIABLE])

    def _items(self) -> dict[str, str]:
        if not self._path.exists():
            return {}
        items: dict[str, str] = json.loads(self._path.read_text())
        return items
