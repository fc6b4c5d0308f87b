"""When an event happened, as people say it: at send, some days before send, or an instant.

The state is the typed text alone; its meaning is read from it. So nothing typed is lost, "at send"
stays "at send" until somebody writes something else, and an old timestamp keeps its spelling.
Instants are integer milliseconds since the Unix epoch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

from . import jsontext
from .jsontext import JsonProblem, Node, Number
from .values import as_iso

AT_SEND = "at send"

UNITS = {
    "second": 1_000,
    "minute": 60_000,
    "hour": 3_600_000,
    "day": 86_400_000,
    "week": 604_800_000,
}
"""The units of an offset, the smallest first, in milliseconds."""
MOST_UNITS = 999_999
"""The largest number of units that an offset may say."""
_OFFSET = re.compile(
    r"(\d{1,6})\s*(second|minute|hour|day|week)s?\s+(before|after)(?:\s+send)?",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)
_LEVEL = 3
"""How deep a timestamp stands in a body; only a wrong one, an array or object, has more lines."""
# Not by `strftime`, which names months in the language of the system.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
_LAST = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)

MILLISECONDS_FROM = 100_000_000_000
"""Whole numbers from here on are read as milliseconds: as seconds they would lie after the year
5138. Whether the server tells the two apart is not documented."""


SHORTEST_FIXED = 9
"""Characters from which on a whole number or date is taken for a finished one: the “3” of “3 days
before send” must not choose a form."""


class Written(StrEnum):
    """How a timestamp is written in the body."""

    ISO = "ISO 8601"
    SECONDS = "Unix seconds"
    MILLISECONDS = "Unix milliseconds"


@dataclass(frozen=True, slots=True)
class EventTime:
    """A timestamp as typed, and the form in which it goes out. Empty text means no timestamp."""

    text: str = AT_SEND
    written: Written = Written.ISO


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an `EventTime` says. `relative`: counted from the send, in `milliseconds`; otherwise
    `milliseconds` is the instant. `zoned` is false for a date and time without a zone."""

    relative: bool
    milliseconds: int
    zoned: bool = True


def meaning(text: str) -> Meaning | None:
    """Return what `text` says, or None when it is not a time at all."""
    # Asked for each event at each keystroke. What is longer is no time, and not worth keeping.
    return _short_meaning(text) if len(text) <= 64 else _meaning(text)


