"""Which commands a few typed letters mean.

The letters must occur in the name in their order, not side by side: ``ae`` finds *Add event*. A
letter at the beginning of a word counts most, one right after the letter before it counts more than
one elsewhere, and of all ways to find the letters the best one counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .command import Command

WORD_START = 8
NEXT_TO = 5
EACH = 1
AT_FRONT = 4
"""More for the first letter of the name."""
RECENT = 2
"""More for a command that was used: enough to decide between equals, not to beat a better match."""
IN_HINT = -1
"""Typed text that stands in the hint, letter by letter, comes after every match in a name."""

LONGEST_SEARCHED = 80
"""Characters of a name that are looked at, and of a search that are used."""

_NONE = -1_000_000


@dataclass(frozen=True, slots=True)
class Match:
    """How well letters fit a name, and where they are in it, for showing."""

    score: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A command, and the places in its name that matched."""

    command: Command
    places: tuple[int, ...]


def match(letters: str, name: str) -> Match | None:
    """Return the best way in which `letters` occur in `name`, or None. Case and spaces do not
    count."""
    wanted = tuple(c.lower() for c in letters[:LONGEST_SEARCHED] if not c.isspace())
    have = tuple(c.lower() for c in name[:LONGEST_SEARCHED])

    @cache
    def best(at: int, start: int, joined: bool) -> tuple[int, tuple[int, ...]]:
        """Return score and places of the letters from `at` on, searched from `start`; `joined`:
        the letter before was found right before `start`."""
        if at == len(wanted):
            return 0, ()
        top: tuple[int, tuple[int, ...]] = (_NONE, ())
        for place in range(start, len(have)):
            if have[place] != wanted[at]:
                continue
            score, rest = best(at + 1, place + 1, True)
            score += _worth(name, place, joined and place == start)
            if score > top[0]:
                top = (score, (place, *rest))
        return top

    if len(wanted) > len(have):
        return None
    score, places = best(0, 0, False)
    return Match(score, places) if score > _NONE // 2 else None


def ranked(commands: Sequence[Command], letters: str, recent: Sequence[str]) -> tuple[Found, ...]:
    """Return the commands that `letters` mean, the best first; for no letters all of them, the
    recently used ones first. `recent` holds names, the last used first. What cannot be run now
    comes last; otherwise equals keep their order."""
    order = {name: place for place, name in enumerate(recent)}
    found: list[tuple[tuple[int, int, int], Found]] = []
    for command in commands:
        fit = match(letters, command.name)
        if fit is None:
            if letters.strip().lower() not in command.hint.lower():
                continue
            fit = Match(IN_HINT, ())
        score = fit.score + RECENT * (command.name in order)
        key = (not command.enabled, -score, order.get(command.name, len(order)))
        found.append((key, Found(command, fit.places)))
    found.sort(key=lambda pair: pair[0])
    return tuple(each for _, each in found)


def _worth(name: str, place: int, joined: bool) -> int:
    worth = EACH
    if place == 0:
        worth += AT_FRONT
    if place == 0 or not name[place - 1].isalnum():
        worth += WORD_START
    elif joined:
        worth += NEXT_TO
    return worth
