"""One undo history for everything a person composes.

States are immutable values, so undo is a walk along a list. It survives sends, and joins what a
person would call one change: typing on in the same field without a pause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

S = TypeVar("S")

JOIN_WITHIN: Final = 1_500
"""Milliseconds. A pause longer than this begins a new step."""
MOST_STEPS: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Step(Generic[S]):
    state: S
    label: str
    field: object
    at: int


class Timeline(Generic[S]):
    """States in the order they came, and the one that is current."""

    def __init__(self, state: S) -> None:
        self._steps: list[_Step[S]] = [_Step(state, "", None, 0)]
        self._index = 0

    @property
    def current(self) -> S:
        return self._steps[self._index].state

    @property
    def position(self) -> int:
        """How many steps can be undone."""
        return self._index

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None when there is nothing."""
        return self._steps[self._index].label if self._index else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, or None when there is nothing."""
        following = self._steps[self._index + 1 : self._index + 2]
        return following[0].label if following else None

    def record(self, state: S, label: str, field: object, at: int) -> None:
        """Make `state` current. It joins the step before when both are of the same `field` (not
        None) and less than `JOIN_WITHIN` apart; `at` is in milliseconds of any steady clock."""
        if state == self.current:
            return
        last = self._steps[self._index]
        joins = field is not None and last.field == field and at - last.at <= JOIN_WITHIN
        del self._steps[self._index + (0 if joins and self._index else 1) :]
        self._steps.append(_Step(state, label, field, at))
        del self._steps[: max(0, len(self._steps) - MOST_STEPS)]
        self._index = len(self._steps) - 1

    def seal(self) -> None:
        """Let the next change begin a step of its own, whatever its field."""
        last = self._steps[self._index]
        self._steps[self._index] = _Step(last.state, last.label, None, last.at)

    def undo(self) -> bool:
        """Go one step back; False when there is none."""
        if not self._index:
            return False
        self._index -= 1
        return True

    def redo(self) -> bool:
        """Go one step forward again; False when there is none."""
        if self._index + 1 >= len(self._steps):
            return False
        self._index += 1
        return True
