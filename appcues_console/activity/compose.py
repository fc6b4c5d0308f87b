"""From a draft to the exact bytes: the only place where a body is written.

A draft is resolved once, at one instant. The result is what the preview shows, what the history
keeps and what goes out, byte for byte. While a person types, only the event that changed is written
anew; of the others at most the time is.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import jsontext, times, values
from .draft import BODY_KEYS, EVENT_KEYS, Draft, Event, Pair, RequestIdMode
from .exchange import Activity
from .jsontext import enclosed, member, quoted
from .reuse import Reuse
from .times import EventTime


@dataclass(frozen=True, slots=True)
class Moment:
    """What one send adds to a draft: its instant, in milliseconds since the epoch, and the request
    ID made for it."""

    now: int
    request_id: str


def body_text(draft: Draft, moment: Moment) -> str:
    """Return the body of `draft`, in the console's layout. Rows nobody typed into are left out;
    what cannot be written stands as it was typed."""
    parts = {
        "events": enclosed("[]", event_texts(draft.events, moment.now), 1),
        "profile_update": profile_text(draft.profile),
        "request_id": quoted(
            draft.request_id if draft.request_id_mode is RequestIdMode.GIVEN else moment.request_id
        ),
    }
    present = {
        "events": bool(draft.events) or "events" in draft.order,
        "profile_update": any(not pair.blank for pair in draft.profile)
        or "profile_update" in draft.order,
        "request_id": draft.request_id_mode is not RequestIdMode.LEFT_OUT,
    }
    members = {key: member(key, text) for key, text in parts.items() if present[key]}
    members |= {key: member(key, jsontext.written(node, 1)) for key, node in draft.extra}
    keys = in_order(members, draft.order, BODY_KEYS)
    return enclosed("{}", [members[key] for key in keys], 0)


@dataclass(frozen=True, slots=True)
class _EventText:
    """An event as JSON: `head` and `tail`, and between them the `time` where it counts from the
    send. `size` is that of both in UTF-8."""

    head: str
    time: EventTime | None
    tail: str
    size: int

    def at(self, now: int, written: dict[EventTime, str | None]) -> str:
        """Return the whole; `written` holds the times at `now`, which are the same of many."""
        if self.time is None:
            return self.head
        if self.time not in written:
            written[self.time] = times.fragment(self.time, now)
        return f"{self.head}{written[self.time]}{self.tail}"


def event_texts(events: tuple[Event, ...], now: int) -> list[str]:
    """Return each event as JSON, as it stands in the body."""
    written: dict[EventTime, str | None] = {}
    return [text.at(now, written) for text in _EVENT_TEXTS.each(events)]


def unwritten(events: tuple[Event, ...]) -> list[Event]:
    """Return those of `events` that would have to be written anew: what a pause would be felt of
    where they are many, and can be taken with `write_ahead`."""
    return _EVENT_TEXTS.missing(events)


def write_ahead(event: Event) -> None:
    """Write `event` now, so that the next body with it finds it written."""
    _EVENT_TEXTS.ready(event)


_INDENT = 2
"""Levels at which an event stands in the body."""


def _event_text(event: Event) -> _EventText:
    members = {"name": member("name", quoted(event.name))}
    said = times.meaning(event.time.text)
    relative = said is not None and said.relative
    timestamp = "" if relative else times.fragment(event.time, 0)
    if timestamp is not None:
        members["timestamp"] = member("timestamp", timestamp)
    if any(not pair.blank for pair in event.attributes) or "attributes" in event.order:
        members["attributes"] = member("attributes", pairs_text(event.attributes, _INDENT + 1))
    members |= {key: member(key, jsontext.written(node, _INDENT + 1)) for key, node in event.extra}
    # An event that was read without a name; one that is being composed has at least a time.
    if not event.name and "name" not in event.order and (event.order or not event.time.text):
        del members["name"]
    keys = in_order(members, event.order, EVENT_KEYS)
    parts = [members[key] for key in keys]
    if not relative:
        whole = enclosed("{}", parts, _INDENT)
        return _EventText(whole, None, "", _size(whole))
    at = keys.index("timestamp") + 1
    # The time itself is still missing behind its key: the text is parted there.
    head = enclosed("{}", parts[:at], _INDENT).removesuffix("\n" + "  " * _INDENT + "}")
    tail = enclosed("{}", parts, _INDENT).removeprefix(head)
    return _EventText(head, event.time, tail, _size(head) + _size(tail))


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


_EVENT_TEXTS: Reuse[Event, _EventText] = Reuse(_event_text)


def profile_text(profile: tuple[Pair, ...]) -> str:
    """Return the profile fields as a JSON object, as it stands in the body."""
    return _PROFILE_TEXT.of(profile)


def size(draft: Draft) -> int:
    """Return about how many bytes the body of `draft` has: exactly, but for the layout around the
    events and what stands beside them and the profile."""
    events = sum(text.size for text in _EVENT_TEXTS.each(draft.events))
    return events + _size(profile_text(draft.profile))


def pairs_text(pairs: tuple[Pair, ...], indent: int) -> str:
    """Return attributes or profile fields as a JSON object, at `indent` levels."""
    written = [
        member(pair.key, values.fragment(pair.value, indent + 1))
        for pair in pairs
        if not pair.blank
    ]
    return enclosed("{}", written, indent)


_PROFILE_TEXT: Reuse[tuple[Pair, ...], str] = Reuse(lambda profile: pairs_text(profile, 1))


def in_order(members: dict[str, str], order: tuple[str, ...], usual: tuple[str, ...]) -> list[str]:
    """Return the keys of `members` in the order they were read in, those that came later in the
    usual."""
    # A dictionary, for its order and because a body may hold ten thousands of unknown keys.
    keys = dict.fromkeys((*order, *usual, *members))
    return [key for key in keys if key in members]


def summary(draft: Draft) -> str:
    """Return one line that says what is in the body, such as ``signed up · profile: team``."""
    names = [event.name if event.name.strip() else "unnamed event" for event in draft.events]
    keys = [pair.key for pair in draft.profile if not pair.blank]
    parts = []
    if names:
        parts.append(_listed(names))
    if keys:
        parts.append("profile: " + _listed(keys))
    return " · ".join(parts) or "empty body"


def _listed(names: list[str], most: int = 3) -> str:
    shown = ", ".join(" ".join(name.split())[:60] for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def resolve(draft: Draft, moment: Moment) -> Activity:
    """Return the activity that `draft` is at `moment`: the exact bytes, UTF-8 without a byte order
    mark."""
    return Activity(
        user_id=draft.user_id,
        body=body_text(draft, moment).encode("utf-8"),
        summary=summary(draft),
        event_count=len(draft.events),
    )
