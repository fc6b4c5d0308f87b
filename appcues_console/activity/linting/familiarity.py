"""What is unlike anything sent before through the same account: most likely a slip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from appcues_console.activity.known import PROFILE, Known, Property
from appcues_console.activity.problems import Basis, Fix, Path, Problem, shown, warning
from appcues_console.activity.spelling import plain
from appcues_console.activity.values import Kind

from .instant import Tense
from .key import one_key
from .kinds import NAMES, agree, conversion
from .rows import Part, Row, in_order

MOST_COMPARED: Final = 200
"""Unknown keys of one draft that are compared letter by letter with the known ones."""
MUTED: Final = frozenset({"number-as-text", "boolean-as-text"})
"""What is not said of a property that was sent as text, and as nothing else, before."""
TEXT_ONLY: Final = frozenset({Kind.TEXT})


class Familiarity:
    """How far an event or the profile is like what is known.

    `strangers` are the rows whose key is not known in any spelling of the same shape.
    """

    __slots__ = (
        "_decided",
        "_merged",
        "_muted",
        "_own",
        "_problems",
        "base",
        "by_key",
        "keys",
        "name",
        "rows",
        "scope",
        "strangers",
    )

    def __init__(self, own: Part, known: Known) -> None:
        self._own = own
        self.name, self.rows = own.name, own.rows
        in_event = own.name is not None
        self.base: Path = ("attributes",) if in_event else ("profile",)
        self.scope = own.name or PROFILE
        # Where nothing is known, nothing is unlike it; an event without a name is no scope.
        told = self.scope in known.scopes and own.name != ""
        rows = own.rows if told else ()
        self.by_key = {row.pair.key: row for row in own.rows}
        self.keys = frozenset(self.by_key)
        self.strangers = tuple(_strangers(rows, self.scope, known))
        self._problems = (
            *event_name_problems(own.name or "", known),
            *_row_problems(rows, self, known),
        )
        self._muted = frozenset(
            (*self.base, row.number, "value")
            for row in rows
            if known.property_kinds.get((self.scope, row.pair.key)) == TEXT_ONLY
        )
        self._decided = frozenset(_decided(rows, self, known))
        self._merged: dict[tuple[int, Tense], tuple[Problem, ...]] = {}

    def at(self, place: int) -> Path:
        """Return the path of the event at `place`; that of the profile is the draft's."""
        return () if self._own.name is None else ("events", place)

    def placed(self, place: int, how: Tense) -> tuple[Problem, ...]:
        """Return the problems of the part, with those that it has by itself; see `rows.Part`."""
        if not (self._problems or self._muted):
            return self._own.placed(place, how)
        found = self._merged.get((place, how))
        if found is None:
            found = self._merged[place, how] = tuple(self._merge(place, how))
        return found

    def _merge(self, place: int, how: Tense) -> list[Problem]:
        base = self.at(place)
        muted = {(*base, *path) for path in self._muted}
        decided = {(*base, *path) for path in self._decided}
        own = (
            problem
            for problem in self._own.placed(place, how)
            if (problem.code not in MUTED or problem.path not in muted)
            and (problem.code != "key-near" or problem.path not in decided)
        )
        return in_order((*own, *(problem.below(base) for problem in self._problems)))


def event_name_problems(name: str, known: Known) -> Iterator[Problem]:
    """Yield what is doubtful of an event's name, placed in the event."""
    if (same := known.same_event(name)) is not None:
        yield warning(
            "event-name-near",
            ("name",),
            f"{shown(same)} was sent before and differs only in case, white space or look-alike "
            "letters. The product takes them for two events.",
            Basis.OBSERVED,
            Fix(f"Use {shown(same)}", ("name",), name, same),
        )


def _row_problems(rows: Sequence[Row], part: Familiarity, known: Known) -> Iterator[Problem]:
    for row in rows:
        key, path = row.pair.key, (*part.base, row.number)
        before = known.property_kinds.get((part.scope, key))
        if before is not None:
            yield from _drift(row, path, before)
        elif (same := known.same_key(part.scope, key)) is not None:
            beside = part.by_key.get(same)
            fix = (
                Fix(f"Use {shown(same)}", (*path, "key"), key, same)
                if beside is None
                else one_key(row.pair, beside.pair, path)
            )
            yield warning(
                "key-near",
                (*path, "key"),
                f"{shown(same)} was sent before and differs only in case, white space or "
                "look-alike letters. The product takes them for two.",
                Basis.OBSERVED,
                fix,
            )


def _decided(rows: Sequence[Row], part: Familiarity, known: Known) -> Iterator[Path]:
    """Yield the keys of one object in two spellings, where the history says which is meant: what
    the object alone says of them would go the other way half of the time."""
    for row in rows:
        same = known.same_key(part.scope, row.pair.key)
        if same is not None and (beside := part.by_key.get(same)) is not None:
            for each in (row, beside):
                yield (*part.base, each.number, "key")


def _drift(row: Row, path: Path, before: frozenset[Kind]) -> Iterator[Problem]:
    kind = row.kind
    if kind is None or not before or any(agree(kind, each) for each in before):
        return
    here = (*path, "value")
    names = " and ".join(sorted(NAMES[each] for each in before))
    (only,) = before if len(before) == 1 else (None,)
    yield warning(
        "type-drift",
        here,
        f"{shown(row.pair.key)} was {names} before and is {NAMES[kind]} here. Mixed types make "
        "wrong targeting.",
        Basis.OBSERVED,
        None if only is None else conversion(row.pair.value, here, only),
    )


def _strangers(rows: Sequence[Row], scope: str, known: Known) -> Iterator[Row]:
    for row in rows:
        key = row.pair.key
        if (scope, key) not in known.property_kinds and known.same_key(scope, key) is None:
            yield row


def likeness_problems(parts: Sequence[Familiarity], known: Known) -> Iterator[tuple[int, Problem]]:
    """Yield, with the place of their part, the keys that are spelled almost like a known one."""
    if known.likeness is None:
        return
    alike: dict[Property, str | None] = {}
    for place, part in enumerate(parts):
        for row in part.strangers:
            asked = part.scope, row.pair.key
            if asked not in alike:
                if len(alike) == MOST_COMPARED:
                    continue
                alike[asked] = known.likeness.key(*asked)
            found = alike[asked]
            if found is not None and plain(found):
                yield place, _alike_problem(row, part, found).below(part.at(place))


def _alike_problem(row: Row, part: Familiarity, alike: str) -> Problem:
    key, path = row.pair.key, (*part.base, row.number, "key")
    return warning(
        "key-alike",
        path,
        f"{shown(alike)} was sent before and is spelled almost the same. If this is meant to be "
        "another one, all is well.",
        Basis.OBSERVED,
        None if alike in part.keys else Fix(f"Use {shown(alike)}", path, key, alike),
    )
