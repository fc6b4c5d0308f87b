"""From text to a draft and back: nothing lost, intent kept, and mistakes placed exactly."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from appcues_console.activity import body, compose, draft, values
from appcues_console.activity.body import BodyProblem
from appcues_console.activity.compose import Moment
from appcues_console.activity.draft import Draft, Event, Pair, RequestIdMode
from appcues_console.activity.jsontext import JsonProblem, Number
from appcues_console.activity.times import EventTime, Written
from appcues_console.activity.values import Kind, Value
from tests import effort
from tests.activity.strategies import body_texts, drafts, exact, moments

MOMENT = Moment(now=1_767_225_600_123, request_id="made-1")


def without_order(value: Draft) -> Draft:
    events = tuple(replace(event, order=()) for event in value.events)
    return replace(value, order=(), events=events)


@given(drafts(), moments)
def test_draft_to_bytes_to_draft_is_the_same_draft(value: Draft, moment: Moment) -> None:
    text = compose.resolve(value, moment).body.decode("utf-8")
    assert without_order(body.read_again(text, value, moment)) == without_order(value)


@given(body_texts(), moments)
@example('{"events": [{}], "x": {}}', MOMENT)
@example('{"events": [{"attributes": {"": ""}}], "profile_update": {"": ""}}', MOMENT)
@example('{"request_id": "", "events": [], "profile_update": {}}', MOMENT)
def test_text_to_draft_to_bytes_says_the_same(text: str, moment: Moment) -> None:
    written = compose.resolve(body.read(text), moment).body.decode("utf-8")
    assert exact(written) == exact(text)
    assert compose.body_text(body.read(written), moment) == written


def test_the_parts_of_a_body() -> None:
    read = body.read(
        '{"profile_update": {"n": 1.0, "t": "1.0"}, "request_id": "r", "more": [1],'
        ' "events": [{"name": "x", "timestamp": 1452690322, "attributes": {}, "odd": true}]}'
    )
    assert read.user_id == ""
    assert read.profile == (
        Pair("n", Value(Kind.NUMBER, "1.0")),
        Pair("t", Value(Kind.TEXT, "1.0", forced=True)),
    )
    assert (read.request_id, read.request_id_mode) == ("r", RequestIdMode.GIVEN)
    assert read.extra == (("more", (Number("1"),)),)
    assert read.order == ("profile_update", "request_id", "more", "events")
    assert read.events == (
        Event(
            "x",
            EventTime("1452690322", Written.SECONDS),
            (),
            ("name", "timestamp", "attributes", "odd"),
            (("odd", True),),
        ),
    )


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("[]", "The body must be an object, in braces", 1, 1),
        ("  null", "The body must be an object, in braces", 1, 3),
        ('{"a": "events",\n "events": {}}', "“events” must be an array", 2, 2),
        ('{"\\u0065vents": 1}', "“events” must be an array", 1, 2),
        ('{"events": [\n  {"name": "x"},\n  7]}', "Event 2 must be an object", 3, 3),
        ('{"events": [{"x": {"name": 1}, "name": 1}]}', "Event 1: “name” must be a", 1, 32),
        ('{"events": [{},\n{"attributes": [1]}]}', "Event 2: “attributes” must be an object", 2, 2),
        ('{"profile_update": [1]}', "“profile_update” must be an object", 1, 2),
        ('{"x": "request_id", "request_id": 7}', "“request_id” must be a string", 1, 21),
        ('{"a": 1,\n"a": 2}', "The body holds the key “a” twice", 2, 1),
        ('{"events": [{"name": "x", "name": "y"}]}', "Event 1 holds the key “name” twice", 1, 27),
        ('{"\\u001b": 1, "\\u001b": 2}', "The body holds the key “\\u001b” twice", 1, 15),
        ('{"events": [{"name": NaN}]}', "NaN is not a value in JSON", 1, 22),
    ],
)
def test_mistakes_are_named_and_placed(text: str, message: str, line: int, column: int) -> None:
    with pytest.raises(JsonProblem) as caught:
        body.read(text)
    assert caught.value.message.startswith(message)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_long_key_is_cut_in_the_message() -> None:
    key = "k" * 1_000_000
    with pytest.raises(BodyProblem) as caught:
        body.read(f'{{"{key}": 1, "{key}": 2}}')
    assert len(caught.value.message) < 120
    assert caught.value.column > 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "{" + ",".join(f'"k{i}": 1' for i in range(100_000)) + "}",
        '{"events": [' + ",".join(['{"name": "x", "timestamp": 1}'] * 30_000) + "]}",
        '{"profile_update": {' + ",".join(f'"k{i}": "v"' for i in range(100_000)) + "}}",
        '{"profile_update": {"k": "' + "v" * 3_000_000 + '"}}',
        '{"profile_update": {' + ",".join(['"k": "v"'] * 30_000) + "}}",
    ],
    ids=["members", "events", "fields", "one long text", "one key many times"],
)
def test_large_bodies_take_linear_time(text: str) -> None:
    with effort.at_most(800):
        read = body.read(text)
        compose.body_text(read, MOMENT)


def test_a_value_as_deep_as_its_field_allows_is_read_again() -> None:
    deepest = "[" * values.MAX_DEPTH + "]" * values.MAX_DEPTH
    value = Draft(events=(Event("x", attributes=(Pair("k", Value(Kind.JSON, deepest)),)),))
    text = compose.body_text(value, MOMENT)
    assert without_order(body.read_again(text, value, MOMENT)) == value


def test_at_send_stays_at_send_while_something_else_is_edited() -> None:
    before = draft.example()
    text = compose.body_text(before, MOMENT).replace('"blue"', '"red"')
    after = body.read_again(text, before, MOMENT)
    assert after.events[0].time == EventTime("at send")
    assert after.events[0].attributes[0].value == Value(Kind.TEXT, "red")
    assert after.request_id_mode is RequestIdMode.MADE
    assert after.user_id == "user-42"


def test_an_edited_time_or_request_id_is_fixed() -> None:
    before = draft.example()
    text = compose.body_text(before, MOMENT)
    after = body.read_again(
        text.replace(".123Z", ".000Z").replace("made-1", "mine"), before, MOMENT
    )
    assert after.events[0].time == EventTime("2026-01-01T00:00:00.000Z")
    assert (after.request_id, after.request_id_mode) == ("mine", RequestIdMode.GIVEN)
    gone = body.read_again(text.replace(',\n  "request_id": "made-1"', ""), before, MOMENT)
    assert gone.request_id_mode is RequestIdMode.LEFT_OUT


def _three() -> Draft:
    """Three events whose intent the text alone does not show."""

    def event(name: str, color: str, days: str) -> Event:
        choice = values.forced(Value(Kind.DATE, color), Kind.TEXT)
        return Event(name, EventTime(days, Written.SECONDS), (Pair("on", choice),))

    return Draft(
        events=(
            event("a", "2025-01-01", "1 day before send"),
            event("b", "2025-01-02", "2025-02-02"),
            event("c", "2025-01-03", "2025-03-03"),
        )
    )


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_intent_is_kept_when_an_event_is_taken_out_of_the_text(taken: int) -> None:
    before = _three()
    expected = replace(before, events=draft.without_item(before.events, taken))
    after = body.read_again(compose.body_text(expected, MOMENT), before, MOMENT)
    assert without_order(after) == expected


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_intent_is_kept_when_an_event_is_put_into_the_text(place: int) -> None:
    before = _three()
    new = Event("new", EventTime("2026-01-01"), (Pair("on", Value(Kind.TEXT, "x")),))
    expected = replace(before, events=draft.with_insertion(before.events, place, new))
    after = body.read_again(compose.body_text(expected, MOMENT), before, MOMENT)
    assert without_order(after) == expected


def test_two_rows_with_the_same_json_keep_their_own_kinds() -> None:
    rows = (
        Pair("k", Value(Kind.JSON, '"2025-01-01"', forced=True)),
        Pair("k", Value(Kind.DATE, "2025-01-01")),
    )
    before = Draft(profile=rows)
    after = body.read_again(compose.body_text(before, MOMENT), before, MOMENT)
    assert after.profile == rows


def _said(text: str, before: Draft, moment: Moment) -> Draft | tuple[str, int]:
    try:
        return body.read_again(text, before, moment)
    except JsonProblem as problem:
        return problem.message, problem.position


@given(
    drafts(),
    moments,
    st.lists(
        st.tuples(
            st.integers(0, 300),
            st.integers(0, 2),
            st.sampled_from(["", "a", " ", '"', "1", "{},", '"name": "x",']),
        ),
        max_size=5,
    ),
)
def test_what_was_read_before_changes_no_reading(
    before: Draft, moment: Moment, edits: list[tuple[int, int, str]]
) -> None:
    text = compose.body_text(before, moment)
    for at, less, more in edits:
        text = text[:at] + more + text[at + less :]
        now_read = _said(text, before, moment)
        # A copy shares no event with what was read before.
        assert _said(text, copy.deepcopy(before), moment) == now_read
        if isinstance(now_read, Draft):
            assert _said(text, now_read, moment) == now_read
            before = now_read


def test_events_whose_text_is_the_same_are_the_same() -> None:
    before = _three()
    text = compose.body_text(before, MOMENT)
    after = body.read_again(text.replace('"b"', '"changed"'), before, MOMENT)
    assert after.events[1].name == "changed"
    assert after.events[1].time == EventTime("2025-02-02", Written.SECONDS)
    assert after.events[0] is before.events[0]
    assert after.events[2] is before.events[2]
    # In a layout of its own, too, once it was read.
    flat = " ".join(text.split())
    once = body.read_again(flat, before, MOMENT)
    again = body.read_again(flat.replace('"b"', '"bb"'), once, MOMENT)
    assert [new is old for new, old in zip(again.events, once.events, strict=True)] == [1, 0, 1]
    assert again.events[0].time == EventTime("1 day before send", Written.SECONDS)


def test_a_row_nobody_typed_into_stays_while_the_text_is_edited_elsewhere() -> None:
    event = Event("a", attributes=(Pair("k"), Pair()))
    before = Draft(events=(event, Event("b")), profile=(Pair("f"), Pair()))
    text = compose.body_text(before, MOMENT)
    after = body.read_again(text.replace('"b"', '"c"'), before, MOMENT)
    assert after.events[0] == event
    assert after.profile == before.profile
