"""From JSON text back to a draft, with the intent behind the text kept.

Text says `"2026-01-01T10:00:00.000Z"` where the person meant "at send". When text that was made
from a draft comes back edited, everything that still reads as it was written keeps its meaning; an
event whose text is still the same is not even read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from . import compose, jsontext, times, values
from .compose import Moment
from .draft import Draft, Event, Pair, RequestIdMode
from .jsontext import MAX_DEPTH, JsonProblem, Members, Node
from .outline import NoOutline, Outline, outline
from .problems import shown
from .times import EventTime
from .values import Value


class BodyProblem(JsonProblem):
    """JSON that is not the body of an activity. The position is that of the key or item."""


class _Misplaced(Exception):
    """Unwinds the walk through a body. `path` is where, as `jsontext.position_of` takes it."""

    def __init__(self, message: str, path: tuple[int, ...]) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


def read(text: str, *, not_finite: bool = False) -> Draft:
    """Return the draft that `text` spells, without a user ID.

    Raise `JsonProblem` where it is not JSON, `BodyProblem` where it is not a body of the documented
    shape: an object with `events` (array of objects), `profile_update` (object), `request_id`
    (string). Members the documentation does not know are kept. `not_finite` lets NaN and Infinity
    pass where `lint` will mark them: as values and times, not in members that nobody knows.
    """
    node = jsontext.parse(text, not_finite=not_finite)
    try:
        draft = _draft(node)
    except _Misplaced as wrong:
        # Only now is it looked for: the text of a good body is walked through once.
        position = jsontext.position_of(text, wrong.path)
        raise BodyProblem(wrong.message, text, position) from None
    if not_finite and _unmarked(draft):
        # It says where.
        jsontext.parse(text)
    return draft


def read_again(text: str, previous: Draft, moment: Moment) -> Draft:
    """Return the draft that `text` spells after it was made from `previous` at `moment` and edited.

    Times relative to the send, a request ID made for the send, and kinds that a person chose stay
    what they were wherever the text still says what they wrote. Raises as `read` does.
    """
    try:
        return _again(outline(text), previous, moment)
    except (NoOutline, _Misplaced, JsonProblem):
        # It says what is wrong, and where in the whole text.
        read(text)
        raise


def _again(parts: Outline, previous: Draft, moment: Moment) -> Draft:
    members: dict[str, str] = {}
    for key, text in parts.members:
        if key in members:
            raise _Misplaced("twice", ())
        members[key] = text
    draft = Draft(
        user_id=previous.user_id,
        events=_events_again(parts.events or (), previous.events, moment.now),
        request_id_mode=RequestIdMode.LEFT_OUT,
        order=tuple(members),
    )
    extra = []
    for key, text in members.items():
        match key:
            case "events":
                pass
            case "profile_update":
                draft = replace(draft, profile=_profile_again(text, previous.profile))
            case "request_id":
                given = _request_id(jsontext.parse(text), ())
                made = previous.request_id_mode is RequestIdMode.MADE
                if made and given == moment.request_id:
                    draft = replace(draft, request_id_mode=RequestIdMode.MADE)
                else:
                    draft = replace(draft, request_id=given, request_id_mode=RequestIdMode.GIVEN)
            case _:
                extra.append((key, jsontext.parse(text, MAX_DEPTH - 1)))
    return replace(draft, extra=tuple(extra))


def _profile_again(text: str, old: tuple[Pair, ...]) -> tuple[Pair, ...]:
    if text == compose.profile_text(old):
        return old
    return _same_kinds(_pairs(jsontext.parse(text, MAX_DEPTH - 1), "", ()), old)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the last text said: the events read from it, by identity, each with its own text. They
    hold for the same instant and the same relative times only."""

    now: int
    relative: dict[str, EventTime]
    events: dict[int, tuple[Event, str]]


_last = _Reading(0, {}, {})


def _events_again(texts: tuple[str, ...], old: tuple[Event, ...], now: int) -> tuple[Event, ...]:
    global _last  # noqa: PLW0603 - a memory of one reading; without it the result is the same
    relative = _relative_times(old, now)
    known = _last.events if (_last.now, _last.relative) == (now, relative) else {}
    written = compose.event_texts(old, now)
    places: Sequence[int | None] = range(len(old))
    if len(texts) != len(old):
        places = _counterparts([_event_from(text) for text in texts], old, now)
    events = []
    for text, place in zip(texts, places, strict=True):
        was = None if place is None else old[place]
        if place is not None and was is not None and _spelled(was, text, written[place], known):
            events.append(was)
        else:
            events.append(_meant(_event_from(text), was, relative, now))
    _last = _Reading(
        now,
        relative,
        {id(event): (event, text) for event, text in zip(events, texts, strict=True)},
    )
    return tuple(events)


def _spelled(event: Event, text: str, written: str, known: dict[int, tuple[Event, str]]) -> bool:
    """Return whether `text` spells `event`: as it is written, or as it was read before."""
    if text == written:
        return True
    entry = known.get(id(event))
    return entry is not None and text == entry[1]


def _event_from(text: str) -> Event:
    return _event(jsontext.parse(text, MAX_DEPTH - 2), 0, ())


