"""Old times brought up to the send: what happened then, as if it happened now.

A request that is found again in the history holds the instants of its own day, and events with old
timestamps may not appear in the product. Nobody's times are changed unasked: this is the answer to
a person who asks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import times
from .draft import Draft, with_events
from .times import AT_SEND


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The draft with new times. `exact` is false where a distance had to be rounded to what an
    offset can say."""

    draft: Draft
    exact: bool


def has_fixed_times(draft: Draft) -> bool:
    """True where an event has an instant of its own."""
    return any(_instant(event.time.text) is not None for event in draft.events)


def refreshed(draft: Draft) -> Refreshed:
    """Return `draft` with its newest instant at send and the others as long before it as they were.

    Times that count from the send already stay, and so does the form in which each is written.
    """
    instants = [_instant(event.time.text) for event in draft.events]
    newest = max((each for each in instants if each is not None), default=0)
    exact, events = True, []
    for event, instant in zip(draft.events, instants, strict=True):
        if instant is None:
            events.append(event)
            continue
        text, meant = _before_send(newest - instant)
        exact = exact and meant
        events.append(replace(event, time=replace(event.time, text=text)))
    return Refreshed(with_events(draft, tuple(events)) if events else draft, exact)


def _instant(text: str) -> int | None:
    said = times.meaning(text)
    return None if said is None or said.relative else said.milliseconds


def _before_send(distance: int) -> tuple[str, bool]:
    """Return `distance`, in milliseconds, as an offset, and whether it says just that: in the
    largest unit that divides it, else rounded to the smallest one whose number is short enough."""
    if not distance:
        return AT_SEND, True
    fitting = [
        (unit, length)
        for unit, length in times.UNITS.items()
        if round(distance / length) <= times.MOST_UNITS
    ]
    if not fitting:
        # Further apart than the longest offset; only years that no timestamp has are.
        fitting = [list(times.UNITS.items())[-1]]
    whole = [(unit, length) for unit, length in fitting if distance % length == 0]
    unit, length = whole[-1] if whole else fitting[0]
    amount = min(round(distance / length), times.MOST_UNITS)
    if not amount:
        return AT_SEND, False
    return f"{amount} {unit}{'s' if amount > 1 else ''} before send", amount * length == distance
