"""Which events are the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.twice import event_marks, may_count, named


def marks(*events: object, **more: object) -> set[bytes]:
    return set(event_marks(json.dumps({"events": events, **more}).encode()))


EVENT = {"name": "clicked", "timestamp": 1, "attributes": {"a": 1, "b": "x"}}


@pytest.mark.parametrize(
    "same",
    [
        EVENT | {"timestamp": "2026-01-01T00:00:00Z"},
        {"attributes": {"b": "x", "a": 1}, "name": "clicked"},
        EVENT | {"more": 1},
    ],
)
def test_time_order_and_what_is_not_documented_make_no_other_event(same: object) -> None:
    assert marks(same) == marks(EVENT)


@pytest.mark.parametrize(
    "other",
    [
        EVENT | {"name": "Clicked"},
        EVENT | {"attributes": {"a": "1", "b": "x"}},
        EVENT | {"attributes": {"a": True, "b": "x"}},
        EVENT | {"attributes": {"a": 1}},
        {"name": "clicked"},
    ],
)
def test_another_name_or_attribute_makes_another_event(other: object) -> None:
    assert marks(other).isdisjoint(marks(EVENT))


def test_no_attributes_are_no_attributes() -> None:
    assert marks({"name": "n", "attributes": {}}) == marks({"name": "n"})


def test_the_rest_of_the_body_counts_for_nothing() -> None:
    alone = marks(EVENT)
    assert marks(EVENT, request_id="r", profile_update={"a": 1}) == alone
    assert alone < marks(EVENT, {"name": "other"})


def test_an_event_that_stands_twice_is_named_once() -> None:
    assert list(event_marks(json.dumps({"events": [EVENT, EVENT]}).encode()).values()) == [
        "clicked"
    ]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"events":7}', b'{"events":[7]}', b"\xff", b'{"events":[' + b"[" * 9_999],
)
def test_what_cannot_be_read_has_no_marks(body: bytes) -> None:
    assert event_marks(body) == {}


ANYTHING = st.recursive(
    st.none() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "attributes", "x"]), inner)
    ),
    max_leaves=8,
)


@given(ANYTHING)
def test_no_event_breaks_it(event: object) -> None:
    assert len(marks(event)) == isinstance(event, dict)


def test_the_sentence_names_the_events() -> None:
    assert may_count(["a"]) == (
        "Whether this event arrived the last time is not known: “a”. Sent again, it may be counted"
        " twice: look at the user first."
    )
    assert "these events arrived the last time is not known: “a”, an unnamed" in may_count(
        ["a", ""]
    )
    assert named([str(n) for n in range(9)]).endswith("“4” and 4 more")
    assert named(["a\u202eb"]) == "“a\\u202eb”"
