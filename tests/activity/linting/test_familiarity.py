"""What is unlike anything that was sent before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appcues_console.activity.draft import Draft, Pair
from appcues_console.activity.known import PROFILE, Known
from appcues_console.activity.linting.familiarity import MOST_COMPARED
from appcues_console.activity.problems import Basis, Severity
from appcues_console.activity.values import Kind, Value
from tests.activity.linting.drafts import (
    GOOD,
    codes,
    event,
    mended,
    number,
    only,
    problems,
    text,
    with_events,
    with_value,
)

DATE = Value(Kind.DATE, "2025-01-31")
TRUE = Value(Kind.BOOLEAN, "true")
BOOLEAN_KIND, DATE_KIND = Kind.BOOLEAN, Kind.DATE


def before(*kinds: Kind, key: str = "field", scope: str = PROFILE) -> Known:
    return Known(property_kinds={(scope, key): frozenset(kinds)})


@pytest.mark.parametrize(
    ("kinds", "value", "said", "put"),
    [
        ([Kind.NUMBER], text("gold"), "was a number before and is a text here", None),
        ([Kind.NUMBER], text("5"), "was a number before and is a text here", number("5")),
        ([Kind.NUMBER], TRUE, "was a number before and is true/false here", None),
        ([Kind.NUMBER], DATE, "was a number before and is a date here", None),
        ([Kind.TEXT], number("5"), "was a text before and is a number here", text("5")),
        ([Kind.TEXT], TRUE, "was a text before and is true/false here", text("true")),
        ([Kind.BOOLEAN], text("True"), "was true/false before and is a text here", TRUE),
        ([Kind.BOOLEAN], number("1"), "was true/false before and is a number here", None),
        ([Kind.DATE], text("01/31/2025"), "was a date before and is a text here", DATE),
        ([Kind.DATE], text("05/06/2025"), "was a date before and is a text here", None),
        ([Kind.NUMBER, Kind.DATE], text("x"), "was a date and a number before and is a te", None),
    ],
)
def test_a_property_of_another_type(
    kinds: list[Kind], value: Value, said: str, put: Value | None
) -> None:
    known = before(*kinds)
    problem = next(each for each in problems(with_value(value), known) if each.code == "type-drift")
    assert (problem.severity, problem.basis) == (Severity.WARNING, Basis.OBSERVED)
    assert problem.path == ("profile", 0, "value")
    assert f"“field” {said}" in problem.message
    if put is None:
        assert problem.fix is None
    else:
        after = mended(with_value(value), problem, known)
        assert after == with_value(put)
        assert codes(after, known) == []


@pytest.mark.parametrize(
    ("kinds", "value"),
    [
        ([Kind.NUMBER], number("5")),
        ([Kind.NUMBER], Value(Kind.NULL, "null")),
        ([Kind.TEXT], DATE),
        ([Kind.DATE], number("1767225600")),
        ([Kind.TEXT, Kind.NUMBER], number("5")),
        ([], number("5")),
    ],
)
def test_what_may_stand_there(kinds: list[Kind], value: Value) -> None:
    assert codes(with_value(value), before(*kinds)) == []


def test_a_number_too_large_stays_a_text() -> None:
    large = with_value(text("12345678901234567890"))
    assert only(large, "type-drift", before(Kind.NUMBER)).fix is None


def test_what_was_always_text_may_look_like_a_number() -> None:
    for value in (text("42"), text("true")):
        assert codes(with_value(value), before(Kind.TEXT)) == []
        assert len(codes(with_value(value), before(Kind.TEXT, Kind.DATE))) == 1
        assert len(codes(with_value(value), before(Kind.TEXT, key="other"))) == 1


def test_the_scope_of_an_attribute_is_its_event() -> None:
    value = with_events(event("e", tier=number("1")))
    assert codes(value, before(Kind.TEXT, key="tier", scope="e")) == ["type-drift"]
    assert codes(value, before(Kind.TEXT, key="tier", scope="other")) == []
    assert codes(value, before(Kind.TEXT, key="tier")) == []
    # An event that has no name yet is not the profile.
    assert codes(with_events(event("", tier=number("1"))), before(Kind.TEXT, key="tier")) == [
        "event-name-missing"
    ]


def test_a_key_that_only_looks_like_a_known_one() -> None:
    known = Known(
        property_kinds={
            (PROFILE, "Plan"): frozenset({Kind.TEXT}),
            (PROFILE, " plan"): frozenset({Kind.TEXT}),
        }
    )
    value = replace(GOOD, profile=(Pair("plan", text("x")),))
    problem = only(value, "key-near", known)
    assert (problem.severity, problem.basis) == (Severity.WARNING, Basis.OBSERVED)
    assert mended(value, problem, known).profile == (Pair("Plan", text("x")),)
    both = replace(GOOD, profile=(Pair("Plan", text("x")), Pair("plan", text("x"))))
    for value in (both, replace(both, profile=both.profile[::-1])):
        problem = only(value, "key-near", known)
        assert mended(value, problem, known).profile == (Pair("Plan", text("x")),)
    differing = replace(GOOD, profile=(Pair("plan", text("x")), Pair("Plan", text("y"))))
    problem = only(differing, "key-near", known)
    after = mended(differing, problem, known).profile
    assert after == (Pair("Plan", text("x")), Pair("Plan", text("y")))


def test_an_event_that_only_looks_like_a_known_one() -> None:
    known = Known(property_kinds={("Signed up", ""): frozenset()})
    value = with_events(event("signed up"), event("signed up"))
    found = problems(value, known)
    assert [(each.code, each.basis) for each in found] == [("event-name-near", Basis.OBSERVED)] * 2
    assert mended(value, found[0], known).events[0].name == "Signed up"
    assert codes(with_events(event("Signed up"), event("Signed out")), known) == []


class Alike:
    """Takes every key for one known key, and remembers what it was asked."""

    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []

    def person(self, _user_id: str, /) -> str | None:
        return None

    def key(self, scope: str, key: str) -> str | None:
        self.asked.append((scope, key))
        return self.answer


def fields(*keys: str) -> Draft:
    return replace(GOOD, profile=tuple(Pair(key, text("x")) for key in keys))


def test_a_key_spelled_almost_like_a_known_one() -> None:
    likeness = Alike("company")
    known = Known(property_kinds={(PROFILE, "company"): frozenset()}, likeness=likeness)
    problem = only(fields("comapny"), "key-alike", known)
    assert (problem.severity, problem.basis) == (Severity.WARNING, Basis.OBSERVED)
    assert problem.path == ("profile", 0, "key")
    assert mended(fields("comapny"), problem, known) == fields("company")
    assert codes(fields("company"), known) == []
    assert problems(fields("company", "comapny"), known)[0].fix is None
    # A scope of which nothing is known is not asked for.
    assert {scope for scope, _ in likeness.asked} == {PROFILE}


def test_a_doubtful_known_key_is_not_proposed() -> None:
    known = Known(property_kinds={(PROFILE, "a"): frozenset()}, likeness=Alike("company "))
    assert codes(fields("comapny"), known) == []


def test_only_so_many_keys_are_compared() -> None:
    likeness = Alike(None)
    known = Known(property_kinds={(PROFILE, "company"): frozenset()}, likeness=likeness)
    codes(fields(*(f"key {i}" for i in range(2 * MOST_COMPARED))), known)
    assert len(likeness.asked) == MOST_COMPARED


def test_nothing_known_changes_nothing() -> None:
    value = with_events(event("e", tier=text("5"), _x=number("1e400")))
    assert problems(value, Known()) == problems(value)
