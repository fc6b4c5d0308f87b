"""The types to choose from, and the two ways in which a date is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity import body, compose, values
from appcues_console.activity.choices import TypeChoice, choice_of, chosen
from appcues_console.activity.draft import Draft, Event, Pair
from appcues_console.activity.values import Kind, Value, fragment
from tests.activity.strategies import moments, number_texts, texts, time_texts

DATE, UNIX = TypeChoice.DATE, TypeChoice.UNIX_DATE
choices = st.sampled_from(sorted(TypeChoice))


def test_there_is_a_choice_for_each_kind_by_its_own_word() -> None:
    assert {kind.value for kind in Kind} == {*TypeChoice} - {UNIX}
    assert [choice_of(Value(kind)) for kind in Kind] == [TypeChoice(kind.value) for kind in Kind]


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("2025-01-31", DATE),
        ("1738281600", UNIX),
        ("1738281600000", UNIX),
        ("-1", UNIX),
        ("007", DATE),
        ("Jan 1, 2025 10:00:00 PM", DATE),
        ("soon", DATE),
        ("", DATE),
    ],
)
def test_a_date_is_told_by_how_it_is_written(text: str, choice: TypeChoice) -> None:
    assert choice_of(Value(Kind.DATE, text)) is choice


@pytest.mark.parametrize(
    ("text", "choice", "json"),
    [
        ("2025-01-31", DATE, '"2025-01-31"'),
        ("2025-01-31", UNIX, "1738281600"),
        ("2025-01-31T13:05:22.500Z", UNIX, "1738328722"),
        ("2025-01-31T13:05:22+05:30", UNIX, "1738308922"),
        ("1738281600", UNIX, "1738281600"),
        ("1738281600", DATE, '"2025-01-31T00:00:00.000Z"'),
        ("1738281600000", UNIX, "1738281600000"),
        ("1738281600000", DATE, '"2025-01-31T00:00:00.000Z"'),
        ("1969-12-31T23:59:59.5Z", UNIX, "-1"),
        ("999999999999999999", DATE, "999999999999999999"),
        ("Jan 1, 2025 10:00:00 PM", UNIX, '"Jan 1, 2025 10:00:00 PM"'),
        ("at send", UNIX, '"at send"'),
        ("soon", DATE, '"soon"'),
    ],
)
def test_a_date_is_written_as_it_is_chosen(text: str, choice: TypeChoice, json: str) -> None:
    value = chosen(values.typed(Value(), text), choice)
    assert value.kind is Kind.DATE
    assert fragment(value) == json
    assert values.as_typed(value) == text


@given(time_texts | texts | number_texts, st.lists(choices, max_size=5))
def test_no_way_through_the_types_loses_what_was_typed(text: str, way: list[TypeChoice]) -> None:
    value = values.typed(Value(), text)
    for choice in way:
        value = chosen(value, choice)
        assert chosen(value, choice) == value
    assert chosen(value, TypeChoice.TEXT).text == text


@given(st.integers(-(10**10), 10**10))
def test_both_forms_of_a_date_say_the_same_second(second: int) -> None:
    iso = chosen(Value(Kind.DATE, str(second)), DATE)
    assert chosen(Value(Kind.DATE, iso.text), UNIX).text == str(second)


@given(time_texts, choices, moments)
def test_a_draft_is_the_same_after_its_bytes(
    text: str, choice: TypeChoice, moment: compose.Moment
) -> None:
    value = chosen(values.typed(Value(), text), choice)
    if values.problem_of(value) is not None:
        value = Value(Kind.TEXT, text, forced=True)
    pair = Pair("since", value)
    draft = Draft("user-1", events=(Event("e", attributes=(pair,)),), profile=(pair,))
    written = compose.body_text(draft, moment)
    again = body.read_again(written, draft, moment)
    assert (again.events, again.profile) == (draft.events, draft.profile)
    assert compose.body_text(body.read(written), moment) == written
