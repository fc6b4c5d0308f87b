from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.exchange import Outcome
from appcues_console.ui.history.wording import (
    LONGEST_SHOWN,
    brief,
    counted,
    one_line,
    spoken,
    told,
    verdict,
    when,
    when_exactly,
)
from tests.ui.fake_engine import summary

ZONE = timezone(timedelta(hours=2))
NOW = datetime(2025, 11, 24, 14, 30, tzinfo=ZONE)


def instant(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=ZONE).timestamp() * 1000)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("at", "short", "exact"),
    [
        (instant(2025, 11, 24, 14, 2), "14:02", "14:02"),
        (instant(2025, 11, 24, 0, 0), "00:00", "00:00"),
        (instant(2025, 11, 23, 23, 59), "yesterday", "yesterday 23:59"),
        (instant(2025, 11, 22, 8, 5), "22 Nov", "22 Nov 08:05"),
        (instant(2024, 3, 1, 8, 5), "1 Mar 2024", "1 Mar 2024 08:05"),
        # The clock was set back since: the date tells more than a time alone.
        (instant(2025, 11, 25, 9, 0), "25 Nov", "25 Nov 09:00"),
    ],
)
def test_a_time_is_as_short_as_its_day_allows(at: int, short: str, exact: str) -> None:
    assert when(at, NOW) == short
    assert when_exactly(at, NOW) == exact


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("user-42", "user-42"),
        ("two\nlines", "two↵lines"),
        ("a\tb\rc", "a⇥b␍c"),
        ("a\\tb", "a\\tb"),
        ("👩\u200d👩\u200d👧 x", "👩\u200d👩\u200d👧 x"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("👩🏽\u200d🚀\n", "👩🏽\u200d🚀↵"),
        ("us\u200der", "us\\u200der"),
        ("👩\u200d", "👩\\u200d"),
        ("\u200d👩", "\\u200d👩"),
        ("👩\u200d\u202e👩", "👩\\u200d\\u202e👩"),
        ("\u202egnirts", "\\u202egnirts"),
        ("half \ud83d", "half \\ud83d"),
        ("nul\0", "nul\\u0000"),
        ("שלום", "שלום"),
        ("<b>", "<b>"),
        ("tag \U000e0041", "tag \\U000e0041"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_its_escape(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text(st.characters()))
def test_any_text_becomes_one_short_line_that_can_be_shown(text: str) -> None:
    line = one_line(text)

    assert line.replace("\u200d", "").isprintable()
    line.encode()
    assert len(line) <= 10 * (LONGEST_SHOWN + 1)


def test_a_row_is_said_with_outcome_time_user_content_and_account() -> None:
    row = summary(1, "user-42", started_at=instant(2025, 11, 24, 14, 2))

    assert spoken(row, NOW) == "Accepted, 14:02, user-42, clicked widget · profile: team, Practice"


def test_what_was_not_accepted_is_said_with_its_status() -> None:
    rejected = summary(1, "u", "e", Outcome.REJECTED, 404, started_at=instant(2025, 11, 23, 9, 0))
    unknown = summary(2, outcome=Outcome.UNKNOWN, status=None)

    assert spoken(rejected, NOW) == "Rejected 404, yesterday 09:00, u, e, Practice"
    assert verdict(unknown) == "Unknown"
    assert verdict(summary(3)) == ""


def test_a_row_is_told_whole_to_whoever_points_at_it() -> None:
    row = summary(1, "user-42", started_at=instant(2025, 11, 23, 9, 0))

    assert told(row, NOW).splitlines() == [
        "Accepted 200, yesterday 09:00",
        "user-42",
        "clicked widget · profile: team",
        "Practice",
    ]
    assert told(replace(row, text=""), NOW).count("\n") == 2


def test_the_usual_outcome_is_brief() -> None:
    assert brief(summary(1)) == "200"
    assert brief(summary(1, status=None)) == "Accepted"


@pytest.mark.parametrize(
    ("found", "of", "text"),
    [
        (0, None, "0 exchanges"),
        (1, None, "1 exchange"),
        (1204, None, "1,204 exchanges"),
        (3, 1204, "3 of 1,204"),
    ],
)
def test_the_count(found: int, of: int | None, text: str) -> None:
    assert counted(found, of) == text
