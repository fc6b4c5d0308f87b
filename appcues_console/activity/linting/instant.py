"""What is doubtful about the time of an event.

A time is judged against the moment of the send, which is another one at each keystroke. What is
said of it depends on a few cases only, so the sentences are made once for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from appcues_console.activity import dates, times
from appcues_console.activity.problems import Basis, Fix, Path, Problem, error, warning
from appcues_console.activity.times import AT_SEND, EventTime, Meaning, Written
from appcues_console.activity.values import as_iso

DAY: Final = 86_400_000
STALE_AFTER: Final = 30 * DAY
"""Milliseconds. That old events may not appear is documented; from when on is not."""
FUTURE_AFTER: Final = 60_000
"""Milliseconds that clocks may differ."""
PLAUSIBLE: Final = (10 * 365 * DAY, 365 * DAY)
"""Milliseconds before and after the send within which a time is taken for meant."""
PATH: Path = ("time",)


class Tense(Enum):
    """How a time lies to the send."""

    CLOSE = auto()
    OLD = auto()
    FUTURE = auto()
    FIRST_YEAR = auto()
    """Whole Unix time of 1970, which an event of today has only by a slip."""
    MICROSECONDS = auto()
    NANOSECONDS = auto()
    BEYOND = auto()
    """Outside the years that ISO 8601 can write, which is how it is to be written."""


def tense(time: EventTime, now: int) -> Tense:
    """Return how `time` lies to a send at `now`, milliseconds since the epoch."""
    said = times.meaning(time.text)
    if said is None:
        return Tense.CLOSE
    instant = said.milliseconds + (now if said.relative else 0)
    if not said.relative:
        for finer, scale in ((Tense.MICROSECONDS, 1_000), (Tense.NANOSECONDS, 1_000_000)):
            if _plausible(instant // scale, now) and not _plausible(instant, now):
                return finer
    if time.written is Written.ISO and not times.has_iso(instant):
        return Tense.BEYOND
    if instant < now - STALE_AFTER:
        return Tense.FIRST_YEAR if _first_year(time.text, instant) else Tense.OLD
    return Tense.FUTURE if instant > now + FUTURE_AFTER else Tense.CLOSE


def _first_year(text: str, instant: int) -> bool:
    return 0 <= instant < 365 * DAY and times.form_of(text) is not Written.ISO


def _plausible(instant: int, now: int) -> bool:
    before, after = PLAUSIBLE
    return now - before <= instant <= now + after


def time_problems(time: EventTime, how: Tense) -> tuple[Problem, ...]:
    """Return the problems of an event's time that lies so to the send, placed in the event."""
    # What is long is no time, and not worth keeping.
    return _kept(time, how) if len(time.text) <= 64 else tuple(_problems(time, how))


def _problems(time: EventTime, how: Tense) -> Iterator[Problem]:
    text = time.text.strip()
    if not text:
        yield error(
            "timestamp-missing",
            PATH,
            "Every event needs a time, such as “at send”.",
            fix=_at_send(time),
        )
        return
    said = times.meaning(text)
    if said is None:
        yield error(
            "timestamp-bad",
            PATH,
            "This is not a time. Write “at send”, “3 days before send”, 2025-01-31T13:05:00Z or "
            "whole Unix time.",
            fix=_as_time(time),
        )
        return
    if how is Tense.BEYOND:
        yield error(
            "timestamp-range",
            PATH,
            "This time lies outside the years 1 to 9999, which ISO 8601 can write. Choose another.",
            fix=_at_send(time),
        )
        return
    if how in {Tense.MICROSECONDS, Tense.NANOSECONDS}:
        yield _too_fine(time, said, how)
        return
    if not said.zoned:
        yield warning(
            "timestamp-zone",
            PATH,
            "This time has no time zone; how the server reads it is not documented. Add Z for UTC.",
            Basis.UNKNOWN,
            _zoned(time),
        )
    if time.written is Written.MILLISECONDS:
        iso = replace(time, written=Written.ISO)
        fixable = said.relative or times.has_iso(said.milliseconds)
        yield warning(
            "timestamp-milliseconds",
            PATH,
            "The documentation’s example is in seconds. Whether the server tells milliseconds from "
            "seconds is not documented; ISO 8601 is the unambiguous choice.",
            Basis.UNKNOWN,
            Fix("Write as ISO 8601", PATH, time, iso) if fixable else None,
        )
    if how is Tense.OLD:
        yield warning(
            "timestamp-old",
            PATH,
            "This time is more than 30 days ago: the event may not appear in the product's lists.",
            fix=_at_send(time),
        )
    elif how is Tense.FIRST_YEAR:
        yield warning(
            "timestamp-1970",
            PATH,
            "Read as seconds, this time lies in 1970: it may lack digits. The documentation’s "
            "example is in seconds; whether the server tells other units from them is not "
            "documented.",
            Basis.UNKNOWN,
            _at_send(time),
        )
    elif how is Tense.FUTURE:
        yield warning(
            "timestamp-future",
            PATH,
            "This time lies in the future. What the server makes of it is not documented.",
            Basis.UNKNOWN,
            _at_send(time),
        )


@lru_cache(1024)
def _kept(time: EventTime, how: Tense) -> tuple[Problem, ...]:
    return tuple(_problems(time, how))


def _too_fine(time: EventTime, said: Meaning, how: Tense) -> Problem:
    unit, scale = (
        ("microseconds", 1_000) if how is Tense.MICROSECONDS else ("nanoseconds", 1_000_000)
    )
    iso = EventTime(times.iso(said.milliseconds // scale), Written.ISO)
    return warning(
        "timestamp-unit",
        PATH,
        f"This number is a likely time only in {unit}. The documentation names whole Unix time, "
        "and its example is in seconds.",
        Basis.UNKNOWN,
        Fix("Write as ISO 8601", PATH, time, iso),
    )


def _at_send(time: EventTime) -> Fix:
    return Fix(f"Use “{AT_SEND}”", PATH, time, replace(time, text=AT_SEND))


def _as_time(time: EventTime) -> Fix:
    """Return the fix for what is no time: the time it most likely means, or that of the send."""
    text = time.text.strip()
    whole, _, decimals = text.partition(".")
    if (
        decimals.isdecimal()
        and whole.isdecimal()
        and text.isascii()
        and len(whole) >= times.SHORTEST_FIXED
    ):
        return Fix("Write whole Unix time", PATH, time, times.typed(time, whole))
    readings = dates.iso_readings(text)
    if len(readings) == 1:
        return Fix(f"Write {readings[0]}", PATH, time, EventTime(readings[0], Written.ISO))
    return _at_send(time)


def _zoned(time: EventTime) -> Fix | None:
    text = time.text.strip()
    if as_iso(text) is None:
        return None
    # A date alone takes no zone.
    put = f"{text}Z" if len(text) > len("2025-01-31") else f"{text}T00:00:00Z"
    return Fix("Add Z, for UTC", PATH, time, replace(time, text=put))
