"""What the history knows, asked by spelling, and the kinds that values have for who reads them."""

from __future__ import annotations

import pytest
from hypothesis import given

from appcues_console.activity import body, compose
from appcues_console.activity.draft import Draft, Event, Pair
from appcues_console.activity.known import PROFILE, Known, properties, property_kind
from appcues_console.activity.lint import lint
from appcues_console.activity.problems import Severity
from appcues_console.activity.values import Kind, Value
from tests.activity.linting.drafts import NOW, number, text
from tests.activity.strategies import drafts, typed_values

KNOWN = Known(
    people=("Maria", " max", "maria@example.com"),
    property_kinds={
        ("clicked", ""): frozenset(),
        ("clicked", "Color"): frozenset({Kind.TEXT}),
        (PROFILE, "plan"): frozenset({Kind.TEXT, Kind.NUMBER}),
        (PROFILE, "PLAN"): frozenset({Kind.TEXT}),
        (PROFILE, "tier "): frozenset({Kind.TEXT}),
    },
)


@pytest.mark.parametrize(
    ("user_id", "same"),
    [("maria", "Maria"), ("Maria", None), ("max", None), (" max", None), ("other", None)],
)
def test_people(user_id: str, same: str | None) -> None:
    assert KNOWN.same_person(user_id) == same


@pytest.mark.parametrize(
    ("scope", "key", "same"),
    [
        ("clicked", "color", "Color"),
        ("clicked", "Color", None),
        (PROFILE, "color", None),
        # The latest of two spellings is proposed, and each of them is known.
        (PROFILE, "Plan", "plan"),
        (PROFILE, "PLAN", None),
        (PROFILE, "tier", None),
    ],
)
def test_keys(scope: str, key: str, same: str | None) -> None:
    assert KNOWN.same_key(scope, key) == same


def test_events() -> None:
    assert KNOWN.same_event("Clicked") == "clicked"
    assert KNOWN.same_event("clicked") is None
    assert KNOWN.same_event("") is None
    assert KNOWN.scopes == {"clicked", PROFILE}


def test_nothing_is_known_at_first() -> None:
    assert Known() == Known((), {})
    assert Known().same_person("a") is None
    assert Known().scopes == frozenset()


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (text("blue"), Kind.TEXT),
        (text("42"), Kind.TEXT),
        (text("-42"), Kind.TEXT),
        (text("2025-01-31"), Kind.DATE),
        (text("Jan 1, 2025 10:00:00 PM"), Kind.DATE),
        (text("06/20/2025"), Kind.TEXT),
        (text(" "), None),
        (number("1.0"), Kind.NUMBER),
        (number("1,0"), None),
        (Value(Kind.BOOLEAN, "true"), Kind.BOOLEAN),
        (Value(Kind.BOOLEAN, "yes"), None),
        (Value(Kind.DATE, "2025-01-31"), Kind.DATE),
        (Value(Kind.DATE, "1767225600"), Kind.NUMBER),
        (Value(Kind.DATE, "007"), Kind.TEXT),
        (Value(Kind.DATE, "soon"), None),
        (Value(Kind.DATE, ""), None),
        (Value(Kind.NULL, "null"), None),
        (Value(Kind.JSON, '"x"'), Kind.TEXT),
        (Value(Kind.JSON, " 1 "), Kind.NUMBER),
        (Value(Kind.JSON, "null"), None),
        (Value(Kind.JSON, "[1]"), None),
        (Value(Kind.JSON, "{"), None),
    ],
)
def test_the_kind_of_a_value(value: Value, kind: Kind | None) -> None:
    assert property_kind(value) is kind


@given(typed_values())
def test_the_kind_is_the_same_for_whoever_reads_the_body(value: Value) -> None:
    written = compose.pairs_text((Pair("k", value),), 0)
    (pair,) = body.read(f'{{"profile_update": {written}}}').profile
    assert property_kind(pair.value) is property_kind(value)


def test_the_properties_of_a_draft() -> None:
    draft = Draft(
        events=(
            Event("clicked", attributes=(Pair("n", number("1")), Pair(), Pair("", text("x")))),
            Event("clicked", attributes=(Pair("n", text("x")),)),
            Event("seen"),
            Event("", attributes=(Pair("n", number("1")),)),
        ),
        profile=(Pair("plan", Value(Kind.NULL, "null")),),
    )
    assert properties(draft) == {
        ("clicked", ""): frozenset(),
        ("clicked", "n"): {Kind.NUMBER, Kind.TEXT},
        ("seen", ""): frozenset(),
        (PROFILE, "plan"): frozenset(),
    }


@given(drafts())
def test_what_was_sent_is_not_unlike_itself(draft: Draft) -> None:
    known = Known((draft.user_id,), properties(draft))
    errors = [each for each in lint(draft, NOW) if each.severity is Severity.ERROR]
    if not errors:
        found = {each.code for each in lint(draft, NOW, known)}
        assert found <= {each.code for each in lint(draft, NOW)}
