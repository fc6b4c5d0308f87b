"""Dates as people and other programs spell them, which date conditions cannot use.

The documentation names `06/20/2025` as one that conditions do not understand. What such a spelling
means is told only where it can mean one thing.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from . import values

_MONTHS: Final = {
    name[:length]: number
    for number, name in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ),
        1,
    )
    for length in (3, 4, len(name))
}
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME = (
    r"(?:(?:,?\s+|T|,?\s+at\s+)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?(?:\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)(?:\s*\(\w+\))?)?)?"
)
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_FORMS: Final = tuple(
    re.compile(form + _TIME, re.IGNORECASE | re.ASCII)
    for form in (
        # Which of the two is the month shows only where one is above 12.
        r"(?P<one>\d{1,2})(?P<mark>[/.-])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]" + _MONTH + r",?[\s-](?P<year>\d{4})",
        _WEEKDAY + _MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    )
)
_YEAR: Final = re.compile(r"(?:19|20|21)\d\d")
_YEARS: Final = range(1900, 2101)
_LONGEST: Final = 64


def iso_readings(text: str) -> tuple[str, ...]:
    """Return what a date that conditions cannot use may mean, each in ISO 8601: none where `text`
    is no date or is one that they can use, two where day and month could change places."""
    text = text.strip()
    if not 8 <= len(text) <= _LONGEST or not _YEAR.search(text) or values.usable_as_date(text):
        return ()
    for form in _FORMS:
        if found := form.fullmatch(text):
            readings = (_spelled(found, day, month) for day, month in _days(found))
            # 05/05/2025 is the same day either way.
            return tuple(dict.fromkeys(reading for reading in readings if reading))
    return ()


def _days(found: re.Match[str]) -> tuple[tuple[int, int], ...]:
    """Return the possible days, each with its month."""
    parts = found.groupdict()
    if "one" in parts:
        one, other = int(parts["one"]), int(parts["other"])
        return (one, other), (other, one)
    month = parts["month"].lower()
    return ((int(parts["day"]), int(month) if month.isdigit() else _MONTHS.get(month, 0)),)


def _spelled(found: re.Match[str], day: int, month: int) -> str | None:
    parts = found.groupdict()
    try:
        on = date(int(parts["year"]), month, day)
    except ValueError:
        return None
    if on.year not in _YEARS:
        return None
    if parts["hour"] is None:
        return on.isoformat()
    try:
        hour = _hour(int(parts["hour"]), parts["half"])
        at = time(
            hour, int(parts["minute"]), int(parts["second"] or 0), tzinfo=_zone(parts["zone"])
        )
    except ValueError:
        return None
    return datetime.combine(on, at).isoformat().replace("+00:00", "Z")


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no such hour")
    return hour % 12 + (12 if half.lower() == "p" else 0)


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
