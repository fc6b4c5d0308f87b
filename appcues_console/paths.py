"""Where the program's files live: one place to ask, so that one variable can move them all.

`APPCUES_CONSOLE_HOME` puts every file under one folder; without it the folders are those of the
platform's conventions, asked of platformdirs. Nothing here creates or reads a file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "APPCUES_CONSOLE_HOME"


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of the program's own files, and each file in it."""

    home: Path

    @property
    def accounts(self) -> Path:
        """Labels and settings of accounts as JSON; never their secrets."""
        return self.home / "accounts.json"

    @property
    def database(self) -> Path:
        """The encrypted history."""
        return self.home / "history.db"

    @property
    def practice(self) -> Path:
        """Where a running practice server says how to reach it."""
        return self.home / "practice.json"

    @property
    def window(self) -> Path:
        """Sizes and folds of the window, and nothing that a person typed."""
        return self.home / "window.ini"

    @property
    def locks(self) -> Path:
        """One lock file for each running copy of the program."""
        return self.home / "locks"


def places(environment: Mapping[str, str] = os.environ) -> Places:
    """Return the places for this user, or those under `APPCUES_CONSOLE_HOME` where it is set."""
    chosen = environment.get(HOME_VARIABLE)
    if chosen:
        return Places(Path(chosen).expanduser().absolute())
    from platformdirs import user_data_path

    return Places(user_data_path("appcues-console", appauthor=False))


def resources() -> Path:
    """Return the folder of icons, samples and descriptions: in a wheel inside the package, in a
    checkout beside it."""
    inside = Path(__file__).parent / "resources"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "resources"
