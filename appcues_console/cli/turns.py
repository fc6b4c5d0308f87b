"""Whose turn it is in a batch: lines about the same user one after another, all others freely.

A profile must end up as the file says, so a line must not overtake an earlier one about the same
user; nothing else binds two lines together.
"""

from __future__ import annotations

from collections import deque

from .lines import Ready


class Turns:
    """Hands out lines in the order in which they came, as far as their users are free."""

    def __init__(self) -> None:
        self._free: deque[Ready] = deque()
        self._behind: dict[str, deque[Ready]] = {}
        """For each user of a line that is free or was handed out: the lines that come after it."""

    def __len__(self) -> int:
        """The lines that were not handed out yet."""
        return len(self._free) + sum(map(len, self._behind.values()))

    def add(self, line: Ready) -> None:
        """Line up."""
        behind = self._behind.get(line.activity.user_id)
        if behind is None:
            self._behind[line.activity.user_id] = deque()
            self._free.append(line)
        else:
            behind.append(line)

    def take(self) -> Ready | None:
        """Hand out the next line whose user is free; None where there is none now."""
        return self._free.popleft() if self._free else None

    def done(self, line: Ready) -> None:
        """Say that a line that was handed out has ended."""
        behind = self._behind[line.activity.user_id]
        if behind:
            self._free.append(behind.popleft())
        else:
            del self._behind[line.activity.user_id]
