"""One draft that says one thing in two ways."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appcues_console.activity.draft import Draft, Pair
from appcues_console.activity.known import Known
from appcues_console.activity.linting.consistency import MOST_REPORTED
from appcues_console.activity.problems import Basis, Severity
from appcues_console.activity.values import Kind, Value
from tests.activity.linting.drafts import (
    codes,
    event,
    label,
    mended,
    number,
    only,
    problems,
    text,
    with_events,
)

TRUE = Value(Kind.BOOLEAN, "true")
DATE = Value(Kind.DATE, "2025-01-31")


def two(first: Value, second: Value) -> Draft:
    return with_events(event("e", tier=first), event("other"), event("e", tier=second))


@pytest.mark.parametrize(
    ("first", "second", "put"),
    [
        (number("1"), text("gold"), None),
        (text("gold"), number("1"), None),
        (number("1"), DATE, None),
        (DATE, text("soon"), None),
        (TRUE, number("1"), None),
        (number("1"), TRUE, None),
    ],
)
def test_one_property_with_two_types(first: Value, second: Value, put: Value | None) -> None:
    problem = only(two(first, second), "type-mixed")
    assert (problem.severity, problem.basis) == (Severity.WARNING, Basis.DOCUMENTED)
    assert problem.path == ("events", 2, "attributes", 0, "value")
    assert "event 1" in problem.message
    assert problem.fix is None


@pytest.mark.parametrize(
    ("first", "second", "put"),
    [
        (number("1"), text("2"), number("2")),
        (TRUE, text("False"), Value(Kind.BOOLEAN, "false")),
        (DATE, text("06/20/2025"), Value(Kind.DATE, "2025-06-20")),
    ],
)
def test_the_second_becomes_what_the_first_is(first: Value, second: Value, put: Value) -> None:
    value = two(first, second)
    problem = next(each for each in problems(value) if each.code == "type-mixed")
    after = mended(value, problem)
    assert after == two(first, put)
    assert codes(after) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (number("1"), number("2.0")),
        (text("a"), text("b")),
        (text("a"), DATE),
        (DATE, number("1767225600")),
        (number("1"), Value(Kind.NULL, "null")),
        (DATE, Value(Kind.DATE, "1767225600", forced=True)),
    ],
)
def test_types_that_agree(first: Value, second: Value) -> None:
    assert codes(two(first, second)) == []


def test_events_of_other_names_are_other_properties() -> None:
    assert codes(with_events(event("a", tier=number("1")), event("b", tier=text("x")))) == []


def test_what_the_history_knows_of_a_property_goes_before_the_draft() -> None:
    value = two(number("1"), text("gold"))
    known = Known(property_kinds={("e", "tier"): frozenset({Kind.NUMBER, Kind.TEXT})})
    assert codes(value, known) == []


def test_a_key_in_two_spellings() -> None:
    value = with_events(event("a", plan=text("x")), event("b", Plan=text("x"), other=text("x")))
    problem = only(value, "key-near")
    assert (problem.severity, problem.basis) == (Severity.WARNING, Basis.DOCUMENTED)
    assert problem.path == ("events", 1, "attributes", 0, "key")
    assert mended(value, problem).events[1].attributes[0].key == "plan"


def test_a_key_is_not_given_to_an_event_that_has_it() -> None:
    value = with_events(event("a", plan=text("x")), event("b", Plan=text("x"), plan=text("x")))
    found = problems(value)
    # The event itself holds both: that is said once, at its second.
    assert [(each.code, each.path[3], label(each)) for each in found] == [
        ("key-near", 1, "Keep “Plan” only")
    ]


def test_a_known_spelling_goes_before_the_first_one() -> None:
    value = with_events(event("a", plan=text("x")), event("b", Plan=text("x")))
    known = Known(property_kinds={("b", "Plan"): frozenset({Kind.TEXT})})
    problem = only(value, "key-near", known)
    assert problem.path == ("events", 0, "attributes", 0, "key")
    assert mended(value, problem, known).events[0].attributes[0].key == "Plan"


def test_a_doubtful_spelling_is_not_proposed() -> None:
    first = replace(event("a"), attributes=(Pair(" plan", text("x")),))
    value = with_events(first, event("b", Plan=text("x")))
    assert [each.code for each in problems(value) if each.path[1] == 1] == []


def test_an_event_name_in_two_spellings() -> None:
    value = with_events(event("signed up"), event("Signed up"), event("signed out"))
    problem = only(value, "event-name-near")
    assert (problem.severity, problem.basis) == (Severity.WARNING, Basis.DOCUMENTED)
    assert problem.path == ("events", 1, "name")
    assert mended(value, problem).events[1].name == "signed up"


def test_a_draft_that_is_inconsistent_throughout_says_so_often_enough() -> None:
    value = with_events(
        *(event("e", tier=number("1") if i % 2 else text("gold")) for i in range(500))
    )
    assert codes(value).count("type-mixed") == MOST_REPORTED
