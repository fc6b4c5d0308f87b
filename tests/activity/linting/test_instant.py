"""Times of events, seen from the moment of the send."""

from __future__ import annotations

import pytest

from appcues_console.activity.linting.instant import FUTURE_AFTER, STALE_AFTER, Tense, tense
from appcues_console.activity.problems import Basis, Severity
from appcues_console.activity.times import EventTime, Written, iso
from tests.activity.linting.drafts import NOW, codes, mended, only, problems, with_event

ERROR, WARNING = Severity.ERROR, Severity.WARNING
DOCUMENTED, UNKNOWN = Basis.DOCUMENTED, Basis.UNKNOWN
AT_SEND = EventTime("at send")
ISO, SECONDS, MILLISECONDS = Written.ISO, Written.SECONDS, Written.MILLISECONDS


@pytest.mark.parametrize(
    ("time", "code", "severity", "basis", "put"),
    [
        (EventTime(" "), "timestamp-missing", ERROR, DOCUMENTED, AT_SEND),
        (EventTime("yesterday"), "timestamp-bad", ERROR, DOCUMENTED, AT_SEND),
        (EventTime("1.5"), "timestamp-bad", ERROR, DOCUMENTED, AT_SEND),
        (
            EventTime("1767225599.25"),
            "timestamp-bad",
            ERROR,
            DOCUMENTED,
            EventTime("1767225599", SECONDS),
        ),
        (EventTime("12/31/2025"), "timestamp-bad", ERROR, DOCUMENTED, EventTime("2025-12-31")),
        (
            EventTime("31 Dec 2025 10:00 UTC", SECONDS),
            "timestamp-bad",
            ERROR,
            DOCUMENTED,
            EventTime("2025-12-31T10:00:00Z"),
        ),
        (EventTime("01/02/2025"), "timestamp-bad", ERROR, DOCUMENTED, AT_SEND),
        (EventTime("999999 weeks after send"), "timestamp-range", ERROR, DOCUMENTED, AT_SEND),
        (EventTime("9999-12-31T23:00:00-14:00"), "timestamp-range", ERROR, DOCUMENTED, AT_SEND),
        (
            EventTime("2025-12-31"),
            "timestamp-zone",
            WARNING,
            UNKNOWN,
            EventTime("2025-12-31T00:00:00Z"),
        ),
        (
            EventTime("2025-12-31 10:00", SECONDS),
            "timestamp-zone",
            WARNING,
            UNKNOWN,
            EventTime("2025-12-31 10:00Z", SECONDS),
        ),
        (EventTime("2025-11-01T00:00:00Z"), "timestamp-old", WARNING, DOCUMENTED, AT_SEND),
        (EventTime("1452690322", SECONDS), "timestamp-old", WARNING, DOCUMENTED, None),
        (EventTime("31 days before send"), "timestamp-old", WARNING, DOCUMENTED, AT_SEND),
        (EventTime("2026-01-01T00:02:00Z"), "timestamp-future", WARNING, UNKNOWN, AT_SEND),
        (EventTime("2 minutes after send"), "timestamp-future", WARNING, UNKNOWN, AT_SEND),
        (
            EventTime("1767225600000", MILLISECONDS),
            "timestamp-milliseconds",
            WARNING,
            UNKNOWN,
            EventTime("1767225600000", ISO),
        ),
        (EventTime("at send", MILLISECONDS), "timestamp-milliseconds", WARNING, UNKNOWN, AT_SEND),
        (
            EventTime("1767225", SECONDS),
            "timestamp-1970",
            WARNING,
            UNKNOWN,
            EventTime(AT_SEND.text, SECONDS),
        ),
        (
            EventTime("1767225600000123", MILLISECONDS),
            "timestamp-unit",
            WARNING,
            UNKNOWN,
            EventTime("2026-01-01T00:00:00.000Z"),
        ),
        (
            EventTime("1767225600000123000", MILLISECONDS),
            "timestamp-unit",
            WARNING,
            UNKNOWN,
            EventTime("2026-01-01T00:00:00.000Z"),
        ),
    ],
)
def test_what_is_doubtful(
    time: EventTime, code: str, severity: Severity, basis: Basis, put: EventTime | None
) -> None:
    value = with_event(time=time)
    problem = only(value, code)
    assert (problem.severity, problem.basis) == (severity, basis)
    assert problem.path == ("events", 0, "time")
    after = mended(value, problem).events[0].time
    assert put is None or after == put


@pytest.mark.parametrize(
    "time",
    [
        AT_SEND,
        EventTime("now", SECONDS),
        EventTime("30 days before send"),
        EventTime("2025-12-31T10:00:00+02:00"),
        EventTime("1767225600", SECONDS),
        EventTime("1767225600", ISO),
        EventTime("1767225600000", SECONDS),
        EventTime("1 minute after send"),
    ],
)
def test_any_other_is_fine(time: EventTime) -> None:
    assert codes(with_event(time=time)) == []


def test_what_cannot_be_written_as_iso_stays_without_a_fix() -> None:
    far = EventTime("9" * 18, MILLISECONDS)
    found = problems(with_event(time=far))
    assert [each.code for each in found] == ["timestamp-milliseconds", "timestamp-future"]
    assert found[0].fix is None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOW - STALE_AFTER, Tense.CLOSE),
        (NOW - STALE_AFTER - 1, Tense.OLD),
        (-1, Tense.OLD),
        (NOW + FUTURE_AFTER, Tense.CLOSE),
        (NOW + FUTURE_AFTER + 1, Tense.FUTURE),
    ],
)
def test_the_edges(at: int, expected: Tense) -> None:
    assert tense(EventTime(iso(at)), NOW) is expected
    assert tense(EventTime("what"), NOW) is Tense.CLOSE


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        ("0", Tense.FIRST_YEAR),
        ("31535999", Tense.FIRST_YEAR),
        ("31536000", Tense.OLD),
        ("-1", Tense.OLD),
        ("1970-01-21T10:00:00Z", Tense.OLD),
        ("1970-01-21", Tense.OLD),
    ],
)
def test_only_a_number_lands_in_1970_by_a_slip(spelled: str, expected: Tense) -> None:
    assert tense(EventTime(spelled), NOW) is expected


def test_thousands_of_digits_are_no_time() -> None:
    assert codes(with_event(time=EventTime("9" * 10_000))) == ["timestamp-bad"]
