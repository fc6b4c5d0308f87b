"""Which events are the same, for the question whether one may be counted twice.

An event that is sent again rarely has the same bytes: its time is that of the send, and the body
may hold other events beside it. So an event is known again by its name and its attributes; its time
and what else stands in the body are left aside. That asks once too often rather than once too
seldom: the same event on purpose at another time is asked about as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from .problems import shown

MOST_NAMED = 5


def event_marks(body: bytes) -> dict[bytes, str]:
    """Return a mark for each different event of `body`, in their order, with the event's name.
    What cannot be read has none."""
    try:
        content = json.loads(body, parse_int=_number, parse_float=_number)
        events = content.get("events") if isinstance(content, dict) else None
        marks: dict[bytes, str] = {}
        for event in events if isinstance(events, list) else ():
            if isinstance(event, dict):
                name = event.get("name")
                marks.setdefault(_mark(event), name if isinstance(name, str) else "")
    except (ValueError, RecursionError):
        return {}
    return marks


def named(events: Sequence[str]) -> str:
    """Return the names of events for a sentence: the first of many, and how many more."""
    names = ", ".join(
        shown(name) if name.strip() else "an unnamed event" for name in events[:MOST_NAMED]
    )
    more = len(events) - MOST_NAMED
    return names if more <= 0 else f"{names} and {more:,} more"


def may_count(events: Sequence[str]) -> str:
    """Return the sentences that a person reads before events in doubt are sent again."""
    one = len(events) == 1
    return (
        f"Whether {'this event' if one else 'these events'} arrived the last time is not known:"
        f" {named(events)}. Sent again, {'it' if one else 'they'} may be counted twice: look at the"
        " user first."
    )


def _mark(event: dict[str, Any]) -> bytes:
    told = [event.get("name"), event.get("attributes") or {}]
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()[:16]


def _number(spelling: str) -> tuple[str, str]:
    """Keep a number apart from the text that spells it, however long it is."""
    return "number", spelling
