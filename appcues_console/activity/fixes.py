"""Mending a problem: one edit, from draft to draft.

A fix is data. It names the field, what stood there and what belongs there, so it can be compared,
shown, applied as one undoable step, and does nothing to a draft that has changed in that field.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Final, TypeVar

from .draft import (
    Draft,
    Event,
    Pair,
    with_attributes,
    with_event,
    with_events,
    with_item,
    with_profile,
    without_item,
)
from .jsontext import Node
from .problems import Fix, Path
from .times import EventTime
from .values import Value

T = TypeVar("T", Draft, Event)


class _Nothing:
    """Stands at no path at all."""


NOTHING: Final = _Nothing()


def content(draft: Draft, path: Path) -> object:
    """Return what stands at `path`, a part of a draft or a text, or `NOTHING`. What stands at
    ``("body",)`` is the draft."""
    match path:
        case ("body",):
            return draft
        case ("user_id",):
            return draft.user_id
        case ("request_id",):
            return draft.request_id
        case ("extra", str(key)):
            return dict(draft.extra).get(key, NOTHING)
        case ("profile", *rest):
            return _in_pairs(draft.profile, tuple(rest))
        case ("events", int(index), *rest) if 0 <= index < len(draft.events):
            return _in_event(draft.events[index], tuple(rest))
    return NOTHING


def _in_event(event: Event, path: Path) -> object:
    match path:
        case ():
            return event
        case ("name",):
            return event.name
        case ("time",):
            return event.time
        case ("extra", str(key)):
            return dict(event.extra).get(key, NOTHING)
        case ("attributes", *rest):
            return _in_pairs(event.attributes, tuple(rest))
    return NOTHING


def _in_pairs(pairs: tuple[Pair, ...], path: Path) -> object:
    match path:
        case (int(row), *rest) if 0 <= row < len(pairs):
            match rest:
                case []:
                    return pairs[row]
                case ["key"]:
                    return pairs[row].key
                case ["value"]:
                    return pairs[row].value
    return NOTHING


def apply(draft: Draft, fix: Fix) -> Draft:
    """Return `draft` mended by `fix`, or as it is where another thing stands in that field now."""
    if content(draft, fix.path) != fix.was:
        return draft
    match fix.path, fix.put:
        case ("user_id",), str(text):
            return replace(draft, user_id=text)
        case ("request_id",), str(text):
            return replace(draft, request_id=text)
        case ("extra", str(key)), None:
            return _without_extra(draft, key)
        case ("profile", *rest), put:
            return with_profile(draft, _edited(draft.profile, tuple(rest), put))
        case ("events", int(index)), None:
            return with_events(draft, without_item(draft.events, index))
        case ("events", int(index), *rest), put:
            return with_event(draft, index, _mended(draft.events[index], tuple(rest), put))
    return draft


def _mended(event: Event, path: Path, put: Hashable) -> Event:
    match path, put:
        case ("name",), str(text):
            return replace(event, name=text)
        case ("time",), EventTime() as time:
            return replace(event, time=time)
        case ("extra", str(key)), None:
            return _without_extra(event, key)
        case ("attributes", *rest), _:
            return with_attributes(event, _edited(event.attributes, tuple(rest), put))
    return event


def _edited(pairs: tuple[Pair, ...], path: Path, put: Hashable) -> tuple[Pair, ...]:
    match path, put:
        case (int(row),), None:
            return without_item(pairs, row)
        case (int(row), "key"), str(key):
            return with_item(pairs, row, replace(pairs[row], key=key))
        case (int(row), "value"), Value() as value:
            return with_item(pairs, row, replace(pairs[row], value=value))
    return pairs


def _without_extra(owner: T, key: str) -> T:
    extra: tuple[tuple[str, Node], ...] = tuple(pair for pair in owner.extra if pair[0] != key)
    return replace(owner, extra=extra, order=tuple(name for name in owner.order if name != key))
