"""What a typed time means, how it goes out, and the edges of the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity import times
from appcues_console.activity.jsontext import Members, Node, Number, parse
from appcues_console.activity.times import (
    EventTime,
    Meaning,
    Written,
    form_of,
    fragment,
    from_node,
    iso,
    meaning,
    typed,
)
from tests.activity.strategies import nodes, texts

NOW = 1_767_225_600_123  # 2026-01-01T00:00:00.123Z
DAY = 86_400_000


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("at send", Meaning(True, 0)),
        (" At Send ", Meaning(True, 0)),
        ("now", Meaning(True, 0)),
        ("3 days before send", Meaning(True, -3 * DAY)),
        ("1 hour after", Meaning(True, 3_600_000)),
        ("2Weeks  before send", Meaning(True, -14 * DAY)),
        ("0 seconds after send", Meaning(True, 0)),
        ("1452690322", Meaning(False, 1_452_690_322_000)),
        ("1452690322000", Meaning(False, 1_452_690_322_000)),
        ("99999999999", Meaning(False, 99_999_999_999_000)),
        ("100000000000", Meaning(False, 100_000_000_000)),
        ("-1", Meaning(False, -1_000)),
        ("-0", Meaning(False, 0)),
        ("2016-01-13T13:05:22.000Z", Meaning(False, 1_452_690_322_000)),
        ("2016-01-13T15:05:22+02:00", Meaning(False, 1_452_690_322_000)),
        ("2016-01-13 13:05:22", Meaning(False, 1_452_690_322_000, zoned=False)),
        ("2016-01-13", Meaning(False, 1_452_643_200_000, zoned=False)),
        ("1969-12-31T23:59:59.9999Z", Meaning(False, -1)),
        ("0001-01-01T00:00:00Z", Meaning(False, -62_135_596_800_000)),
        ("0001-01-01T00:00:00+14:00", Meaning(False, -62_135_646_800_000 - 400_000)),
        ("9999-12-31T23:59:59.999Z", Meaning(False, 253_402_300_799_999)),
        ("9999-12-31T23:59:59.999-14:00", Meaning(False, 253_402_351_199_999)),
    ],
)
def test_what_a_text_means(text: str, means: Meaning) -> None:
    assert meaning(text) == means


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "3 days",
        "1.5 days before send",
        "1234567 days before send",
        "1 month before send",
        "1.5",
        "1e3",
        "01",
        "+1",
        "1" * 20,
        "1" * 5_000,
        "2016-13-01",
        "2016-01-13T13:05:60Z",
        "0000-01-01",
        "2016-01-13T13:05Z junk",
        "NaN",
        "null",
        "١٤٥٢٦٩٠٣٢٢",
        "[" * 100_000,
        "\x00",
        "\ud800",
    ],
    ids=lambda text: repr(text[:24]),
)
def test_what_is_no_time_has_no_meaning_and_is_still_shown(text: str) -> None:
    assert meaning(text) is None
    json = fragment(EventTime(text), NOW)
    assert (
        json is None if not text.strip() else json is not None and parse(json) is not NotImplemented
    )


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (1_452_690_322_000, "2016-01-13T13:05:22.000Z"),
        (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
        (-61_000_000_000_000, "0036-12-26T11:33:20.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        (253_402_300_800_000, "253402300800000"),
        (-62_135_596_800_001, "-62135596800001"),
        (10**22, str(10**22)),
    ],
)
def test_instants_in_iso_8601(milliseconds: int, text: str) -> None:
    assert iso(milliseconds) == text
    assert times.has_iso(milliseconds) is text.endswith("Z")


@given(st.integers(-62_135_596_800_000, 253_402_300_799_999))
def test_an_iso_instant_means_itself(milliseconds: int) -> None:
    assert meaning(iso(milliseconds)) == Meaning(False, milliseconds)
    assert len(iso(milliseconds)) == 24


@pytest.mark.parametrize(
    ("time", "json"),
    [
        (EventTime(), '"2026-01-01T00:00:00.123Z"'),
        (EventTime("at send", Written.SECONDS), "1767225600"),
        (EventTime("at send", Written.MILLISECONDS), "1767225600123"),
        (EventTime("1 day before send"), '"2025-12-31T00:00:00.123Z"'),
        (EventTime("2016-01-13T15:05:22+02:00"), '"2016-01-13T15:05:22+02:00"'),
        (EventTime("2016-01-13T15:05:22+02:00", Written.SECONDS), "1452690322"),
        (EventTime("1452690322", Written.SECONDS), "1452690322"),
        (EventTime("1452690322", Written.MILLISECONDS), "1452690322000"),
        (EventTime("1452690322000", Written.MILLISECONDS), "1452690322000"),
        (EventTime("1452690322000", Written.ISO), '"2016-01-13T13:05:22.000Z"'),
        (EventTime("-0", Written.SECONDS), "-0"),
        (EventTime("-1500", Written.ISO), '"1969-12-31T23:35:00.000Z"'),
        (EventTime(""), None),
        (EventTime("  "), None),
        (EventTime("soon"), '"soon"'),
        (EventTime("1.50"), "1.50"),
        (EventTime("[1, 2]"), "[\n        1,\n        2\n      ]"),
        (EventTime('"at send"'), '"at send"'),
    ],
)
def test_how_a_time_goes_out(time: EventTime, json: str | None) -> None:
    assert fragment(time, NOW) == json


@given(nodes | texts)
def test_a_timestamp_that_was_read_is_written_again(node: Node) -> None:
    time = from_node(node)
    written = fragment(time, NOW)
    assert written is not None
    assert parse(written) == node
    assert "\n" not in time.text or isinstance(node, str)


@pytest.mark.parametrize(
    ("node", "time"),
    [
        (Number("1452690322"), EventTime("1452690322", Written.SECONDS)),
        (Number("1452690322000"), EventTime("1452690322000", Written.MILLISECONDS)),
        (Number("1" * 6_000), EventTime("1" * 6_000, Written.MILLISECONDS)),
        ("2025-01-31T13:05:00Z", EventTime("2025-01-31T13:05:00Z")),
        ("at send", EventTime('"at send"')),
        ("1452690322", EventTime('"1452690322"')),
        ("", EventTime('""')),
        (" 2025-01-31", EventTime('" 2025-01-31"')),
        ((Number("1"), Members((("a", None),))), EventTime('[1,{"a": null}]')),
    ],
)
def test_times_from_json(node: Node, time: EventTime) -> None:
    assert from_node(node) == time


CET = timezone(timedelta(hours=1), "CET")


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("at send", CET, "= 1 Jan 2026 01:00 CET (00:00 UTC) in the preview"),
        ("now", UTC, "= 1 Jan 2026 00:00 UTC in the preview"),
        (
            "1 hour before send",
            CET,
            "= 1 Jan 2026 00:00 CET (31 Dec 2025 23:00 UTC) in the preview",
        ),
        ("2025-11-24T12:00:00Z", CET, "= 24 Nov 2025 13:00 CET (12:00 UTC)"),
        ("2025-11-24T12:00:00.5-07:00", UTC, "= 24 Nov 2025 19:00:00.500 UTC"),
        ("2025-11-24T23:30:05Z", CET, "= 25 Nov 2025 00:30:05 CET (24 Nov 2025 23:30:05 UTC)"),
        ("2025-11-24T12:00:00", CET, "= 24 Nov 2025 13:00 CET (12:00 UTC), if it is read as UTC"),
        ("2025-11-24", UTC, "= 24 Nov 2025 00:00 UTC, if it is read as UTC"),
        ("1763985600", CET, "= 24 Nov 2025 13:00 CET (12:00 UTC), read as seconds"),
        ("1763985600007", UTC, "= 24 Nov 2025 12:00:00.007 UTC, read as milliseconds"),
        ("-1", UTC, "= 31 Dec 1969 23:59:59 UTC, read as seconds"),
        (
            "2025-11-24T12:00:00Z",
            timezone(timedelta(hours=-9, minutes=-30)),
            "= 24 Nov 2025 02:30 UTC-09:30 (12:00 UTC)",
        ),
        (
            "2025-11-24T12:00:00Z",
            timezone(timedelta(hours=1), "Central European Standard Time"),
            "= 24 Nov 2025 13:00 UTC+01:00 (12:00 UTC)",
        ),
        ("9999-12-31T23:59:59Z", CET, "= 31 Dec 9999 23:59:59 UTC"),
        ("0001-01-01T00:00:00Z", timezone(-timedelta(hours=1)), "= 1 Jan 1 00:00 UTC"),
        ("999999 weeks after send", UTC, ""),
        ("9" * 18, UTC, ""),
        ("3 d", UTC, ""),
        ("", UTC, ""),
    ],
)
def test_what_a_time_comes_to_in_words(text: str, zone: tzinfo, words: str) -> None:
    assert times.resolved(text, NOW, zone) == words


@given(texts | st.datetimes().map(datetime.isoformat) | st.integers().map(str))
def test_every_time_within_the_calendar_comes_to_something(text: str) -> None:
    said = meaning(text)
    somewhere = said is not None and times.has_iso(said.milliseconds + NOW * said.relative)
    assert bool(times.resolved(text, NOW)) is somewhere


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2025-01-31", Written.ISO),
        ("1452690322", Written.SECONDS),
        (" 1452690322000 ", Written.MILLISECONDS),
        ("9" * 10_000, Written.MILLISECONDS),
        ("at send", Written.ISO),
    ],
)
def test_the_form_a_fixed_time_is_spelled_in(text: str, form: Written) -> None:
    assert form_of(text) is form


def test_typing_a_fixed_time_brings_its_form_along() -> None:
    time = EventTime("at send", Written.SECONDS)
    assert typed(time, "2025-01-31") == EventTime("2025-01-31", Written.ISO)
    assert typed(time, "1 day before send") == EventTime("1 day before send", Written.SECONDS)
    assert typed(time, "202") == EventTime("202", Written.SECONDS)
    assert typed(time, "not yet") == EventTime("not yet", Written.SECONDS)
