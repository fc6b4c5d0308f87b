"""What a person is composing, as one immutable value.

Forms and JSON text are two views of a draft; an edit is a function from draft to draft. A draft
holds what was typed, valid or not, so that nothing is ever lost; `lint` says what is wrong with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from .jsontext import Node
from .times import EventTime
from .values import Value

T = TypeVar("T")

NOTHING_TYPED = Value()
AT_SEND = EventTime()


@dataclass(frozen=True, slots=True)
class Pair:
    """A key and its value: an attribute of an event, or a profile field."""

    key: str = ""
    value: Value = NOTHING_TYPED

    @property
    def blank(self) -> bool:
        """True for a row that nobody has typed into; it is not part of the body."""
        return not self.key and not self.value.text and not self.value.forced


EVENT_KEYS = ("name", "timestamp", "attributes")
BODY_KEYS = ("events", "profile_update", "request_id")


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `order` lists the keys in the order in which they were read, empty for the usual
    one; `extra` holds members that the documentation does not know, kept as they were."""

    name: str = ""
    time: EventTime = AT_SEND
    attributes: tuple[Pair, ...] = ()
    order: tuple[str, ...] = ()
    extra: tuple[tuple[str, Node], ...] = ()


class RequestIdMode(StrEnum):
    """Where the request ID of a body comes from."""

    MADE = "made for each send"
    GIVEN = "given"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that is composed: the user, the events, the profile fields, the request ID.

    `order` and `extra` are those of the body, as in `Event`. `request_id` counts only while the
    mode is `GIVEN`.
    """

    user_id: str = ""
    events: tuple[Event, ...] = ()
    profile: tuple[Pair, ...] = ()
    request_id: str = ""
    request_id_mode: RequestIdMode = RequestIdMode.MADE
    order: tuple[str, ...] = ()
    extra: tuple[tuple[str, Node], ...] = ()


def with_item(items: tuple[T, ...], index: int, item: T) -> tuple[T, ...]:
    """Return `items` with the one at `index` exchanged for `item`."""
    return (*items[:index], item, *items[index + 1 :])


def with_insertion(items: tuple[T, ...], index: int, item: T) -> tuple[T, ...]:
    """Return `items` with `item` put in at `index`."""
    return (*items[:index], item, *items[index:])


def without_item(items: tuple[T, ...], index: int) -> tuple[T, ...]:
    """Return `items` without the one at `index`."""
    return (*items[:index], *items[index + 1 :])


def with_events(draft: Draft, events: tuple[Event, ...]) -> Draft:
    """Return `draft` with other events; taking the last one away takes `events` out of the body."""
    return replace(draft, events=events, order=_kept(draft.order, "events", bool(events)))


def with_profile(draft: Draft, profile: tuple[Pair, ...]) -> Draft:
    """Return `draft` with other profile fields, and likewise with `profile_update`."""
    return replace(
        draft,
        profile=profile,
        order=_kept(draft.order, "profile_update", bool(profile)),
    )


def with_event(draft: Draft, index: int, event: Event) -> Draft:
    """Return `draft` with the event at `index` exchanged."""
    return replace(draft, events=with_item(draft.events, index, event))


def with_attributes(event: Event, attributes: tuple[Pair, ...]) -> Event:
    """Return `event` with other attributes."""
    return replace(
        event,
        attributes=attributes,
        order=_kept(event.order, "attributes", bool(attributes)),
    )


def with_request_id(draft: Draft, text: str) -> Draft:
    """Return `draft` with a request ID as typed; an empty one is made for each send."""
    mode = RequestIdMode.GIVEN if text else RequestIdMode.MADE
    return replace(draft, request_id=text, request_id_mode=mode)


def _kept(order: tuple[str, ...], key: str, present: bool) -> tuple[str, ...]:
    return order if present else tuple(name for name in order if name != key)


def example() -> Draft:
    """Return the documentation's own example: one event with attributes, one profile field."""
    return Draft(
        user_id="user-42",
        events=(
            Event(
                name="clicked widget",
                attributes=(
                    Pair("widget_color", Value(text="blue")),
                    Pair("ab_group", Value(text="a")),
                ),
            ),
        ),
        profile=(Pair("team", Value(text="Product")),),
    )
