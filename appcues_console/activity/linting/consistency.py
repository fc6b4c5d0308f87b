"""What is unlike something else in the same draft: one property with two types, one key or event
name in two spellings.

Most drafts are consistent, so it is first asked whether anything differs at all, over whole sets;
only then is it looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from appcues_console.activity.known import Known
from appcues_console.activity.problems import Fix, Problem, shown, warning
from appcues_console.activity.spelling import plain, shape
from appcues_console.activity.values import Kind

from .event import Findings
from .kinds import NAMES, agree, conversion
from .rows import Row

MOST_REPORTED: Final = 100
"""Problems of one sort. A draft that is inconsistent throughout says so often enough with them."""

Spelled = tuple[str, str]
"""The scope and the spelling of a key or, in an empty scope, of an event's name."""


def consistency_problems(
    events: Sequence[Findings], known: Known | None
) -> dict[int, list[Problem]]:
    """Return what is inconsistent in `events`, by the index of the event."""
    found: dict[int, list[Problem]] = {}
    for sort in (_mixed(events, known), _near_keys(events, known), _near_names(events, known)):
        for index, problem in islice(sort, MOST_REPORTED):
            found.setdefault(index, []).append(problem)
    return found


def _mixed(events: Sequence[Findings], known: Known | None) -> Iterator[tuple[int, Problem]]:
    by_name: dict[str, set[tuple[str, Kind]]] = {}
    for event in events:
        if event.kinds:
            by_name.setdefault(event.name, set()).update(event.kinds)
    if all(len(kinds) == len({key for key, _ in kinds}) for kinds in by_name.values()):
        return
    first: dict[Spelled, tuple[int, Kind]] = {}
    for index, row, kind in _typed_rows(events):
        name, key = events[index].name, row.pair.key
        if known is not None and known.property_kinds.get((name, key)):
            continue
        where, usual = first.setdefault((name, key), (index, kind))
        if where != index and not agree(kind, usual):
            yield index, _mixed_problem(row, index, where, (kind, usual))


def _typed_rows(events: Sequence[Findings]) -> Iterator[tuple[int, Row, Kind]]:
    for index, event in enumerate(events):
        for row in event.rows:
            if row.kind is not None:
                yield index, row, row.kind


def _mixed_problem(row: Row, index: int, first: int, kinds: tuple[Kind, Kind]) -> Problem:
    path = ("events", index, "attributes", row.number, "value")
    kind, usual = kinds
    # A text in the place of a number is the slip more often than the other way round.
    fix = None if usual is Kind.TEXT else conversion(row.pair.value, path, usual)
    return warning(
        "type-mixed",
        path,
        f"{shown(row.pair.key)} is {NAMES[usual]} in event {first + 1} and {NAMES[kind]} here. "
        "Mixed types make wrong targeting.",
        fix=fix,
    )


def _near_keys(events: Sequence[Findings], known: Known | None) -> Iterator[tuple[int, Problem]]:
    if not _differ(set().union(*(event.keys for event in events))):
        return
    usual = _usual(
        ((event.name, key) for event in events for key in event.keys),
        frozenset() if known is None else frozenset(known.property_kinds),
    )
    for index, event in enumerate(events):
        for row in event.rows:
            key = row.pair.key
            other = usual.get(shape(key), key)
            if other == key or other in event.keys or _known_key(event.name, key, known):
                continue
            path = ("events", index, "attributes", row.number, "key")
            yield index, _near(path, "key-near", key, other, "two properties")


def _known_key(scope: str, key: str, known: Known | None) -> bool:
    """Return whether the history already decides how the key is spelled."""
    if known is None:
        return False
    return (scope, key) in known.property_kinds or known.same_key(scope, key) is not None


def _near_names(events: Sequence[Findings], known: Known | None) -> Iterator[tuple[int, Problem]]:
    if not _differ({event.name for event in events}):
        return
    scopes = frozenset() if known is None else known.scopes
    usual = _usual((("", event.name) for event in events), frozenset(("", name) for name in scopes))
    for index, event in enumerate(events):
        name = event.name
        other = usual.get(shape(name), name)
        decided = known is not None and (name in scopes or known.same_event(name) is not None)
        if other != name and not decided and name.strip():
            path = ("events", index, "name")
            yield index, _near(path, "event-name-near", name, other, "two events")


def _near(path: tuple[str | int, ...], code: str, text: str, other: str, what: str) -> Problem:
    return warning(
        code,
        path,
        f"{shown(other)} stands elsewhere in this draft and differs only in case, white space or "
        f"look-alike letters. The product takes them for {what}.",
        fix=Fix(f"Use {shown(other)}", path, text, other),
    )


def _differ(texts: set[str]) -> bool:
    """Return whether two of `texts` are different spellings of one."""
    return len(set(map(shape, texts))) < len(texts)


def _usual(spelled: Iterable[Spelled], known: frozenset[Spelled]) -> dict[str, str]:
    """Return for each shape its first spelling, of those that are known if there are any."""
    first: dict[str, str] = {}
    decided: dict[str, str] = {}
    for scope, text in spelled:
        if plain(text):
            first.setdefault(shape(text), text)
            if (scope, text) in known:
                decided.setdefault(shape(text), text)
    return first | decided
