"""What is wrong with one event by itself, worked out once for as long as it is the same event."""

from __future__ import annotations

from collections.abc import Iterator

from appcues_console.activity.draft import EVENT_KEYS, Event
from appcues_console.activity.jsontext import Node
from appcues_console.activity.problems import Fix, Path, Problem, shown, warning
from appcues_console.activity.spelling import shape

from .instant import Tense, time_problems
from .name import name_problems
from .rows import row_problems, rows_of

ATTRIBUTES: Path = ("attributes",)


class Findings:
    """The problems of an event wherever it stands, and its rows for comparing with others."""

    __slots__ = ("_after", "_before", "_placed", "_time", "keys", "kinds", "name", "rows")

    def __init__(self, event: Event) -> None:
        self.name = event.name
        self._time = event.time
        self._before = (*name_problems(event.name), *_unknown_members(event))
        self._after = tuple(row_problems(event.attributes, ATTRIBUTES, "attribute"))
        self._placed: dict[tuple[int, Tense], tuple[Problem, ...]] = {}
        self.rows = rows_of(event.attributes)
        self.keys = tuple(row.pair.key for row in self.rows)
        self.kinds = tuple((row.pair.key, row.kind) for row in self.rows if row.kind is not None)

    def placed(self, place: int, how: Tense) -> tuple[Problem, ...]:
        """Return the problems; see `rows.Part`."""
        found = self._placed.get((place, how))
        if found is None:
            problems = (*self._before, *time_problems(self._time, how), *self._after)
            base: Path = ("events", place)
            found = self._placed[place, how] = tuple(each.below(base) for each in problems)
        return found


def _unknown_members(event: Event) -> Iterator[Problem]:
    for key, node in event.extra:
        yield unknown_member(key, node, EVENT_KEYS, ("name",), "an event")


def unknown_member(key: str, node: Node, known: tuple[str, ...], path: Path, owner: str) -> Problem:
    """Return the problem of a member that the documentation does not know."""
    meant = next((name for name in known if _letters(name) == _letters(key)), None)
    advice = f"Did you mean {shown(meant)}?" if meant else "It is sent as it stands."
    label = f"Remove {shown(key, 20)}" if key.isprintable() else "Remove it"
    return warning(
        "member-unknown",
        path,
        f"{shown(key)} is not a documented part of {owner}. {advice}",
        fix=Fix(label, ("extra", key), node, None),
    )


def _letters(key: str) -> str:
    return shape(key).replace("_", "").replace("-", "")
