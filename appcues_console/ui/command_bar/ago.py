"""How long ago, in the words of people."""

from __future__ import annotations

from appcues_console.activity.clock import unix_milliseconds

_STEPS = ((86_400, "d"), (3_600, "h"), (60, "min"))


def ago(then: int, now: int | None = None) -> str:
    """Return how long before `now` the instant `then` lies; both in milliseconds since the epoch.

    Under a minute, and where a clock was set back, it is ``just now``.
    """
    seconds = ((unix_milliseconds() if now is None else now) - then) // 1_000
    for length, unit in _STEPS:
        if seconds >= length:
            return f"{seconds // length} {unit} ago"
    return "just now"
