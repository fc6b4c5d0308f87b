"""Kinds guessed and forced, what can be written, and the way to JSON and back."""

from __future__ import annotations

import locale
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity import values
from appcues_console.activity.jsontext import Members, Node, Number, parse
from appcues_console.activity.values import Kind, Value, forced, fragment, from_node, guessed, typed
from tests.activity.strategies import nodes, number_texts, texts, typed_values


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", Kind.TEXT),
        ("blue", Kind.TEXT),
        ("true", Kind.BOOLEAN),
        ("True", Kind.TEXT),
        ("null", Kind.NULL),
        ("1.0", Kind.NUMBER),
        ("-1e3", Kind.NUMBER),
        ("007", Kind.TEXT),
        ("NaN", Kind.TEXT),
        ("2025-01-31", Kind.DATE),
        ("2025-01-31T13:05:22.000Z", Kind.DATE),
        ("2025-02-30", Kind.TEXT),
        ("[1]", Kind.JSON),
        ("{", Kind.TEXT),
        ("{}", Kind.JSON),
        ('"quoted"', Kind.TEXT),
        ("[" * 70 + "]" * 70, Kind.TEXT),
    ],
)
def test_the_kind_is_guessed_from_the_text(text: str, kind: Kind) -> None:
    assert guessed(text) is kind
    assert typed(Value(Kind.TEXT), text) == Value(kind, text)


def test_a_forced_kind_stays_while_typing() -> None:
    value = forced(Value(Kind.NUMBER, "42"), Kind.TEXT)
    assert value == Value(Kind.TEXT, "42", forced=True)
    assert typed(value, "43") == Value(Kind.TEXT, "43", forced=True)
    assert forced(value, Kind.NUMBER) == Value(Kind.NUMBER, "42", forced=False)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Value(text="Yes "), Kind.BOOLEAN, "true"),
        (Value(text="0"), Kind.BOOLEAN, "false"),
        (Value(text="x"), Kind.NULL, "null"),
        (Value(Kind.NULL, "null"), Kind.TEXT, "null"),
        (Value(Kind.NULL, "null", original=""), Kind.TEXT, ""),
        (Value(Kind.NULL, "null", original="Yes "), Kind.BOOLEAN, "true"),
        (Value(text="x"), Kind.NUMBER, "x"),
    ],
)
def test_choosing_a_kind_keeps_the_text_where_it_can(value: Value, kind: Kind, text: str) -> None:
    assert forced(value, kind).text == text
    assert forced(value, kind).kind is kind


@given(texts | number_texts, st.lists(st.sampled_from(sorted(Kind)), max_size=5))
def test_no_way_through_the_kinds_loses_what_was_typed(text: str, way: list[Kind]) -> None:
    value = typed(Value(), text)
    for kind in way:
        value = forced(value, kind)
        assert value.kind is kind
        assert values.as_typed(value) == text
    assert forced(value, Kind.TEXT).text == text


def test_typing_takes_the_place_of_what_was_typed_before() -> None:
    value = forced(Value(Kind.NUMBER, "42"), Kind.BOOLEAN)
    assert (value.text, value.original) == ("false", "42")
    assert forced(typed(value, "7"), Kind.NULL).original == "7"


@pytest.mark.parametrize(
    ("value", "json"),
    [
        (Value(Kind.TEXT, 'a"b\u00a0é\x00'), '"a\\"b\u00a0é\\u0000"'),
        (Value(Kind.TEXT, "\u2028\u2029"), '"\\u2028\\u2029"'),
        (Value(Kind.TEXT, "\ud83d"), '"\\ud83d"'),
        (Value(Kind.NUMBER, "1.0"), "1.0"),
        (Value(Kind.BOOLEAN, "true"), "true"),
        (Value(Kind.NULL, "anything"), "null"),
        (Value(Kind.DATE, "2025-01-31"), '"2025-01-31"'),
        (Value(Kind.DATE, "1735689600"), "1735689600"),
        (Value(Kind.DATE, "007"), '"007"'),
        (Value(Kind.JSON, "[1.0,]"), "[1.0,]"),
        (Value(Kind.JSON, "[ 1.0 ]"), "[\n  1.0\n]"),
    ],
)
def test_the_json_of_a_value(value: Value, json: str) -> None:
    assert fragment(value) == json


