"""The time of day, as the API and the history count it.

Whoever depends on it takes the clock as an argument, so that a test can hold it still; this is the
one that runs.
"""

from __future__ import annotations

import time


def unix_milliseconds() -> int:
    """Return the time of day as whole milliseconds since the Unix epoch."""
    return time.time_ns() // 1_000_000
