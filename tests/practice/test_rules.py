from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.jsontext import Number
from appcues_console.practice.rules import (
    MAX_NAME,
    Accepted,
    AcceptedEvent,
    Refused,
    is_timestamp,
    judge,
)

EVENT = {"name": "clicked widget", "timestamp": "2016-01-13T13:05:22.000Z"}


def accepted(body: object) -> Accepted:
    judged = judge(body if isinstance(body, bytes) else json.dumps(body).encode())
    assert isinstance(judged, Accepted), judged
    return judged


def refused(body: object) -> Refused:
    judged = judge(body if isinstance(body, bytes) else json.dumps(body).encode())
    assert isinstance(judged, Refused), judged
    return judged


def test_the_documented_example_is_accepted_whole() -> None:
    body = b"""{
      "request_id": "an-id",
      "events": [{"name": "clicked widget", "timestamp": "2016-01-13T13:05:22.000Z",
                  "attributes": {"widget_color": "blue", "ab_group": "a"}}],
      "profile_update": {"team": "Product"}
    }"""
    assert accepted(body) == Accepted(
        events=(
            AcceptedEvent(
                "clicked widget",
                '"2016-01-13T13:05:22.000Z"',
                '{"widget_color":"blue","ab_group":"a"}',
            ),
        ),
        profile=(("team", '"Product"'),),
        request_id="an-id",
    )


def test_numbers_keep_their_spelling() -> None:
    body = (
        b'{"profile_update": {"a": 1.0, "b": 1e3, "c": 12345678901234567890123, "d": -0.0},'
        b' "events": [{"name": "x", "timestamp": 1452690322.0, "attributes": {"n": [1.10, 2E-7]}}]}'
    )
    judged = accepted(body)
    assert dict(judged.profile) == {
        "a": "1.0",
        "b": "1e3",
        "c": "12345678901234567890123",
        "d": "-0.0",
    }
    assert judged.events[0].timestamp == "1452690322.0"
    assert judged.events[0].attributes == '{"n":[1.10,2E-7]}'


def test_arrays_and_objects_in_the_profile_are_ignored_as_documented() -> None:
    judged = accepted({"profile_update": {"a": [1], "b": {"c": 1}, "d": "kept", "e": None}})
    assert judged.profile == (("d", '"kept"'), ("e", "null"))
    assert judged.ignored == ("a", "b")


@pytest.mark.parametrize(
    "body",
    [
        {"events": []},
        {"profile_update": {}},
        {"profile_update": {}, "request_id": ""},
        {"profile_update": {}, "unknown": [1, {"deep": True}]},
        {"events": [{**EVENT, "unknown": 1}]},
        {"events": [{**EVENT, "attributes": {}}]},
        {"events": [{**EVENT, "name": "x" * MAX_NAME}]},
        {"events": [{**EVENT, "name": "\U0001f600" * MAX_NAME}]},
        {"events": [{**EVENT, "name": "Appcues:other case"}]},
        {"events": [{**EVENT, "name": "not at the start appcues:"}]},
        {"events": [{**EVENT, "attributes": {"a": [{"b": None}]}}]},
    ],
)
def test_accepted(body: object) -> None:
    assert isinstance(judge(json.dumps(body).encode()), Accepted)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ([], "the body must be an object, not an array"),
        ("text", "the body must be an object, not a string"),
        (None, "the body must be an object, not null"),
        (1, "the body must be an object, not a number"),
        (True, "the body must be an object, not true or false"),
        ({}, "the body must hold events, profile_update or both"),
        ({"request_id": "only"}, "the body must hold events, profile_update or both"),
        ({"events": {}}, "events must be an array, not an object"),
        ({"events": None}, "events must be an array, not null"),
        ({"profile_update": []}, "profile_update must be an object, not an array"),
        ({"profile_update": {"": 1}}, "profile_update holds an empty key"),
        ({"events": [], "request_id": 7}, "request_id must be a string, not a number"),
        ({"events": [], "request_id": None}, "request_id must be a string, not null"),
        ({"events": [EVENT, 3]}, "events[1] must be an object, not a number"),
        ({"events": [{"timestamp": 1}]}, "events[0].name is missing"),
        ({"events": [{"name": "x"}]}, "events[0].timestamp is missing"),
        ({"events": [{**EVENT, "name": 1}]}, "events[0].name must be a string, not a number"),
        ({"events": [{**EVENT, "name": ""}]}, "events[0].name is empty"),
        (
            {"events": [{**EVENT, "name": "x" * 128}]},
            "events[0].name has 128 characters; 127 are allowed",
        ),
        (
            {"events": [{**EVENT, "name": "appcues:flow_started"}]},
            "events[0].name begins with appcues:, which is reserved",
        ),
        (
            {"events": [EVENT, {**EVENT, "timestamp": "yesterday"}]},
            "events[1].timestamp must be an integer Unix time or an ISO 8601 string "
            "such as 2016-01-13T13:05:22.000Z",
        ),
        (
            {"events": [{**EVENT, "attributes": []}]},
            "events[0].attributes must be an object, not an array",
        ),
        (
            {"events": [{**EVENT, "attributes": None}]},
            "events[0].attributes must be an object, not null",
        ),
        ({"events": [{**EVENT, "attributes": {"": 1}}]}, "events[0].attributes holds an empty key"),
    ],
)
def test_a_wrong_shape_is_refused_with_the_field_named(body: object, says: str) -> None:
    assert refused(body) == Refused(422, says)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"events":[],"events":[]}', 'the body holds the key "events" more than once'),
        (
            b'{"profile_update":{"a":1,"b":2,"a":3}}',
            'profile_update holds the key "a" more than once',
        ),
        (
            b'{"events":[{"name":"x","name":"y","timestamp":1}]}',
            'events[0] holds the key "name" more than once',
        ),
        (
            b'{"events":[{"name":"x","timestamp":1,"attributes":{"k":1,"k":1}}]}',
            'events[0].attributes holds the key "k" more than once',
        ),
    ],
)
def test_a_key_that_stands_twice_is_refused(body: bytes, says: str) -> None:
    assert refused(body) == Refused(422, says)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"{", "line 1, column 2"),
        (b'{"events": [],}', "comma"),
        (b"{'events': []}", "double quotes"),
        (b'{"profile_update": {"a": NaN}}', "NaN"),
        (b'{"profile_update": {"a": -Infinity}}', "Infinity"),
        (b'{"profile_update": {"a": 01}}', "not valid JSON"),
        (b'{"profile_update": {"a": +1}}', "not valid JSON"),
        (b'{"profile_update": {"a": "\x01"}}', "not valid JSON"),
        (b'{"profile_update": {"a": "\\ud83d"}}', "surrogate"),
        (b'{"profile_update": {"\\udc00": 1}}', "surrogate"),
        (b'{"profile_update": {"a": [{"b": "\\ude00\\ud83d"}]}}', "surrogate"),
        (b'{"profile_update": {"a": "\xff"}}', "not UTF-8: byte 26"),
        (b'{"profile_update": {"a": "\xed\xa0\x80"}}', "not UTF-8"),
        (b'\xef\xbb\xbf{"events": []}', "not valid JSON"),
        ('{"events": []}'.encode("utf-16"), "not UTF-8"),
        (b'{"events": []} {"events": []}', "not valid JSON"),
        (b"[" * 66 + b"]" * 66, "deep"),
        (b"[" * 100_000, "deep"),
        (b'{"profile_update":' * 50_000, "deep"),
        (b"\x00" * 100, "not valid JSON"),
    ],
)
def test_what_is_not_json_in_utf_8_is_refused(body: bytes, says: str) -> None:
    found = refused(body)
    assert found.status == 400
    assert says in found.description
    assert len(found.description) < 200


