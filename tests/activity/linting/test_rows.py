"""Rows by themselves, and the order of what is said of them."""

from __future__ import annotations

import pytest

from appcues_console.activity.draft import Pair
from appcues_console.activity.linting.instant import Tense
from appcues_console.activity.linting.rows import ProfileFindings, Row, in_order, rows_of
from appcues_console.activity.problems import warning
from appcues_console.activity.values import Kind, Value
from tests.activity.linting.drafts import number, text

ROWS = (Pair(), Pair("a", number("1")), Pair("", text("x")), Pair("b", Value(Kind.NULL, "null")))


def test_rows_with_a_key_are_compared() -> None:
    assert rows_of(ROWS) == (Row(1, ROWS[1], Kind.NUMBER), Row(3, ROWS[3], None))


def test_the_profile_by_itself() -> None:
    profile = ProfileFindings((*ROWS, Pair("a", text("5"))))
    assert profile.name is None
    assert [row.number for row in profile.rows] == [1, 3, 4]
    assert [(each.code, each.path) for each in profile.placed(7, Tense.OLD)] == [
        ("key-empty", ("profile", 2, "key")),
        ("key-duplicate", ("profile", 4, "key")),
        ("number-as-text", ("profile", 4, "value")),
    ]


def test_problems_stand_in_the_order_of_the_form() -> None:
    paths = [
        ("events", 0, "name"),
        ("events", 0, "time"),
        ("events", 0, "attributes", 2, "key"),
        ("events", 0, "attributes", 2, "value"),
        ("events", 0, "attributes", 10, "key"),
    ]
    problems = [warning("code", path, "It is so.") for path in reversed(paths)]
    assert [each.path for each in in_order(problems)] == paths
    with pytest.raises(ValueError, match="user_id"):
        in_order([warning("code", ("user_id",), "It is so.")])
