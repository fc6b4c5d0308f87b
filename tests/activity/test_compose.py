"""The exact bytes of a draft."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest
from hypothesis import given

from appcues_console.activity import body, compose, draft
from appcues_console.activity.compose import Moment, body_text, resolve, summary
from appcues_console.activity.draft import Draft, Event, Pair, RequestIdMode
from appcues_console.activity.jsontext import Number
from appcues_console.activity.times import EventTime
from appcues_console.activity.values import Kind, Value
from tests import effort
from tests.activity.strategies import drafts, moments

MOMENT = Moment(now=1_767_225_600_123, request_id="made-1")


def test_the_example_byte_for_byte() -> None:
    activity = resolve(draft.example(), MOMENT)
    assert activity.body == (
        b'{\n  "events": [\n    {\n      "name": "clicked widget",\n'
        b'      "timestamp": "2026-01-01T00:00:00.123Z",\n      "attributes": {\n'
        b'        "widget_color": "blue",\n        "ab_group": "a"\n      }\n    }\n  ],\n'
        b'  "profile_update": {\n    "team": "Product"\n  },\n  "request_id": "made-1"\n}'
    )
    assert activity.user_id == "user-42"
    assert activity.event_count == 1
    assert not activity.harmless_to_repeat
    assert activity.summary == "clicked widget · profile: team"


@given(drafts(), moments)
def test_what_is_resolved_is_utf8_json_and_the_same_twice(value: Draft, moment: Moment) -> None:
    activity = resolve(value, moment)
    assert activity.body.decode("utf-8") == body_text(value, moment)
    assert isinstance(json.loads(activity.body), dict)
    assert resolve(value, moment) == activity


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        (RequestIdMode.MADE, '{\n  "request_id": "made-1"\n}'),
        (RequestIdMode.GIVEN, '{\n  "request_id": "mine"\n}'),
        (RequestIdMode.LEFT_OUT, "{}"),
    ],
)
def test_the_request_id(mode: RequestIdMode, text: str) -> None:
    assert body_text(Draft(request_id="mine", request_id_mode=mode), MOMENT) == text


def test_blank_rows_are_left_out_and_half_typed_ones_are_not() -> None:
    rows = (Pair(), Pair("a"), Pair(), Pair("", Value(Kind.NUMBER, "1")))
    value = Draft(profile=rows, request_id_mode=RequestIdMode.LEFT_OUT)
    assert json.loads(body_text(value, MOMENT)) == {"profile_update": {"a": "", "": 1}}
    only_blank = Draft(profile=(Pair(),), events=(Event("x", attributes=(Pair(),)),))
    assert "profile_update" not in body_text(only_blank, MOMENT)
    assert "attributes" not in body_text(only_blank, MOMENT)


def test_what_cannot_be_written_is_shown_as_typed() -> None:
    value = Draft(profile=(Pair("n", Value(Kind.NUMBER, "1,5", forced=True)),))
    assert '"n": 1,5' in body_text(value, MOMENT)


def test_keys_keep_the_order_they_were_read_in_and_new_ones_follow() -> None:
    read = body.read('{"x": 1, "request_id": "r", "profile_update": {"b": 1}, "y": [2.0]}')
    assert list(json.loads(body_text(read, MOMENT))) == ["x", "request_id", "profile_update", "y"]
    more = replace(read, events=(Event("e"),), extra=(*read.extra, ("z", Number("3"))))
    keys = list(json.loads(body_text(more, MOMENT)))
    assert keys == ["x", "request_id", "profile_update", "y", "events", "z"]


def test_an_event_without_name_stays_without_one_only_where_it_was_read_so() -> None:
    assert compose.event_texts(body.read('{"events": [{}]}').events, 0) == ["{}"]
    assert '"name": ""' in compose.event_texts((Event(),), 0)[0]
    named = replace(body.read('{"events": [{"timestamp": 1}]}').events[0], name="now named")
    assert list(json.loads(compose.event_texts((named,), 0)[0])) == ["timestamp", "name"]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (Draft(), "empty body"),
        (Draft(events=(Event(" "),)), "unnamed event"),
        (Draft(events=tuple(Event(n) for n in "abcde")), "a, b, c and 2 more"),
        (Draft(profile=(Pair("team"), Pair())), "profile: team"),
        (Draft(events=(Event("two\n lines"),)), "two lines"),
        (Draft(events=(Event("x" * 100),)), "x" * 60),
    ],
)
def test_the_summary_is_one_line(value: Draft, line: str) -> None:
    assert summary(value) == line


def test_a_hundred_thousand_unknown_members_take_linear_time() -> None:
    extra = tuple((f"key {i}", Number("1")) for i in range(100_000))
    with effort.at_most(400):
        body_text(Draft(extra=extra, order=tuple(key for key, _ in extra)), MOMENT)


def test_an_event_at_a_fixed_time_goes_out_as_typed() -> None:
    event = Event("x", EventTime("2016-01-13T13:05:22+02:00"))
    assert '"2016-01-13T13:05:22+02:00"' in compose.event_texts((event,), 0)[0]


@given(drafts(), drafts(), moments, moments)
def test_what_was_composed_before_changes_nothing(
    one: Draft, other: Draft, moment: Moment, later: Moment
) -> None:
    body_text(one, moment)
    mixed = replace(other, events=(*other.events, *one.events, *one.events), profile=one.profile)
    fresh = copy.deepcopy(mixed)
    assert body_text(mixed, later) == body_text(fresh, later)
    assert body_text(mixed, moment) == body_text(fresh, moment)
    texts = [compose.event_texts((copy.deepcopy(e),), later.now)[0] for e in mixed.events]
    assert compose.event_texts(mixed.events, later.now) == texts


@given(drafts(), moments)
def test_the_size_is_that_of_the_body_but_for_its_frame(value: Draft, moment: Moment) -> None:
    frame = len(body_text(replace(value, events=(), profile=()), moment).encode())
    times_at_send = 30 * len(value.events)
    layout = 40 + 8 * len(value.events)
    assert abs(len(body_text(value, moment).encode()) - compose.size(value) - frame) <= (
        times_at_send + layout
    )
