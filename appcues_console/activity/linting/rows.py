"""What is wrong with the rows of one object by themselves: attributes, or profile fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from appcues_console.activity.draft import Pair
from appcues_console.activity.known import property_kind
from appcues_console.activity.problems import Path, Problem
from appcues_console.activity.values import Kind

from .instant import Tense
from .key import KeyRules
from .value import flawless, value_problems


class Row(NamedTuple):
    """A row with a key, as far as rows are compared with others: `kind` is that of its value for
    whoever reads the body, None where the value says nothing of it."""

    number: int
    pair: Pair
    kind: Kind | None


def row_problems(pairs: tuple[Pair, ...], base: Path, what: str) -> Iterator[Problem]:
    """Yield the problems of the object at `base`; `what` names a row of it."""
    keys = KeyRules(what)
    for number, pair in enumerate(pairs):
        if not pair.blank:
            yield from keys.problems(number, pair, base)
            if not flawless(pair.value):
                yield from value_problems(pair, (*base, number), what)


def rows_of(pairs: tuple[Pair, ...]) -> tuple[Row, ...]:
    """Return the rows that have a key."""
    return tuple(
        Row(number, pair, property_kind(pair.value))
        for number, pair in enumerate(pairs)
        if pair.key
    )


class Part(Protocol):
    """An event or the profile, looked at. `name` is None for the profile."""

    @property
    def name(self) -> str | None: ...

    @property
    def rows(self) -> tuple[Row, ...]: ...

    def placed(self, place: int, how: Tense, /) -> tuple[Problem, ...]:
        """Return the problems of the part in the order of the form: of the event as the one at
        `place`, whose time lies so to the send. The profile has no place and no time."""
        ...


class ProfileFindings:
    """The problems of the profile by itself, and its rows for comparing."""

    __slots__ = ("_problems", "name", "rows")

    def __init__(self, pairs: tuple[Pair, ...]) -> None:
        self.name: str | None = None
        self.rows = rows_of(pairs)
        self._problems = tuple(row_problems(pairs, ("profile",), "profile field"))

    def placed(self, _place: int, _how: Tense, /) -> tuple[Problem, ...]:
        """Return the problems; see `Part`."""
        return self._problems


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems of one event, or of the profile, in the order of the form."""
    return sorted(problems, key=_position)


def _position(problem: Problem) -> tuple[int, int, str]:
    match problem.path:
        case (*_, "name"):
            return 0, 0, ""
        case (*_, "time"):
            return 1, 0, ""
        case (*_, int(row), str(part)):
            return 2, row, part
    raise ValueError(problem.path)