@given(typed_values())
def test_a_value_without_a_problem_is_json(value: Value) -> None:
    assert values.problem_of(value) is None
    node = parse(fragment(value))
    assert fragment(from_node(node)) == fragment(value)


@given(nodes)
def test_every_node_is_written_again_by_its_value(node: Node) -> None:
    value = from_node(node)
    assert parse(fragment(value, 3)) == node
    assert values.problem_of(value) is None


@given(texts)
def test_a_text_read_stays_a_text_while_typing_goes_on(text: str) -> None:
    value = from_node(text)
    assert value.kind in {Kind.TEXT, Kind.DATE}
    assert parse(fragment(typed(value, value.text))) == text


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (Value(Kind.NUMBER, "1,5"), "“1,5” is not a number as JSON writes it"),
        (Value(Kind.NUMBER, " "), "An empty value is not a number"),
        (Value(Kind.NUMBER, "١"), "“١” is not a number"),
        (Value(Kind.BOOLEAN, "yes"), "“yes” is neither true nor false."),
        (Value(Kind.DATE, "06/20/2025"), "“06/20/2025” is not a date that conditions understand"),
        (Value(Kind.DATE, "x" * 90), "“" + "x" * 39 + "…” is not"),
        (Value(Kind.DATE, "\u202e2025"), "“\\u202e2025” is not"),
        (Value(Kind.JSON, "[1,]"), "This is not JSON: The comma before the closing bracket is one"),
        (Value(Kind.JSON, "[1,\n x]"), "This is not JSON: A value is missing here (line 2, colu"),
        (Value(Kind.JSON, "[" * 61 + "]" * 61), "This is not JSON: Nested more than 60 levels"),
    ],
)
def test_what_cannot_be_written_says_why(value: Value, says: str) -> None:
    sentence = values.problem_of(value)
    assert sentence is not None
    assert sentence.startswith(says)


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        ("2025-01-31", True),
        ("2025-01-31 13:05", True),
        ("2025-01-31T13:05:22,5+05:30", True),
        ("-1", True),
        ("1735689600000", True),
        ("Jan 1, 2025 10:00:00 PM", True),
        ("feb 29, 2024 01:00:00 am", True),
        ("Feb 29, 2025 10:00:00 PM", False),
        ("Jan 1, 2025 13:00:00 PM", False),
        ("Jan 1, 0000 10:00:00 PM", False),
        ("Jän 1, 2025 10:00:00 PM", False),
        ("06/20/2025", False),
        ("2025-1-1", False),
        ("20250101T10:00", False),
        ("٢٠٢٥-٠١-٣١", False),
        ("2025-01-31T25:00", False),
        ("2025-01-31\n", False),
        ("", False),
    ],
)
def test_dates_that_conditions_understand(text: str, usable: bool) -> None:
    assert values.usable_as_date(text) is usable


def test_dates_do_not_depend_on_the_language_of_the_system() -> None:
    names = ["de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8", "ja_JP.UTF-8"]
    before = locale.setlocale(locale.LC_TIME)
    try:
        for name in names:
            with suppress(locale.Error):
                locale.setlocale(locale.LC_TIME, name)
            assert values.usable_as_date("May 1, 2025 10:00:00 PM")
            assert not values.usable_as_date("Mai 1, 2025 10:00:00 PM")
    finally:
        locale.setlocale(locale.LC_TIME, before)


def test_iso_dates_are_read_with_and_without_a_zone() -> None:
    assert values.as_iso("2025-01-31T13:05:22.000Z") == datetime(2025, 1, 31, 13, 5, 22, tzinfo=UTC)
    naive = values.as_iso("2025-01-31")
    assert naive is not None
    assert naive.tzinfo is None


def test_values_of_every_node() -> None:
    assert from_node(None) == Value(Kind.NULL, "null")
    assert from_node(True) == Value(Kind.BOOLEAN, "true")
    assert from_node(Number("1.0")) == Value(Kind.NUMBER, "1.0")
    assert from_node("42") == Value(Kind.TEXT, "42", forced=True)
    assert from_node("2025-01-31") == Value(Kind.DATE, "2025-01-31")
    assert from_node(Members(())) == Value(Kind.JSON, "{}")
    assert from_node((None, Members((("a", Number("1.0")),)))).text == '[null, {"a": 1.0}]'