def test_a_whole_surrogate_pair_and_an_escaped_backslash_are_text() -> None:
    judged = accepted(
        b'{"profile_update": {"a": "\\ud83d\\ude00", "b": "\\\\ud83d", "c": "\\u0000"}}'
    )
    assert {key: json.loads(value) for key, value in judged.profile} == {
        "a": "\U0001f600",
        "b": "\\ud83d",
        "c": "\x00",
    }


def test_numbers_of_any_size_are_taken_as_they_are_written() -> None:
    long = "9" * 20_000
    judged = accepted(f'{{"profile_update": {{"a": {long}, "b": 1e999999}}}}'.encode())
    assert dict(judged.profile) == {"a": long, "b": "1e999999"}


@pytest.mark.parametrize(
    "text",
    ["0", "-1", "1452690322", "1452690322000", "1452690322.0", "1e9", "9" * 5_000],
)
def test_whole_numbers_are_timestamps(text: str) -> None:
    assert is_timestamp(Number(text))


@pytest.mark.parametrize("text", ["1.5", "1e-3", "1e400", "-1e400"])
def test_other_numbers_are_not(text: str) -> None:
    assert not is_timestamp(Number(text))


@pytest.mark.parametrize(
    "text",
    [
        "2016-01-13T13:05:22.000Z",
        "2016-01-13T13:05:22Z",
        "2016-01-13t13:05:22z",
        "2016-01-13 13:05",
        "2016-01-13T13:05:22,5+05:30",
        "2016-01-13T13:05:22.123456789-0800",
        "2016-12-31T23:59:60Z",
        "2016-01-13",
        "20160113T130522Z",
    ],
)
def test_iso_8601_strings_are_timestamps(text: str) -> None:
    assert is_timestamp(text)


@pytest.mark.parametrize(
    "node",
    [
        "",
        "yesterday",
        "1452690322",
        "2016-13-01T00:00:00Z",
        "2016-02-30",
        "2016-01-13T25:00:00Z",
        "2016-01-13T13:05:22+99:00",
        "01/13/2016",
        "Jan 1, 2025 10:00:00 PM",
        " 2016-01-13",
        "2016-01-13T13:05:22Z\n",
        "２０１６-01-13",
        None,
        True,
        (),
    ],
)
def test_other_values_are_not(node: object) -> None:
    assert not is_timestamp(node)  # type: ignore[arg-type]


@given(st.binary(max_size=200))
def test_any_bytes_are_judged(body: bytes) -> None:
    judged = judge(body)
    assert isinstance(judged, Accepted) or judged.status in {400, 422}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats().filter(math.isfinite) | st.text(),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3)
    ),
    max_leaves=12,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={"events": json_values, "profile_update": json_values, "request_id": json_values},
    )
)
def test_any_json_is_judged_and_what_is_kept_is_what_was_sent(body: dict[str, object]) -> None:
    judged = judge(json.dumps(body).encode())
    if isinstance(judged, Refused):
        assert judged.status == 422
        return
    sent = body.get("profile_update", {})
    assert isinstance(sent, dict)
    assert {k: json.loads(v) for k, v in judged.profile} == {
        k: v for k, v in sent.items() if not isinstance(v, list | dict)
    }