def _meaning(text: str) -> Meaning | None:
    text = text.strip()
    if text.lower() in {AT_SEND, "now"}:
        return Meaning(True, 0)
    if offset := _OFFSET.fullmatch(text):
        amount = int(offset[1]) * UNITS[offset[2].lower()]
        return Meaning(True, -amount if offset[3].lower() == "before" else amount)
    if _WHOLE.fullmatch(text):
        if len(text) > 19:
            return None
        number = int(text)
        return Meaning(False, number if abs(number) >= MILLISECONDS_FROM else number * 1_000)
    instant = as_iso(text)
    if instant is None:
        return None
    zoned = instant.tzinfo is not None
    since = (instant if zoned else instant.replace(tzinfo=UTC)) - _EPOCH
    return Meaning(False, since // timedelta(milliseconds=1), zoned)


_short_meaning = lru_cache(1024)(_meaning)


def has_iso(milliseconds: int) -> bool:
    """True for an instant in the years 1 to 9999, those that ISO 8601 can write."""
    return _FIRST <= milliseconds <= _LAST


def iso(milliseconds: int) -> str:
    """Return an instant as the documentation spells it: ``2016-01-13T13:05:22.000Z``. Outside the
    years 1 to 9999, where that spelling ends, the milliseconds themselves; `lint` refuses those."""
    if not has_iso(milliseconds):
        return str(milliseconds)
    instant = _EPOCH + timedelta(milliseconds=milliseconds)
    return instant.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def fragment(time: EventTime, now: int) -> str | None:
    """Return the JSON of the timestamp when sent at `now`, or None when there is none.

    A fixed time whose spelling is already of the chosen form goes out as it was typed. What is not
    a time goes out as it stands, for the preview to show; `lint` refuses it.
    """
    text = time.text.strip()
    if not text:
        return None
    said = meaning(text)
    if said is None:
        try:
            return jsontext.written(jsontext.parse(text), _LEVEL)
        except JsonProblem:
            return jsontext.quoted(text)
    if not said.relative and form_of(text) is time.written:
        return jsontext.quoted(text) if time.written is Written.ISO else text
    instant = said.milliseconds + (now if said.relative else 0)
    match time.written:
        case Written.SECONDS:
            return str(instant // 1_000)
        case Written.MILLISECONDS:
            return str(instant)
        case Written.ISO:
            return jsontext.quoted(iso(instant))


def resolved(text: str, now: int, zone: tzinfo | None = None) -> str:
    """Return the instant that `text` comes to when sent at `now`, in the words of people: by the
    clock of `zone`, that of this computer where it is None, and in UTC. A number says in which unit
    it was read. Empty for what is no time, and outside the years 1 to 9999."""
    said = meaning(text)
    if said is None:
        return ""
    # What follows the clock would move at each keystroke: there whole seconds are enough.
    instant = said.milliseconds + now - now % 1_000 if said.relative else said.milliseconds
    if not has_iso(instant):
        return ""
    return f"= {_spoken(instant, zone)}{_reading(text, said)}"


def _reading(text: str, said: Meaning) -> str:
    if said.relative:
        return " in the preview"
    if not said.zoned:
        return ", if it is read as UTC"
    form = form_of(text)
    return "" if form is Written.ISO else f", read as {form.value.removeprefix('Unix ')}"


def _spoken(milliseconds: int, zone: tzinfo | None) -> str:
    utc = _EPOCH + timedelta(milliseconds=milliseconds)
    try:
        here = utc.astimezone(zone)
    except (OverflowError, ValueError, OSError):
        # At the ends of the calendar; on some systems, before 1970.
        here = utc
    if not here.utcoffset():
        return f"{_day(utc)} {_clock(utc)} UTC"
    there = _clock(utc) if utc.date() == here.date() else f"{_day(utc)} {_clock(utc)}"
    return f"{_day(here)} {_clock(here)} {_zone_name(here)} ({there} UTC)"


def _day(instant: datetime) -> str:
    return f"{instant.day} {_MONTHS[instant.month - 1]} {instant.year}"


def _clock(instant: datetime) -> str:
    if instant.microsecond:
        return instant.strftime("%H:%M:%S.") + f"{instant.microsecond // 1_000:03}"
    return instant.strftime("%H:%M:%S" if instant.second else "%H:%M")


def _zone_name(instant: datetime) -> str:
    # Some zones have no letters, and some systems spell them in whole sentences.
    name = instant.tzname() or ""
    if name.isalpha() and len(name) <= 5:
        return name
    offset = instant.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


def form_of(text: str) -> Written:
    """Return the form in which a fixed time is spelled."""
    text = text.strip()
    if not _WHOLE.fullmatch(text):
        return Written.ISO
    # Digits are counted first: Python refuses to convert thousands of them.
    large = len(text) > 19 or abs(int(text)) >= MILLISECONDS_FROM
    return Written.MILLISECONDS if large else Written.SECONDS


def typed(time: EventTime, text: str) -> EventTime:
    """Return `time` after a person typed `text`: a fixed time brings its own form along."""
    said = meaning(text)
    fixed = said is not None and not said.relative and len(text.strip()) >= SHORTEST_FIXED
    return EventTime(text, form_of(text) if fixed else time.written)


def from_node(node: Node) -> EventTime:
    """Return the time that writes `node` again."""
    if isinstance(node, Number):
        return EventTime(node.text, form_of(node.text))
    if isinstance(node, str) and node.strip() == node and node:
        said = meaning(node)
        plain_instant = said is not None and not said.relative and form_of(node) is Written.ISO
        if plain_instant or (said is None and not _is_json(node)):
            return EventTime(node, Written.ISO)
    # On one line, for it stands in a field for one; in strings, line breaks are escaped.
    return EventTime(re.sub(r"\n *", "", jsontext.written(node)), Written.ISO)


def _is_json(text: str) -> bool:
    try:
        jsontext.parse(text)
    except JsonProblem:
        return False
    return True
