"""Keys of attributes and profile fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appcues_console.activity.draft import Draft, Event, Pair
from appcues_console.activity.lint import AUTOMATIC_KEYS
from appcues_console.activity.problems import Basis, Severity
from appcues_console.activity.values import Value
from tests.activity.linting.drafts import (
    GOOD,
    codes,
    label,
    mended,
    only,
    problems,
    with_events,
    with_fields,
)

DOCUMENTED, OBSERVED, UNKNOWN = Basis.DOCUMENTED, Basis.OBSERVED, Basis.UNKNOWN


@pytest.mark.parametrize(
    ("key", "code", "basis", "put"),
    [
        ("_hostname", "key-automatic", DOCUMENTED, None),
        ("_pushEnabled", "key-automatic", DOCUMENTED, None),
        ("userId", "key-automatic", DOCUMENTED, None),
        ("_mine", "key-underscore", DOCUMENTED, "mine"),
        ("__", "key-underscore", DOCUMENTED, None),
        (" plan", "key-space-around", DOCUMENTED, "plan"),
        ("plan\u00a0", "key-space-around", DOCUMENTED, "plan"),
        (" ", "key-space-around", DOCUMENTED, None),
        ("plan\ttier", "key-space-inside", DOCUMENTED, "plan tier"),
        ("plan  tier", "key-space-inside", DOCUMENTED, "plan tier"),
        ("plan\u00a0tier", "key-space-inside", DOCUMENTED, "plan tier"),
        ("pl\u200ban", "key-invisible", DOCUMENTED, "plan"),
        ("plan\x00", "key-invisible", DOCUMENTED, "plan"),
        ("plan\udfff", "text-surrogate", UNKNOWN, "plan"),
        ("\udfff", "text-surrogate", UNKNOWN, None),
    ],
)
def test_what_is_doubtful(key: str, code: str, basis: Basis, put: str | None) -> None:
    value = with_fields(key)
    problem = only(value, code)
    assert (problem.severity, problem.basis) == (Severity.WARNING, basis)
    assert problem.path == ("profile", 0, "key")
    if put is None:
        assert problem.fix is None
    else:
        assert mended(value, problem).profile[0].key == put


@pytest.mark.parametrize("key", ["plan", "Plan Tier", "plan_tier_", "userid", "ключ", "0", "a.b-c"])
def test_any_other_is_fine(key: str) -> None:
    assert codes(with_fields(key)) == []


def test_the_automatic_keys_of_web_and_mobile_are_listed() -> None:
    assert len(AUTOMATIC_KEYS) == 40
    assert {"_appId", "_operatingSystem", "_isAnonymous"} < AUTOMATIC_KEYS


def test_a_value_without_a_key() -> None:
    problem = only(with_fields(""), "key-empty")
    assert problem.severity is Severity.ERROR
    assert problem.fix is None


def test_the_earlier_of_two_rows_with_one_key_can_be_removed() -> None:
    first, second = Pair("a", Value(text="x")), Pair("a", Value(text="y"))
    value = replace(GOOD, profile=(first, Pair(), second))
    problem = only(value, "key-duplicate")
    assert (problem.severity, problem.basis) == (Severity.ERROR, OBSERVED)
    assert problem.path == ("profile", 2, "key")
    assert label(problem) == "Remove profile field 1"
    assert mended(value, problem).profile == (Pair(), second)


def test_of_two_equal_rows_one_is_the_duplicate() -> None:
    row = Pair("a", Value(text="x"))
    value = with_events(Event("e", attributes=(row, row, row)))
    found = problems(value)
    assert [each.code for each in found] == ["key-duplicate"] * 2
    assert [each.path for each in found] == [("events", 0, "attributes", n, "key") for n in (1, 2)]
    assert label(found[0]) == "Remove the duplicate"
    after = mended(value, found[1])
    assert mended(after, only(after, "key-duplicate")).events[0].attributes == (row,)


@pytest.mark.parametrize(
    ("key", "other", "near"),
    [
        ("plan", "Plan", True),
        ("plan tier", "plantier", True),
        ("plan", "рlan", True),  # a Cyrillic р
        ("plan", "plans", False),
        ("plan_tier", "plan-tier", False),
    ],
)
def test_two_spellings_in_one_object(key: str, other: str, near: bool) -> None:
    value: Draft = with_fields(key, other)
    found = [each for each in problems(value) if each.code == "key-near"]
    assert [each.path for each in found] == [("profile", 1, "key")] * near
    assert [label(each) for each in found] == [f"Keep “{key}” only"] * near
    for each in found:
        assert mended(value, each).profile == value.profile[:1]


def test_of_two_spellings_with_two_values_both_rows_stay_for_the_person_to_choose() -> None:
    first, second = Pair("plan", Value(text="x")), Pair("Plan", Value(text="y"))
    value = replace(GOOD, profile=(first, second))
    problem = only(value, "key-near")
    assert label(problem) == "Use “plan”"
    after = mended(value, problem)
    assert after.profile == (first, Pair("plan", Value(text="y")))
    assert only(after, "key-duplicate").fix is not None


def test_a_spelling_that_speaks_against_itself_is_not_proposed() -> None:
    found = problems(with_fields("plan ", "plan"))
    assert [(each.code, label(each)) for each in found] == [
        ("key-space-around", "Remove the white space"),
        ("key-near", None),
    ]
