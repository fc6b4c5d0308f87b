"""One thing that can be done, as a value: what shortcuts, palette and help are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do: its name, its keys as Qt writes them, and a word more for the palette.

    `repeats`: a key that is held does it again and again. Whoever holds Ctrl+Enter sends once.
    `into`: the column that it goes into, which is unfolded first. `possible`: tells whether there
    is anything that it could do now.
    """

    name: str
    keys: str
    hint: str
    run: Callable[[], object]
    repeats: bool = False
    into: int | None = None
    possible: Callable[[], bool] = lambda: True

    @property
    def shortcuts(self) -> list[QKeySequence]:
        """The key combinations."""
        return [QKeySequence(keys) for keys in self.keys.split(" | ")] if self.keys else []
