"""Fixes: one edit each, and none in a field that holds another thing by now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appcues_console.activity.draft import Draft, Event, Pair, RequestIdMode
from appcues_console.activity.fixes import NOTHING, apply, content
from appcues_console.activity.jsontext import Number
from appcues_console.activity.problems import Fix, Path
from appcues_console.activity.times import EventTime
from appcues_console.activity.values import Kind, Value

ROW = Pair("a", Value(text="x"))
EVENT = Event("e", attributes=(ROW,), order=("name", "attributes", "id"), extra=(("id", True),))
DRAFT = Draft(
    user_id="u",
    events=(Event("first"), EVENT),
    profile=(Pair(), ROW),
    request_id="r",
    request_id_mode=RequestIdMode.GIVEN,
    order=("events", "profile_update", "x"),
    extra=(("x", Number("1")),),
)


@pytest.mark.parametrize(
    ("path", "there"),
    [
        (("body",), DRAFT),
        (("user_id",), "u"),
        (("request_id",), "r"),
        (("extra", "x"), Number("1")),
        (("extra", "y"), NOTHING),
        (("profile", 1), ROW),
        (("profile", 1, "key"), "a"),
        (("profile", 0, "value"), Value()),
        (("profile", 2), NOTHING),
        (("profile", -1), NOTHING),
        (("profile", 1, "other"), NOTHING),
        (("profile",), NOTHING),
        (("events", 1), EVENT),
        (("events", 1, "name"), "e"),
        (("events", 0, "time"), EventTime()),
        (("events", 1, "extra", "id"), True),
        (("events", 1, "extra", "x"), NOTHING),
        (("events", 1, "attributes", 0, "key"), "a"),
        (("events", 1, "attributes", 1), NOTHING),
        (("events", 1, "other"), NOTHING),
        (("events", 2), NOTHING),
        (("events", -1), NOTHING),
        (("account_id",), NOTHING),
        ((), NOTHING),
    ],
)
def test_what_stands_at_a_path(path: Path, there: object) -> None:
    assert content(DRAFT, path) == there


NULL = Value(Kind.NULL, "null")


@pytest.mark.parametrize(
    ("fix", "path", "after"),
    [
        (Fix("", ("user_id",), "u", "v"), ("user_id",), "v"),
        (Fix("", ("request_id",), "r", "s"), ("request_id",), "s"),
        (Fix("", ("extra", "x"), Number("1"), None), ("extra", "x"), NOTHING),
        (Fix("", ("profile", 0), Pair(), None), ("profile", 0), ROW),
        (Fix("", ("profile", 1, "key"), "a", "b"), ("profile", 1), replace(ROW, key="b")),
        (
            Fix("", ("profile", 1, "value"), Value(text="x"), NULL),
            ("profile", 1),
            replace(ROW, value=NULL),
        ),
        (Fix("", ("events", 1, "name"), "e", "f"), ("events", 1), replace(EVENT, name="f")),
        (
            Fix("", ("events", 1, "time"), EventTime(), EventTime("now")),
            ("events", 1, "time"),
            EventTime("now"),
        ),
        (
            Fix("", ("events", 1, "extra", "id"), True, None),
            ("events", 1),
            replace(EVENT, extra=(), order=("name", "attributes")),
        ),
        (
            Fix("", ("events", 1, "attributes", 0), ROW, None),
            ("events", 1),
            replace(EVENT, attributes=(), order=("name", "id")),
        ),
        (
            Fix("", ("events", 1, "attributes", 0, "value"), Value(text="x"), NULL),
            ("events", 1, "attributes", 0, "value"),
            NULL,
        ),
        (Fix("", ("events", 0), Event("first"), None), ("events", 0), EVENT),
    ],
)
def test_one_edit(fix: Fix, path: Path, after: object) -> None:
    mended = apply(DRAFT, fix)
    assert content(mended, path) == after
    assert mended != DRAFT
    # What it was made for is no longer there: the same fix changes nothing more.
    assert apply(mended, fix) == mended


@pytest.mark.parametrize(
    "fix",
    [
        Fix("", ("user_id",), "w", "v"),
        Fix("", ("profile", 1, "value"), Value(), NULL),
        Fix("", ("profile", 9), ROW, None),
        Fix("", ("profile", 1), ROW, "text"),
        Fix("", ("events", 7, "name"), "e", "f"),
        Fix("", ("events", 1, "name"), "e", None),
        Fix("", ("events", 0), Event("first"), "text"),
        Fix("", ("account_id",), "1", "2"),
        Fix("", ("body",), DRAFT, None),
    ],
)
def test_what_does_not_fit_changes_nothing(fix: Fix) -> None:
    assert apply(DRAFT, fix) == DRAFT


def test_the_last_field_takes_its_object_out_of_the_body() -> None:
    draft = Draft(profile=(ROW,), order=("profile_update",))
    assert apply(draft, Fix("", ("profile", 0), ROW, None)) == Draft()


def test_of_an_unknown_member_the_last_is_what_stands_there() -> None:
    # A hand-made draft; text with a key twice is refused.
    draft = Draft(extra=(("x", True), ("x", False)))
    assert apply(draft, Fix("", ("extra", "x"), False, None)) == Draft()
