"""A kept draft is the same draft again; anything else is refused with one kind of error."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.compose import Moment
from appcues_console.activity.composition import Composition, LooseText
from appcues_console.activity.draft import Draft, Event, Pair, example
from appcues_console.activity.record import RecordProblem, dump, load
from appcues_console.activity.values import Value
from tests.activity.strategies import compositions

EXAMPLE = Composition(example())
LOOSE = Composition(example(), LooseText('{"events": [', Moment(5, "request-1")))


@given(compositions)
def test_anything_composed_comes_back(composition: Composition) -> None:
    assert load(dump(composition)) == composition


def test_a_record_from_before_loose_text_was_kept_is_read() -> None:
    # As the first version of the program wrote it.
    record = (
        '{"version":1,"user_id":"user-7","events":[{"name":"signed up","time":["at send",'
        '"ISO 8601"],"attributes":[["plan","text","gold",false]],"order":[],"extra":[]}],'
        '"profile":[],"request_id":"","request_id_mode":"made for each send","order":[],'
        '"extra":[]}'
    )
    pairs = (Pair("plan", Value(text="gold")),)
    events = (Event("signed up", attributes=pairs),)
    assert load(record) == Composition(Draft("user-7", events))


def test_an_earlier_version_of_the_program_finds_the_draft_as_it_knows_it() -> None:
    without = json.loads(dump(LOOSE))
    del without["loose_text"]
    assert json.dumps(without, separators=(",", ":")) == dump(EXAMPLE)


@given(compositions)
def test_a_record_is_one_line_of_ascii(composition: Composition) -> None:
    record = dump(composition)
    assert record.isascii()
    assert "\n" not in record


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"version": 2}',
        '{"version": 1}',
        dump(EXAMPLE).replace('"text"', '"colour"'),
        dump(EXAMPLE).replace('"user-42"', "42"),
        dump(EXAMPLE).replace('"made for each send"', '"made up"'),
        dump(EXAMPLE).replace('"extra":[]', '"extra":[["a","{"]]'),
        dump(LOOSE).replace('"request-1"', "1"),
        dump(LOOSE).replace(",5,", ',"5",'),
        dump(LOOSE).replace(",5,", ","),
        dump(EXAMPLE).replace('"blue",false', '"blue",false,1'),
        dump(EXAMPLE).replace('"blue",false', '"blue",false,"1","2"'),
        "[" * 100_000,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(RecordProblem):
        load(text)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=9))
def test_no_json_is_taken_for_a_draft_by_mistake(value: object) -> None:
    with pytest.raises(RecordProblem):
        load(json.dumps(value))
