"""Drafts for Hypothesis in which anything may be doubtful, and histories that know half of it."""

from __future__ import annotations

import difflib

from hypothesis import strategies as st

from appcues_console.activity.draft import Draft, Event, Pair, RequestIdMode
from appcues_console.activity.known import Known
from appcues_console.activity.times import EventTime, Written
from appcues_console.activity.values import Kind, Value
from tests.activity.strategies import nodes, texts, time_texts

NAMES = st.sampled_from(
    [
        "",
        " ",
        "plan",
        "Plan",
        " plan",
        "pl\u200ban",
        "рlan",
        "plans",
        "_plan",
        "__plan",
        "_hostname",
        "plan  tier",
        "plan\ttier",
        "plan tier",
        "plan\ud800",
        "\ud800",
        "appcues:plan",
        "Appcues:appcues:Plan",
        "x" * 130,
    ]
)
SPELLED = st.sampled_from(
    [
        "",
        " ",
        "42",
        " 42",
        "1,5",
        "12345678901234567890",
        "1e400",
        "NaN",
        "-Infinity",
        "true",
        "True",
        "yes",
        "null",
        "undefined",
        "2025-01-31",
        "2025-01-31T10:00",
        "06/20/2025",
        "05/06/2025",
        "Jan 1, 2025 10:00:00 PM",
        "1767225600123",
        "[1]",
        "{",
        '"x"',
        "blue ",
        "\ud800",
        "blue",
    ]
)
TIMES = st.sampled_from(
    [
        "",
        "at send",
        "now",
        "06/20/2025",
        "2025-01-31",
        "2025-01-31 10:00",
        "1767225600",
        "1767225600.5",
        "1767225600123",
        "1767225600123456",
        "1767225600123456789",
        "999999 weeks after send",
        "40 days before send",
        "9999-12-31T23:00:00-14:00",
    ]
)
names = NAMES | texts
values = st.builds(Value, st.sampled_from(sorted(Kind)), SPELLED | texts, st.booleans())
pairs = st.builds(Pair, names, values) | st.just(Pair())
extras = st.lists(st.tuples(names, nodes), max_size=1).map(tuple)
events = st.builds(
    Event,
    name=names,
    time=st.builds(EventTime, TIMES | time_texts, st.sampled_from(sorted(Written))),
    attributes=st.lists(pairs, max_size=4).map(tuple),
    order=st.sampled_from([(), ("timestamp", "attributes", "name")]),
    extra=extras,
)
drafts = st.builds(
    Draft,
    user_id=names,
    events=st.lists(events, max_size=3).map(tuple),
    profile=st.lists(pairs, max_size=4).map(tuple),
    request_id=names,
    request_id_mode=st.sampled_from(sorted(RequestIdMode)),
    order=st.sampled_from([(), ("profile_update", "events")]),
    extra=extras,
)


class Likeness:
    """Finds what is spelled alike by the standard library, without any care for false alarms."""

    def __init__(self, people: list[str], keys: list[tuple[str, str]]) -> None:
        self.people = people
        self.keys = keys

    def person(self, user_id: str, /) -> str | None:
        return next(iter(difflib.get_close_matches(user_id, self.people, 1)), None)

    def key(self, scope: str, key: str, /) -> str | None:
        keys = [known for of, known in self.keys if of == scope]
        return next(iter(difflib.get_close_matches(key, keys, 1)), None)


@st.composite
def knowns(draw: st.DrawFn) -> Known:
    """A history that knows some of the same names, with any kinds."""
    people = draw(st.lists(names, max_size=4))
    kinds = st.frozensets(st.sampled_from([Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE]))
    properties = draw(st.dictionaries(st.tuples(names, names), kinds, max_size=6))
    return Known(tuple(people), properties, Likeness(people, list(properties)))
