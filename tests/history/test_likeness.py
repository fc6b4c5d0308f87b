"""Slips of a finger, and what only looks like one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.history.likeness import LONGEST, Likeness
from tests import effort

PEOPLE = (
    "maria@example.com",
    "user-42",
    "max",
    "jonathan",
    " jonathon ",
    "3f2b8c1e-9d4a-4c6b-8e1f-0a2b3c4d5e6f",
    "customer-000000000041",
)
KEYS = (
    ("", "plan_tier"),
    ("", "company"),
    ("", "address2"),
    ("signed up", "company_size"),
    ("signed up", ""),
)


@pytest.fixture(scope="module")
def likeness() -> Likeness:
    return Likeness(PEOPLE, KEYS)


@pytest.mark.parametrize(
    ("user_id", "meant"),
    [
        ("mria@example.com", "maria@example.com"),
        ("mariaa@example.com", "maria@example.com"),
        ("marla@example.com", "maria@example.com"),
        ("maira@example.com", "maria@example.com"),
        ("Mria@Example.com", "maria@example.com"),
        ("maria@example.org", None),
        ("uesr-42", "user-42"),
        ("user42", "user-42"),
        ("user-43", None),
        ("user-4", None),
        ("user-421", None),
        ("mux", None),
        ("jonathan", None),
        ("jonathen", "jonathan"),
        ("3f2b8c1e-9d4a-4c6b-8e1f-0a2b3c4d5e6e", "3f2b8c1e-9d4a-4c6b-8e1f-0a2b3c4d5e6f"),
        ("3f2b8c1e-9d4a-4c6b-8e1f-0a2b3c4d5e7f", "3f2b8c1e-9d4a-4c6b-8e1f-0a2b3c4d5e6f"),
        ("3f2b8c1e-9d4a-4c6b-8e1f-0a2b3c4d5eff6f", None),
        ("customer-000000000042", None),
        ("", None),
        ("\ud800" * 20, None),
    ],
)
def test_people(likeness: Likeness, user_id: str, meant: str | None) -> None:
    assert likeness.person(user_id) == meant


@pytest.mark.parametrize(
    ("scope", "key", "meant"),
    [
        ("", "planTier", "plan_tier"),
        ("", "plan tier", "plan_tier"),
        ("", "plan_teir", "plan_tier"),
        ("", "comany", "company"),
        ("", "address1", None),
        ("", "company_size", None),
        ("signed up", "companysize", "company_size"),
        ("signed up", "company", None),
        ("other", "comany", None),
        ("", "plan_tier", None),
    ],
)
def test_keys(likeness: Likeness, scope: str, key: str, meant: str | None) -> None:
    assert likeness.key(scope, key) == meant


def test_the_nearest_is_meant_and_of_two_as_near_the_latest() -> None:
    keys = Likeness((), [("", "plans"), ("", "plane"), ("", "plan_t")])
    assert keys.key("", "planT") == "plan_t"
    assert keys.key("", "plan") == "plans"
    assert Likeness(["anna", "anne"], ()).person("anni") == "anna"
    assert Likeness(["anne", "anna"], ()).person("anni") == "anne"


def test_nothing_known_is_like_nothing() -> None:
    assert Likeness((), ()).person("someone") is None
    assert Likeness((), ()).key("", "company") is None


def test_what_is_very_long_is_not_compared() -> None:
    long = "a" * LONGEST
    assert Likeness([long], ()).person(long + "b") is None
    assert Likeness([long], ()).person("b" + long[1:]) == long
    assert Likeness((), [("", long)]).key("", long + "b") is None


@given(st.lists(st.text(max_size=8), max_size=5), st.text(max_size=8))
def test_what_is_proposed_is_known_and_another(people: list[str], user_id: str) -> None:
    for found in (
        Likeness(people, ()).person(user_id),
        Likeness((), [("s", key) for key in people]).key("s", user_id),
    ):
        assert found is None or (found in people and found != user_id)


def test_two_hundred_questions_to_a_full_history_take_no_time() -> None:
    chance = random.Random(1)
    letters = "abcdefghijklmnop"
    keys = [("", "".join(chance.choices(letters, k=12))) for _ in range(5_000)]
    asked = ["".join(chance.choices(letters, k=12)) for _ in range(200)]
    likeness = Likeness((), keys)
    with effort.at_most(100):
        for key in asked:
            likeness.key("", key)
    # Each was asked about before.
    with effort.at_most(5):
        for key in asked:
            likeness.key("", key)
