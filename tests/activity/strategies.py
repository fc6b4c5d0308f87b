"""Drafts and JSON texts for Hypothesis: everything a person can compose, everything an API allows.

The texts are spelled, not dumped, so that escapes, white space and numbers vary as they do in
files that other programs wrote.
"""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import strategies as st

from appcues_console.activity import jsontext, values
from appcues_console.activity.compose import Moment
from appcues_console.activity.composition import Composition, LooseText
from appcues_console.activity.draft import Draft, Event, Pair, RequestIdMode
from appcues_console.activity.jsontext import Members, Node, Number
from appcues_console.activity.times import EventTime, Written
from appcues_console.activity.values import Kind, Value

_PAIRED = re.compile("[\ud800-\udbff][\udc00-\udfff]")

moments = st.builds(
    Moment,
    now=st.integers(min_value=0, max_value=4_000_000_000_000),
    request_id=st.uuids().map(str),
)

# Two halves side by side are one character to everybody else, so they are not two here.
texts = st.text(st.characters(), max_size=12).filter(lambda text: not _PAIRED.search(text))
keys = st.one_of(st.sampled_from(["name", "events", "userId", "_hostname", "", "ключ"]), texts)
number_texts: st.SearchStrategy[str] = st.from_regex(
    jsontext._NUMBER.pattern, fullmatch=True
).filter(str.isascii)

nodes: st.SearchStrategy[Node] = st.recursive(
    st.none() | st.booleans() | texts | st.builds(Number, number_texts),
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple)
        | st.lists(st.tuples(keys, inner), max_size=4).map(lambda pairs: Members(tuple(pairs)))
    ),
    max_leaves=8,
)


@st.composite
def json_texts(draw: st.DrawFn, node: Node) -> str:
    """Spell `node` in one of the many ways that JSON allows."""

    def space() -> str:
        return draw(st.sampled_from(["", "", "", " ", "\n", "\t \r\n"]))

    def string(text: str) -> str:
        escaped = draw(st.booleans())
        spelled = json.dumps(text, ensure_ascii=escaped)
        if draw(st.booleans()):
            spelled = spelled.replace("/", "\\/")
        return spelled

    def spell(part: Node) -> str:
        match part:
            case None:
                return "null"
            case bool():
                return "true" if part else "false"
            case str():
                return string(part)
            case Number():
                return part.text
            case Members():
                members = (
                    f"{space()}{string(key)}{space()}:{space()}{spell(value)}{space()}"
                    for key, value in part.pairs
                )
                return "{" + (",".join(members) or space()) + "}"
        return "[" + (",".join(space() + spell(item) + space() for item in part) or space()) + "]"

    return space() + spell(node) + space()


def _shuffled(draw: st.DrawFn, members: dict[str, Node]) -> Members:
    names = draw(st.permutations(sorted(members)))
    return Members(tuple((name, members[name]) for name in names))


@st.composite
def _extra(draw: st.DrawFn, taken: set[str]) -> dict[str, Node]:
    return draw(
        st.dictionaries(keys.filter(lambda key: key not in taken), nodes, max_size=2).map(dict)
    )


@st.composite
def event_nodes(draw: st.DrawFn) -> Members:
    """One event as the documentation has it: a name, a time, attributes, and unknown members."""
    members: dict[str, Node] = draw(_extra({"name", "timestamp", "attributes"}))
    if draw(st.integers(0, 9)):
        members["name"] = draw(texts)
    if draw(st.integers(0, 9)):
        iso = st.sampled_from(["2016-01-13T13:05:22.000Z", "2025-01-31", "at send", "", " now "])
        members["timestamp"] = draw(iso | nodes)
    if draw(st.booleans()):
        members["attributes"] = Members(tuple(draw(st.lists(st.tuples(keys, nodes), max_size=4))))
    return _shuffled(draw, members)


@st.composite
def body_texts(draw: st.DrawFn) -> str:
    """A body of the documented shape, its members in any order, spelled in any way."""
    members: dict[str, Node] = draw(_extra({"events", "profile_update", "request_id"}))
    if draw(st.booleans()):
        members["events"] = tuple(draw(st.lists(event_nodes(), max_size=3)))
    if draw(st.booleans()):
        fields = draw(st.lists(st.tuples(keys, nodes), max_size=4))
        members["profile_update"] = Members(tuple(fields))
    if draw(st.booleans()):
        members["request_id"] = draw(texts)
    return draw(json_texts(_shuffled(draw, members)))


@st.composite
def typed_values(draw: st.DrawFn) -> Value:
    """A value that can be written, as typing and choosing a kind make them."""
    plain = texts | number_texts | st.sampled_from(["true", "null", "2025-01-31", "42", "[1, 2]"])
    value = values.typed(Value(), draw(plain))
    if draw(st.booleans()):
        value = values.forced(value, draw(st.sampled_from(sorted(Kind))))
    return value if values.problem_of(value) is None else Value(Kind.TEXT, value.text, True)


pairs = st.builds(Pair, keys, typed_values()).filter(lambda pair: not pair.blank)
time_texts = st.one_of(
    st.just("at send"),
    st.builds(
        "{} {}s {} send".format,
        st.integers(0, 999_999),
        st.sampled_from(["second", "minute", "hour", "day", "week"]),
        st.sampled_from(["before", "after"]),
    ),
    st.datetimes().map(lambda instant: instant.isoformat()),
    st.datetimes().map(lambda instant: instant.isoformat(timespec="milliseconds") + "Z"),
    st.integers(-(10**20), 10**20).map(str),
    texts,
)
events = st.builds(
    Event,
    name=texts,
    time=st.builds(EventTime, time_texts, st.sampled_from(sorted(Written))),
    attributes=st.lists(pairs, max_size=4).map(tuple),
)
profiles = st.lists(pairs, max_size=4).map(tuple)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A draft as the forms make them: in the usual order, with nothing the forms cannot show."""
    mode = draw(st.sampled_from(sorted(RequestIdMode)))
    return Draft(
        user_id=draw(texts),
        events=tuple(draw(st.lists(events, max_size=3))),
        profile=draw(profiles),
        request_id=draw(texts) if mode is RequestIdMode.GIVEN else "",
        request_id_mode=mode,
    )


compositions = st.builds(
    Composition,
    drafts(),
    st.none() | st.builds(LooseText, texts, st.builds(Moment, st.integers(), texts)),
)


def exact(text: str) -> Any:
    """Return what JSON says, by Python's own parser, with the order of keys, repeated keys and the
    spelling of numbers kept apart from all else."""
    return json.loads(
        text,
        object_pairs_hook=lambda pairs: ("object", pairs),
        parse_int=lambda spelled: ("number", spelled),
        parse_float=lambda spelled: ("number", spelled),
    )
