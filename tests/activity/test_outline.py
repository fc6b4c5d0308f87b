"""The edges of a body's parts, found without reading the parts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity import body, jsontext
from appcues_console.activity.jsontext import JsonProblem, Members
from appcues_console.activity.outline import NoOutline, outline
from tests.activity.strategies import body_texts


@given(body_texts())
def test_the_parts_say_what_the_whole_says(text: str) -> None:
    parts = outline(text)
    whole = jsontext.parse(text)
    assert isinstance(whole, Members)
    assert [(key, jsontext.parse(part)) for key, part in parts.members] == list(whole.pairs)
    events = dict(whole.pairs).get("events", ())
    assert tuple(map(jsontext.parse, parts.events or ())) == events


@given(body_texts(), st.integers(0, 400), st.integers(0, 3), st.sampled_from(["", '"', "}", ",x"]))
def test_what_has_an_outline_is_json(text: str, at: int, less: int, more: str) -> None:
    damaged = text[:at] + more + text[at + less :]
    try:
        outline(damaged)
    except NoOutline:
        with pytest.raises(JsonProblem):
            body.read(damaged)
    else:
        assert isinstance(json.loads(damaged), dict)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "{}x",
        "\ufeff{}",
        "\xa0{}",
        '{"a" 1}',
        '{"a": 1 "b": 2}',
        '{"a": 1,}',
        "{1: 2}",
        '{"events": {}}',
        '{"events": [1,]}',
        '{"events": [1 2]}',
        '{"events": [}',
        '{"events": [NaN]}',
        '{"a": -Infinity}',
        '{"a": ' + "[" * 100_000,
    ],
)
def test_what_has_none(text: str) -> None:
    with pytest.raises(NoOutline):
        outline(text)


def test_thousands_of_digits_are_no_obstacle() -> None:
    digits = "9" * 10_000
    assert outline(f'{{"events": [{digits}]}}').events == (digits,)
