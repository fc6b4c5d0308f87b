"""Old times come up to the send with their distances, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity import times
from appcues_console.activity.draft import Draft, Event, example
from appcues_console.activity.refresh import has_fixed_times, refreshed
from appcues_console.activity.times import EventTime, Written
from tests.activity.strategies import drafts

NEWEST = 1_452_690_322_000  # 2016-01-13T13:05:22Z
DAY = 86_400_000


def at(*texts: str, written: Written = Written.ISO) -> Draft:
    return Draft("user-7", tuple(Event("e", EventTime(text, written)) for text in texts))


def texts(draft: Draft) -> list[str]:
    return [event.time.text for event in draft.events]


def test_one_event_is_at_send() -> None:
    fresh = refreshed(at("2016-01-13T13:05:22.000Z"))
    assert texts(fresh.draft) == ["at send"]
    assert fresh.exact


def test_the_newest_is_at_send_and_the_others_keep_their_distance() -> None:
    draft = at("2016-01-10T13:05:22Z", "1452690322", "2016-01-13T11:05:22Z", "1452690321000")
    fresh = refreshed(draft)
    assert texts(fresh.draft) == [
        "3 days before send",
        "at send",
        "2 hours before send",
        "1 second before send",
    ]
    assert fresh.exact


@pytest.mark.parametrize(
    ("distance", "text", "exact"),
    [
        (0, "at send", True),
        (400, "at send", False),
        (1_600, "2 seconds before send", False),
        (14 * DAY, "2 weeks before send", True),
        (999_999_000, "999999 seconds before send", True),
        (999_999_000 + 61_000, "16668 minutes before send", False),
        (4_000 * DAY + 60_000, "96000 hours before send", False),
    ],
)
def test_a_distance_that_no_offset_says_is_rounded_and_told(
    distance: int, text: str, exact: bool
) -> None:
    fresh = refreshed(at(str(NEWEST), times.iso(NEWEST - distance)))
    assert texts(fresh.draft) == ["at send", text]
    assert fresh.exact is exact


def test_how_a_time_is_written_stays() -> None:
    fresh = refreshed(at("1452690322", written=Written.SECONDS))
    assert fresh.draft.events[0].time == EventTime("at send", Written.SECONDS)


def test_what_counts_from_the_send_or_is_no_time_stays() -> None:
    draft = at("at send", "3 days before send", "yesterday", "")
    assert not has_fixed_times(draft)
    assert refreshed(draft).draft == draft


def test_a_mixed_draft_changes_only_its_fixed_times() -> None:
    draft = at("3 days before send", "2016-01-13")
    assert has_fixed_times(draft)
    assert texts(refreshed(draft).draft) == ["3 days before send", "at send"]


@given(drafts())
def test_nothing_but_times_changes_and_none_is_fixed_any_more(draft: Draft) -> None:
    fresh = refreshed(draft).draft
    assert not has_fixed_times(fresh)
    back = zip(fresh.events, draft.events, strict=True)
    same = tuple(replace(new, time=old.time) for new, old in back)
    assert replace(fresh, events=same) == draft


@given(st.lists(st.integers(0, 999_999), min_size=1, max_size=5))
def test_seconds_apart_are_seconds_apart_again(apart: list[int]) -> None:
    draft = at(*(times.iso(NEWEST - 1_000 * each) for each in apart))
    meant = [times.meaning(text) for text in texts(refreshed(draft).draft)]
    nearest = min(apart)
    assert [said.milliseconds if said else None for said in meant] == [
        1_000 * (nearest - each) for each in apart
    ]


def test_the_example_has_nothing_to_refresh() -> None:
    assert refreshed(example()).draft == example()


def test_an_empty_list_of_events_stays_in_the_body() -> None:
    draft = Draft("user-7", order=("events", "profile_update"))
    assert refreshed(draft).draft == draft
