"""Values: what cannot be written, and what is taken for another type."""

from __future__ import annotations

import pytest
from hypothesis import given

from appcues_console.activity.draft import Pair
from appcues_console.activity.linting.value import (
    beyond_exact,
    flawless,
    repaired_number,
    value_problems,
)
from appcues_console.activity.problems import Basis, Severity
from appcues_console.activity.values import Kind, Value
from tests.activity.linting.drafts import codes, label, mended, only, text, with_value
from tests.activity.linting.strategies import values as doubtful_values
from tests.activity.strategies import texts

DOCUMENTED, UNKNOWN = Basis.DOCUMENTED, Basis.UNKNOWN
NULL = Value(Kind.NULL, "null")


def forced(kind: Kind, spelled: str) -> Value:
    return Value(kind, spelled, forced=True)


@pytest.mark.parametrize(
    ("value", "code", "put"),
    [
        (forced(Kind.NUMBER, "NaN"), "number-not-finite", NULL),
        (forced(Kind.NUMBER, " -Infinity"), "number-not-finite", NULL),
        (forced(Kind.NUMBER, "inf"), "number-not-finite", NULL),
        (forced(Kind.NUMBER, ""), "value-bad", NULL),
        (forced(Kind.NUMBER, "1,5"), "value-bad", Value(Kind.NUMBER, "1.5")),
        (forced(Kind.NUMBER, " 42 "), "value-bad", Value(Kind.NUMBER, "42")),
        (forced(Kind.NUMBER, "1,234"), "value-bad", text("1,234")),
        (forced(Kind.NUMBER, "many"), "value-bad", Value(Kind.TEXT, "many")),
        (forced(Kind.BOOLEAN, "True"), "value-bad", Value(Kind.BOOLEAN, "true")),
        (forced(Kind.BOOLEAN, "no"), "value-bad", Value(Kind.BOOLEAN, "false")),
        (forced(Kind.BOOLEAN, "maybe"), "value-bad", Value(Kind.TEXT, "maybe")),
        (forced(Kind.DATE, "06/20/2025"), "value-bad", Value(Kind.DATE, "2025-06-20")),
        (forced(Kind.DATE, " 2025-06-20"), "value-bad", forced(Kind.DATE, "2025-06-20")),
        (forced(Kind.DATE, "soon"), "value-bad", Value(Kind.TEXT, "soon")),
        (forced(Kind.JSON, "[1,"), "value-bad", Value(Kind.TEXT, "[1,")),
    ],
)
def test_what_cannot_be_written(value: Value, code: str, put: Value) -> None:
    problem = only(with_value(value), code)
    assert (problem.severity, problem.basis) == (Severity.ERROR, DOCUMENTED)
    assert problem.path == ("profile", 0, "value")
    after = mended(with_value(value), problem).profile[0].value
    assert (after.kind, after.text) == (put.kind, put.text)


@pytest.mark.parametrize(
    ("value", "code", "basis", "put"),
    [
        (Value(Kind.JSON, " [1]"), "value-nested", DOCUMENTED, None),
        (Value(Kind.JSON, "{}"), "value-nested", DOCUMENTED, None),
        (Value(), "value-empty", DOCUMENTED, NULL),
        (text("42"), "number-as-text", DOCUMENTED, Value(Kind.NUMBER, "42")),
        (text(" -1.50e3 "), "number-as-text", DOCUMENTED, Value(Kind.NUMBER, "-1.50e3")),
        (text("true"), "boolean-as-text", DOCUMENTED, Value(Kind.BOOLEAN, "true")),
        (text("FALSE "), "boolean-as-text", DOCUMENTED, Value(Kind.BOOLEAN, "false")),
        (text("null"), "null-as-text", DOCUMENTED, NULL),
        (text("undefined"), "null-as-text", DOCUMENTED, NULL),
        (text("NaN"), "null-as-text", DOCUMENTED, NULL),
        (text("-Infinity"), "null-as-text", DOCUMENTED, NULL),
        (text("06/20/2025"), "date-as-text", DOCUMENTED, Value(Kind.DATE, "2025-06-20")),
        (
            text("Fri, 20 Jun 2025 10:00:00 GMT"),
            "date-as-text",
            DOCUMENTED,
            Value(Kind.DATE, "2025-06-20T10:00:00Z"),
        ),
        (text(" blue"), "value-space-around", DOCUMENTED, Value(Kind.TEXT, "blue")),
        (text("  "), "value-space-around", DOCUMENTED, Value(Kind.TEXT, "")),
        (
            Value(Kind.NUMBER, "-9007199254740993"),
            "number-inexact",
            UNKNOWN,
            text("-9007199254740993"),
        ),
        (Value(Kind.NUMBER, "1" * 6_000), "number-inexact", UNKNOWN, text("1" * 6_000)),
        (Value(Kind.NUMBER, "1e400"), "number-inexact", UNKNOWN, text("1e400")),
        (
            Value(Kind.DATE, "2025-01-31T10:00:00"),
            "date-zone",
            UNKNOWN,
            Value(Kind.DATE, "2025-01-31T10:00:00Z"),
        ),
        (text("2025-01-31 10:00"), "date-zone", UNKNOWN, text("2025-01-31 10:00Z")),
        (
            forced(Kind.DATE, "1767225600123"),
            "date-milliseconds",
            UNKNOWN,
            forced(Kind.DATE, "1767225600"),
        ),
        (
            forced(Kind.DATE, "-1767225600000000"),
            "date-milliseconds",
            UNKNOWN,
            forced(Kind.DATE, "-1767225600"),
        ),
        (
            Value(Kind.NUMBER, "1763985600000"),
            "number-milliseconds",
            UNKNOWN,
            Value(Kind.NUMBER, "1763985600"),
        ),
        (
            Value(Kind.NUMBER, "1420070400123"),
            "number-milliseconds",
            UNKNOWN,
            Value(Kind.NUMBER, "1420070400"),
        ),
        (text("a\ud800"), "text-surrogate", UNKNOWN, Value(Kind.TEXT, "a")),
        (
            Value(Kind.JSON, '"a\ud800"', forced=True),
            "text-surrogate",
            UNKNOWN,
            forced(Kind.JSON, '"a"'),
        ),
    ],
)
def test_what_is_doubtful(value: Value, code: str, basis: Basis, put: Value | None) -> None:
    problem = only(with_value(value), code)
    assert (problem.severity, problem.basis) == (Severity.WARNING, basis)
    assert problem.path == ("profile", 0, "value")
    after = mended(with_value(value), problem).profile
    if put is None:
        assert after == ()
    else:
        assert (after[0].value.kind, after[0].value.text) == (put.kind, put.text)


