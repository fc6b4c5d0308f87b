"""How one text becomes another with little change, so that a caret keeps its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

MOST_LINES: Final = 400
"""Lines that are compared one by one; comparing more would be felt while typing."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Characters `start` to `end` give way to `text`."""

    start: int
    end: int
    text: str


def least_replacement(old: str, new: str) -> Replacement | None:
    """Return the one replacement that turns `old` into `new`, or None when they are the same.

    What the two have in common at both ends stays. Comparing is by halves of slices: Python
    compares those at the speed of memory.
    """
    if old == new:
        return None
    shortest = min(len(old), len(new))
    start = _common(lambda n: old[:n] == new[:n], shortest)
    tail = _common(lambda n: not n or old[-n:] == new[-n:], shortest - start)
    return Replacement(start, len(old) - tail, new[start : len(new) - tail])


def replacements(old: str, new: str) -> list[Replacement]:
    """Return the replacements that turn `old` into `new`, in order and apart; positions are those
    of `old`.

    A draft whose times are relative to the send changes in many lines at each edit. Lines that
    stay are left alone, and so is a caret between them.
    """
    whole = least_replacement(old, new)
    if whole is None:
        return []
    start = old.rfind("\n", 0, whole.start) + 1
    line_end = old.find("\n", whole.end)
    tail = len(old) - line_end if line_end >= 0 else 0
    ours = old[start : len(old) - tail].splitlines(keepends=True)
    theirs = new[start : len(new) - tail].splitlines(keepends=True)
    if len(ours) + len(theirs) > MOST_LINES:
        return [whole]
    found = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    at = start
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        # As many lines as before: most likely each is what became of the one in its place.
        step = 1 if i_end - i == j_end - j else max(i_end - i, j_end - j)
        for first in range(0, max(i_end - i, j_end - j), step):
            before = "".join(ours[i:i_end][first : first + step])
            after = "".join(theirs[j:j_end][first : first + step])
            change = least_replacement(before, after) if tag != "equal" else None
            if change is not None:
                found.append(Replacement(at + change.start, at + change.end, change.text))
            at += len(before)
    return found


def _common(same: Callable[[int], bool], most: int) -> int:
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if same(middle):
            low = middle
        else:
            high = middle - 1
    return low


def characters(text: str, place: int) -> int:
    """Return as characters what Qt counts as `place`: the inverse of `utf16`."""
    head = text[:place]
    if head.isascii():
        return len(head)
    units = head.encode("utf-16-le", "surrogatepass")[: 2 * place]
    return len(units.decode("utf-16-le", "surrogatepass"))


def utf16(text: str, position: int) -> int:
    """Return `position` in `text` as Qt counts: in UTF-16 code units, an emoji being two."""
    head = text[:position]
    return len(head) if head.isascii() else len(head.encode("utf-16-le", "surrogatepass")) // 2