def _relative_times(events: tuple[Event, ...], now: int) -> dict[str, EventTime]:
    """Return the times that count from the send, by their JSON at `now`."""
    relative: dict[str, EventTime] = {}
    for time in dict.fromkeys(event.time for event in events):
        said = times.meaning(time.text)
        if said is not None and said.relative:
            relative.setdefault(times.fragment(time, now) or "", time)
    return relative


def _counterparts(new: Sequence[Event], old: tuple[Event, ...], now: int) -> tuple[int | None, ...]:
    """Return for each new event the place of the old one it most likely was, or None.

    Events are put in or taken out at one place at a time: those before it are counted from the
    front, those behind it from the end.
    """
    shift = len(old) - len(new)
    front = len(new)
    if shift:
        alike = (_alike(ours, theirs, now) for ours, theirs in zip(new, old, strict=False))
        front = next((i for i, same in enumerate(alike) if not same), min(len(new), len(old)))
    # What was put in has no counterpart; what was taken out is nobody's.
    inserted = [None] * max(-shift, 0)
    return (*range(front), *inserted, *range(front + max(shift, 0), len(old)))


def _alike(new: Event, old: Event, now: int) -> bool:
    return (
        new.name == old.name
        and times.fragment(new.time, now) == times.fragment(old.time, now)
        and [pair.key for pair in new.attributes]
        == [pair.key for pair in old.attributes if not pair.blank]
    )


def _meant(event: Event, old: Event | None, relative: dict[str, EventTime], now: int) -> Event:
    written = times.fragment(event.time, now) or ""
    time = relative.get(written, event.time)
    if old is not None and times.fragment(old.time, now) == (written or None):
        time = old.time
    attributes = _same_kinds(event.attributes, old.attributes if old else ())
    return replace(event, time=time, attributes=attributes)


def _same_kinds(new: tuple[Pair, ...], old: Iterable[Pair]) -> tuple[Pair, ...]:
    """Return the new pairs, each as the old one of the same key and the same JSON where there is
    one; where a key stands twice, the first new one is the first old one."""
    chosen: dict[tuple[str, str], list[Pair]] = {}
    for pair in old:
        if not pair.blank:
            chosen.setdefault((pair.key, values.fragment(pair.value)), []).append(pair)
    if not chosen:
        return new
    for same in chosen.values():
        same.reverse()
    kept = []
    for pair in new:
        same = chosen.get((pair.key, values.fragment(pair.value)), [])
        kept.append(same.pop() if same else pair)
    return tuple(kept)


def _draft(node: Node) -> Draft:
    body = _members(node, "The body", ())
    events: tuple[Event, ...] = ()
    profile: tuple[Pair, ...] = ()
    mode, request_id = RequestIdMode.LEFT_OUT, ""
    extra = []
    for index, (key, value) in enumerate(body.items()):
        at = (index,)
        match key:
            case "events":
                if not isinstance(value, tuple):
                    raise _Misplaced("“events” must be an array, in square brackets", at)
                events = tuple(_event(item, i, (*at, i)) for i, item in enumerate(value))
            case "profile_update":
                profile = _pairs(value, "“profile_update”", at)
            case "request_id":
                mode, request_id = RequestIdMode.GIVEN, _request_id(value, at)
            case _:
                extra.append((key, value))
    return Draft(
        events=events,
        profile=profile,
        request_id_mode=mode,
        request_id=request_id,
        order=tuple(body),
        extra=tuple(extra),
    )


def _unmarked(draft: Draft) -> bool:
    """Return whether a member that nobody knows holds a number that JSON does not have."""
    for _, node in (*draft.extra, *(member for event in draft.events for member in event.extra)):
        try:
            jsontext.parse(jsontext.written(node))
        except JsonProblem:
            return True
    return False


def _request_id(node: Node, at: tuple[int, ...]) -> str:
    if not isinstance(node, str):
        raise _Misplaced("“request_id” must be a string", at)
    return node


def _event(node: Node, number: int, at: tuple[int, ...]) -> Event:
    what = f"Event {number + 1}"
    members = _members(node, what, at)
    name, time = "", EventTime("")
    attributes: tuple[Pair, ...] = ()
    extra = []
    for index, (key, value) in enumerate(members.items()):
        here = (*at, index)
        match key:
            case "name":
                if not isinstance(value, str):
                    raise _Misplaced(f"{what}: “name” must be a string", here)
                name = value
            case "timestamp":
                time = times.from_node(value)
            case "attributes":
                attributes = _pairs(value, f"{what}: “attributes”", here)
            case _:
                extra.append((key, value))
    return Event(name, time, attributes, tuple(members), tuple(extra))


def _pairs(node: Node, what: str, at: tuple[int, ...]) -> tuple[Pair, ...]:
    if not isinstance(node, Members):
        raise _Misplaced(f"{what} must be an object, in braces", at)
    pairs = (Pair(key, values.from_node(value)) for key, value in node.pairs)
    # An empty key with an empty text was written by somebody: it is no untouched row.
    return tuple(Pair("", Value(text="", forced=True)) if pair.blank else pair for pair in pairs)


def _members(node: Node, what: str, at: tuple[int, ...]) -> dict[str, Node]:
    if not isinstance(node, Members):
        raise _Misplaced(f"{what} must be an object, in braces", at)
    found: dict[str, Node] = {}
    for index, (key, value) in enumerate(node.pairs):
        if key in found:
            raise _Misplaced(f"{what} holds the key {shown(key)} twice", (*at, index))
        found[key] = value
    return found