@pytest.mark.parametrize(
    "value",
    [
        Value(Kind.NUMBER, "9007199254740992"),
        Value(Kind.NUMBER, "-0.5E-3"),
        Value(Kind.NUMBER, "176722560012"),
        Value(Kind.NUMBER, "1420070399999"),
        Value(Kind.NUMBER, "2051222400000"),
        Value(Kind.NUMBER, "4915112345678"),
        Value(Kind.NUMBER, "-1767225600123"),
        Value(Kind.NUMBER, "1767225600"),
        Value(Kind.NUMBER, "5"),
        forced(Kind.DATE, "31536000"),
        forced(Kind.DATE, "-1"),
        Value(Kind.BOOLEAN, "true"),
        Value(Kind.DATE, "2025-01-31"),
        Value(Kind.DATE, "2025-01-31T10:00:00+01:00"),
        forced(Kind.DATE, "1767225600"),
        forced(Kind.DATE, "Jan 1, 2025 10:00:00 PM"),
        text("Jan 1, 2025 10:00:00 PM"),
        text("2025-01-31"),
        Value(Kind.JSON, '"x"'),
        Value(Kind.NULL, "null"),
        Value(Kind.NULL, "\ud800"),
        text("42 widgets"),
        text("007"),
        text("12345678901234567890"),
        text("1e999"),
        text("none"),
        text("1.2.3"),
        text("two\nlines"),
        text("🙂"),
    ],
)
def test_any_other_is_fine(value: Value) -> None:
    assert codes(with_value(value)) == []


def test_a_date_that_may_be_two_says_both_and_is_left_alone() -> None:
    problem = only(with_value(text("05/06/2025")), "date-as-text")
    assert "2025-05-06" in problem.message
    assert "2025-06-05" in problem.message
    assert problem.fix is None


@pytest.mark.parametrize("spelled", ["0", "1767225", "31535999"])
def test_a_date_of_1970_may_lack_digits(spelled: str) -> None:
    problem = only(with_value(forced(Kind.DATE, spelled)), "date-1970")
    assert (problem.severity, problem.basis) == (Severity.WARNING, UNKNOWN)
    assert problem.fix is None


def test_a_fix_says_what_it_will_write() -> None:
    assert label(only(with_value(text("20.06.2025")), "date-as-text")) == "Write 2025-06-20"
    assert label(only(with_value(forced(Kind.NUMBER, "+5")), "value-bad")) == "Write 5"
    long = only(with_value(forced(Kind.NUMBER, " " + "1" * 10_000)), "value-bad")
    assert label(long) == "Write it as JSON does"


@pytest.mark.parametrize(
    ("spelled", "number"),
    [
        ("1,5", "1.5"),
        ("0,123", "0.123"),
        ("-0,125", "-0.125"),
        ("1,234", None),
        ("1.234,5", None),
        ("1,2,3", None),
        (".5", "0.5"),
        ("-.5e3", "-0.5e3"),
        ("5.", "5"),
        ("+5", "5"),
        ("007", "7"),
        ("-00", "-0"),
        ("1 000 000", "1000000"),
        ("1\u00a0000,5", "1000.5"),
        ("1_000", "1000"),
        ("1 2", None),
        ("12 34", None),
        ("٤٢", None),
        ("0x10", None),
        ("", None),
        (".", None),
        ("-", None),
        ("e5", None),
        ("e05", None),
        ("5%", None),
    ],
)
def test_numbers_in_other_spellings(spelled: str, number: str | None) -> None:
    assert repaired_number(spelled) == number


@pytest.mark.parametrize(
    ("spelled", "beyond"),
    [
        ("9007199254740992", False),
        ("9007199254740993", True),
        ("-9007199254740993", True),
        ("9" * 10_000, True),
        ("1e99", False),
        ("0.1", False),
    ],
)
def test_whole_numbers_that_not_everybody_can_hold(spelled: str, beyond: bool) -> None:
    assert beyond_exact(spelled) is beyond


@given(doubtful_values | texts.map(text))
def test_what_is_flawless_at_a_glance_has_no_problem(value: Value) -> None:
    if flawless(value):
        assert list(value_problems(Pair("key", value), (), "attribute")) == []


@pytest.mark.parametrize(
    "value",
    [
        text("blue 42"),
        Value(Kind.NUMBER, "42"),
        Value(Kind.BOOLEAN, "false"),
        Value(Kind.NULL, "null"),
    ],
)
def test_what_is_flawless_at_a_glance(value: Value) -> None:
    assert flawless(value)
