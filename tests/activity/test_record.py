"""A kept draft is the same draft again; anything else is refused with one kind of error."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.draft import Draft, example
from appcues_console.activity.record import RecordProblem, dump, load
from tests.activity.strategies import drafts


@given(drafts())
def test_any_draft_comes_back(draft: Draft) -> None:
    assert load(dump(draft)) == draft


@given(drafts())
def test_a_record_is_one_line_of_ascii(draft: Draft) -> None:
    record = dump(draft)
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
        dump(example()).replace('"text"', '"colour"'),
        dump(example()).replace('"user-42"', "42"),
        dump(example()).replace('"made for each send"', '"made up"'),
        dump(example()).replace('"extra":[]', '"extra":[["a","{"]]'),
        dump(example()).replace('"blue",false', '"blue",false,1'),
        dump(example()).replace('"blue",false', '"blue",false,"1","2"'),
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
