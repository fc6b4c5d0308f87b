"""Edits as functions from draft to draft."""

from __future__ import annotations

import dataclasses
import json

import pytest

from appcues_console import paths
from appcues_console.activity import body, draft, lint
from appcues_console.activity.draft import Draft, Event, Pair, RequestIdMode
from appcues_console.activity.values import Kind, Value


def test_items_are_exchanged_put_in_and_taken_out() -> None:
    items = ("a", "b", "c")
    assert draft.with_item(items, 1, "x") == ("a", "x", "c")
    assert draft.with_insertion(items, 0, "x") == ("x", "a", "b", "c")
    assert draft.with_insertion(items, 3, "x") == ("a", "b", "c", "x")
    assert draft.without_item(items, 2) == ("a", "b")
    assert items == ("a", "b", "c")


@pytest.mark.parametrize(
    ("pair", "blank"),
    [
        (Pair(), True),
        (Pair("a"), False),
        (Pair("", Value(text="x")), False),
        (Pair("", Value(Kind.TEXT, "", forced=True)), False),
        (Pair("", Value(Kind.NULL, "null")), False),
    ],
)
def test_a_row_is_blank_until_somebody_types_into_it(pair: Pair, blank: bool) -> None:
    assert pair.blank is blank


def test_taking_the_last_part_away_takes_its_key_out_of_the_body() -> None:
    read = body.read('{"profile_update": {"a": 1}, "events": [{"name": "x", "attributes": {}}]}')
    assert draft.with_events(read, ()).order == ("profile_update",)
    assert draft.with_profile(read, ()).order == ("events",)
    assert draft.with_profile(read, (Pair("b"),)).order == read.order
    assert draft.with_attributes(read.events[0], ()).order == ("name",)


def test_an_event_is_exchanged() -> None:
    before = draft.example()
    after = draft.with_event(before, 0, dataclasses.replace(before.events[0], name="other"))
    assert after.events[0].name == "other"
    assert after.profile == before.profile
    assert before.events[0].name == "clicked widget"


def test_an_empty_request_id_is_made_for_each_send() -> None:
    given = draft.with_request_id(Draft(), "r-1")
    assert (given.request_id, given.request_id_mode) == ("r-1", RequestIdMode.GIVEN)
    assert draft.with_request_id(given, "").request_id_mode is RequestIdMode.MADE


def test_values_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        draft.example().user_id = "x"  # type: ignore[misc]
    assert hash(Event()) == hash(Event())


def test_the_example_has_no_problem_and_its_sample_says_the_same() -> None:
    example = draft.example()
    assert lint.lint(example, 0) == ()
    text = (paths.resources() / "samples" / "documentation.json").read_text(encoding="utf-8")
    sample = body.read(text)
    assert [event.name for event in sample.events] == [event.name for event in example.events]
    assert sample.events[0].attributes == example.events[0].attributes
    assert sample.profile == example.profile
    assert isinstance(json.loads(text)["events"][0]["timestamp"], str)
