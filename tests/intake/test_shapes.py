"""Pieces of JSON are told apart by what is in them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from appcues_console.activity import body
from appcues_console.activity.body import BodyProblem
from appcues_console.activity.jsontext import JsonProblem
from appcues_console.intake.shapes import MAX_VALUES, Shape, TooManyValues, recognised
from appcues_console.intake.traced import Traced
from appcues_console.intake.understood import Part
from tests.activity import strategies


def shape(text: str) -> Shape:
    return recognised(Traced(text))


@pytest.mark.parametrize(
    ("text", "part", "sentence"),
    [
        ('{"events": [], "x": 1}', Part.BODY, "A whole body: 0 events."),
        (
            '{"events": [{}, {}], "profile_update": {"a": 1}, "request_id": "r"}',
            Part.BODY,
            "A whole body: 2 events, 1 profile field and a request ID.",
        ),
        ('"events": [{"name": "x"}],', Part.EVENTS, "The part “events”: 1 event."),
        (
            ', "profile_update": {"a": 1}',
            Part.PROFILE,
            "The part “profile_update”: 1 profile field.",
        ),
        ('"request_id": "r"', Part.REQUEST_ID, "A request ID."),
        (
            '"events": [],\n"profile_update": {}',
            Part.BODY,
            "A whole body: 0 events and 0 profile fields.",
        ),
        ('[{"name": "x", "timestamp": 1}]', Part.EVENTS, "An array of 1 event."),
        ('{"name": "x", "timestamp": 1}', Part.EVENT, "One event, by its “timestamp”."),
        ('{"name": "x", "attributes": {}, "y": 1}', Part.EVENT, "One event, by its “attributes”."),
        ('"timestamp": 1, "attributes": {}', Part.EVENT, "One event, by its “timestamp”."),
        ('{"name": "x"}, {"name": "y"},', Part.EVENT, "2 events, one after another."),
        (
            '{"team": "x"}',
            Part.FIELDS,
            "An object that is neither a body nor an event: 1 profile field.",
        ),
        (
            '"a": 1, "b": 2',
            Part.FIELDS,
            "An object that is neither a body nor an event: 2 profile fields.",
        ),
        (
            '{"name": "x", "plan": 1}',
            Part.FIELDS,
            "An object that is neither a body nor an event: 2 profile fields.",
        ),
        (
            '{"name": {"a": 1}}',
            Part.FIELDS,
            "An object that is neither a body nor an event: 1 profile field.",
        ),
        (
            '{"attributes": 1}',
            Part.FIELDS,
            "An object that is neither a body nor an event: 1 profile field.",
        ),
    ],
)
def test_shapes(text: str, part: Part, sentence: str) -> None:
    found = shape(text)

    assert (found.part, found.sentences) == (part, (sentence,))


def test_an_object_with_only_a_name_is_an_event_and_the_other_reading_is_said() -> None:
    found = shape('{"name": "x"}')

    assert found.part is Part.EVENT
    assert '"profile_update": {"name": …}' in found.sentences[0]


def test_keys_that_stand_twice_are_kept_and_said() -> None:
    found = shape('{"a": 1, "b": 2, "a": 3, "b": 4}')

    assert [(pair.key, pair.value.text) for pair in found.draft.profile] == [
        ("a", "1"),
        ("b", "2"),
        ("a", "3"),
        ("b", "4"),
    ]
    assert found.sentences[1] == "The key “a” and 1 more key stand more than once; each was kept."
    named = shape('{"name": "x", "a": 1, "name": "y"}')
    assert [pair.key for pair in named.draft.profile] == ["name", "a", "name"]


@given(strategies.body_texts())
def test_a_whole_body_is_read_as_the_composer_reads_it(text: str) -> None:
    draft = body.read(text)
    if not {*draft.order} & {"events", "profile_update", "request_id"}:
        return
    found = shape(text)

    assert (found.part, found.draft) == (Part.BODY, draft)


@given(strategies.event_nodes().flatmap(strategies.json_texts))
def test_an_event_of_an_array_is_read_as_in_a_body(text: str) -> None:
    whole = body.read(f'{{"events": [{text}]}}')
    # Without a name it could be a body as well.
    assume("name" in whole.events[0].order)
    found = shape(f"[{text}]")
    assert found.draft.events == whole.events


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("{}", 1, "This object is empty: there is nothing to take"),
        (" [ ]", 2, "This array is empty: there is nothing to take"),
        ('{"events": 5}', 2, "“events” must be an array, in square brackets"),
        ('"events": [5]', 12, "Event 1 must be an object, in braces"),
        ("[{}, 5]", 6, "Event 2 must be an object, in braces"),
        ('[{"events": []}]', 1, "This is an array of whole bodies"),
        ('{"events": [], "events": []}', 16, "The body holds the key “events” twice"),
        ('{"name": "x", "timestamp": 1, "name": "y"}', 31, "Event 1 holds the key “name” twice"),
    ],
)
def test_what_is_json_but_no_part_of_a_body(text: str, column: int, message: str) -> None:
    with pytest.raises(BodyProblem) as wrong:
        shape(text)
    assert wrong.value.message.startswith(message)
    assert wrong.value.column == column


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "Nothing is here"),
        (" , ", 1, "Nothing is here"),
        ("hello", 1, "No JSON begins here"),
        ('{"a": 1,}', 8, "The comma before the closing brace is one too many"),
        ('{"name": "x"}, {"name": }', 25, "A value is missing here"),
        ('{"name": "x"} y', 15, "Something follows after the end of the JSON"),
        ('"a": 1, "b"', 12, "A colon is missing between key and value"),
    ],
)
def test_what_is_no_json(text: str, column: int, message: str) -> None:
    with pytest.raises(JsonProblem) as wrong:
        shape(text)
    assert (wrong.value.message, wrong.value.column) == (message, column)


def test_the_number_of_values_is_bounded() -> None:
    fits = '{"a":[' + "1," * (2 * MAX_VALUES - 10) + "1]}"
    assert shape(fits).part is Part.FIELDS
    assert shape('{"a": "' + "," * 3 * MAX_VALUES + '"}').part is Part.FIELDS

    for text in (
        '{"a":[' + "1," * 2 * MAX_VALUES + "1]}",
        "[" + "{}," * MAX_VALUES + "{}]",
        '{"a":"[' + "1," * 2 * MAX_VALUES + '1]"}',
    ):
        with pytest.raises(TooManyValues):
            shape(text)
