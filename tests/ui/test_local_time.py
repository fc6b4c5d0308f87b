"""Instants as the clock on the wall shows them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.ui.local_time import local_time

INSTANT = 1_452_690_325_123


@pytest.fixture
def clock_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.only_on("linux", "darwin")
@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("UTC0", "2016-01-13T13:05:25.123000+00:00"),
        ("CET-1CEST", "2016-01-13T14:05:25.123000+01:00"),
        ("NST3:30", "2016-01-13T09:35:25.123000-03:30"),
    ],
)
def test_it_is_in_the_zone_of_this_computer(
    zone: str, shown: str, clock_in: pytest.MonkeyPatch
) -> None:
    clock_in.setenv("TZ", zone)
    time.tzset()
    assert local_time(INSTANT).isoformat() == shown


@given(st.integers(0, 4_102_444_800_000))
def test_it_is_the_same_instant(milliseconds: int) -> None:
    since = local_time(milliseconds) - datetime(1970, 1, 1, tzinfo=UTC)
    assert since == timedelta(milliseconds=milliseconds)
