"""Dates that conditions cannot use, and what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity import values
from appcues_console.activity.dates import iso_readings


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("06/20/2025", ["2025-06-20"]),
        ("20/06/2025", ["2025-06-20"]),
        ("20.6.2025", ["2025-06-20"]),
        ("6-20-2025", ["2025-06-20"]),
        ("05/06/2025", ["2025-06-05", "2025-05-06"]),
        ("05/05/2025", ["2025-05-05"]),
        ("2025/06/20", ["2025-06-20"]),
        ("2025.6.5", ["2025-06-05"]),
        ("2025-6-5", ["2025-06-05"]),
        ("20 June 2025", ["2025-06-20"]),
        ("20 Jun 2025", ["2025-06-20"]),
        ("20-JUN-2025", ["2025-06-20"]),
        ("June 20, 2025", ["2025-06-20"]),
        ("Sept. 3rd, 2025", ["2025-09-03"]),
        ("Wednesday, June 18, 2025", ["2025-06-18"]),
        ("Jan 1, 2025", ["2025-01-01"]),
        ("  06/20/2025 ", ["2025-06-20"]),
        ("06/20/2025 10:00", ["2025-06-20T10:00:00"]),
        ("06/20/2025, 12:05:09 AM", ["2025-06-20T00:05:09"]),
        ("06/20/2025 12:05 p.m.", ["2025-06-20T12:05:00"]),
        ("Fri, 20 Jun 2025 10:00:00 GMT", ["2025-06-20T10:00:00Z"]),
        ("20 Jun 2025 10:00:00 +0530", ["2025-06-20T10:00:00+05:30"]),
        ("2025-06-20 10:00:00 UTC", ["2025-06-20T10:00:00Z"]),
        ("June 20, 2025 at 3:04 pm", ["2025-06-20T15:04:00"]),
        ("2/29/2025", []),
        ("31.06.2025", []),
        ("13/13/2025", []),
        ("06/20/25", []),
        ("06/20/1066", []),
        ("20 Foo 2025", []),
        ("06/20/2025 25:00", []),
        ("06/20/2025 13:00 PM", []),
        ("06/20/2025 10:00 +99:00", []),
        ("6.20-2025", []),
        ("1.2.3.2025", []),
        ("release 06/20/2025", []),
        ("2025-06-20", []),
        ("2025-06-20T10:00:00Z", []),
        ("Jan 1, 2025 10:00:00 PM", []),
        ("1767225600", []),
        ("", []),
        ("06/20/2025" + " " * 10_000, ["2025-06-20"]),
        ("9" * 10_000, []),
    ],
)
def test_what_a_date_may_mean(text: str, readings: list[str]) -> None:
    assert list(iso_readings(text)) == readings


@given(
    st.from_regex(r"\A\d{1,4}[/. -]\w{1,3}[/. -]\d{1,4}( \d\d?:\d\d( ?[AP]M)?( ?[+-]\d{4})?)?\Z")
    | st.text(max_size=30)
)
def test_a_reading_is_a_date_that_conditions_can_use(text: str) -> None:
    readings = iso_readings(text)
    assert len(readings) <= 2
    for reading in readings:
        assert values.as_iso(reading) is not None
        assert iso_readings(reading) == ()
