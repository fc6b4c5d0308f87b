"""One entry of the command palette, as a value: the window makes them, the palette shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done.

    `name` is what people call it; `shortcut` its keys as this platform writes them, or nothing;
    `hint` a few words more. A command that is not `enabled` is shown and cannot be run.
    """

    name: str
    shortcut: str
    hint: str
    run: Callable[[], object]
    enabled: bool = True
