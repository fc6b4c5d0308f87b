"""The clock that runs where no other is given."""

from __future__ import annotations

import time

from appcues_console.activity.clock import unix_milliseconds


def test_it_counts_whole_milliseconds_of_the_time_of_day() -> None:
    before = time.time_ns()
    now = unix_milliseconds()
    assert before // 1_000_000 <= now <= time.time_ns() // 1_000_000
