"""What the practice server remembers: users, their events, and every body that came for them.

It stands apart from HTTP so that its bounds can be tested by themselves: a practice server may run
for weeks, and must not grow with what it is sent. It knows neither threads nor a loop; whoever owns
it calls it from one place at a time. Nothing is ever written to a disk.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from .rules import Accepted, AcceptedEvent

_OVERHEAD: Final = 200
"""Bytes counted for each remembered thing beside its text: roughly what Python spends on it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is remembered. `weight` is bytes over all users, roughly."""

    users: int = 500
    events: int = 1_000
    """Events of one user."""
    received: int = 20
    """Bodies of one user, accepted or not."""
    weight: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """A body as it arrived, byte for byte. `number` only grows; `at` is Unix milliseconds; `status`
    is what it was answered with, None where it got no answer; `fault` is the key of the fault that
    it met."""

    number: int
    at: int
    status: int | None
    content_type: str
    body: bytes = field(repr=False)
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class UserSummary:
    """What a list shows of one user. `known` is false while no body of theirs was accepted yet."""

    account: str
    user: str
    last_at: int
    known: bool
    fields: int
    events: int
    received: int


@dataclass(slots=True)
class _User:
    known: bool = False
    last_at: int = 0
    weight: int = 0
    profile: OrderedDict[str, str] = field(default_factory=OrderedDict)
    events: deque[AcceptedEvent] = field(default_factory=deque)
    received: deque[Received] = field(default_factory=deque)


class World:
    """Users by account and user ID, both compared exactly.

    Where a limit is reached the oldest goes first: a user's oldest bodies and events, the user who
    was heard of least recently, and, when one user alone is too heavy, their bodies, then their
    events, then the profile fields that were set longest ago.
    """

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        # Ordered ones: a plain dict takes ever longer to find its first key when that is removed
        # again and again.
        self._users: OrderedDict[tuple[str, str], _User] = OrderedDict()
        self._weight = 0
        self._numbers = 0

    def apply(self, account: str, user: str, accepted: Accepted, at: int) -> None:
        """Set the profile values and append the events of an accepted body, received at `at`
        (Unix milliseconds). A user who does not exist is created, as the API documents. A null is
        kept as a value, so that a person sees that it arrived."""
        entry = self._touched(account, user, at)
        entry.known = True
        for key, value in accepted.profile:
            if (old := entry.profile.pop(key, None)) is not None:
                self._weigh(entry, -_field_weight(key, old))
            entry.profile[key] = value  # popped before, so that the order is that of last setting
            self._weigh(entry, _field_weight(key, value))
        for event in accepted.events:
            if len(entry.events) >= self._limits.events:
                self._weigh(entry, -_event_weight(entry.events.popleft()))
            entry.events.append(event)
            self._weigh(entry, _event_weight(event))
        self._shrink()

    def keep(
        self,
        account: str,
        user: str,
        body: bytes,
        content_type: str,
        status: int | None,
        at: int,
        fault: str | None = None,
    ) -> None:
        """Remember the exact bytes that came for a user, whether they were accepted or not."""
        entry = self._touched(account, user, at)
        self._numbers += 1
        if len(entry.received) >= self._limits.received:
            self._weigh(entry, -_received_weight(entry.received.popleft()))
        entry.received.append(Received(self._numbers, at, status, content_type, body, fault))
        self._weigh(entry, _received_weight(entry.received[-1]))
        self._shrink()

    def profile(self, account: str, user: str) -> Mapping[str, str] | None:
        """Return key and JSON value of each field, those set last at the end, or None when the
        user does not exist."""
        entry = self._users.get((account, user))
        return MappingProxyType(entry.profile) if entry and entry.known else None

    def events(
        self, account: str, user: str, limit: int | None = None
    ) -> tuple[AcceptedEvent, ...] | None:
        """Return the events newest first, or None when the user does not exist.

        Newest is what arrived last, and of one body what stands last in it: timestamps may be
        seconds, milliseconds or ISO 8601, and nothing documents how they compare.
        """
        entry = self._users.get((account, user))
        if entry is None or not entry.known:
            return None
        return tuple(reversed(entry.events))[:limit]

    def received(self, account: str, user: str) -> tuple[Received, ...]:
        """Return the bodies that came for a user, newest first; empty when none did."""
        entry = self._users.get((account, user))
        return tuple(reversed(entry.received)) if entry else ()

    def users(self) -> tuple[UserSummary, ...]:
        """Return everybody that was heard of, latest first."""
        return tuple(
            UserSummary(
                account,
                user,
                entry.last_at,
                entry.known,
                len(entry.profile),
                len(entry.events),
                len(entry.received),
            )
            for (account, user), entry in reversed(self._users.items())
        )

    @property
    def weight(self) -> int:
        """Roughly how many bytes are held."""
        return self._weight

    def _touched(self, account: str, user: str, at: int) -> _User:
        """Return the user as the most recent one, made where it is missing."""
        key = (account, user)
        entry = self._users.pop(key, None)
        if entry is None:
            entry = _User()
            self._weigh(entry, _OVERHEAD + len(account) + len(user))
        self._users[key] = entry
        entry.last_at = at
        return entry

    def _weigh(self, entry: _User, change: int) -> None:
        entry.weight += change
        self._weight += change

    def _shrink(self) -> None:
        while len(self._users) > self._limits.users or (
            self._weight > self._limits.weight and len(self._users) > 1
        ):
            self._weight -= self._users.popitem(last=False)[1].weight
        entry = next(reversed(self._users.values()))
        while self._weight > self._limits.weight:
            if entry.received:
                self._weigh(entry, -_received_weight(entry.received.popleft()))
            elif entry.events:
                self._weigh(entry, -_event_weight(entry.events.popleft()))
            elif entry.profile:
                self._weigh(entry, -_field_weight(*entry.profile.popitem(last=False)))
            else:
                break  # a user ID alone; its length is bounded by that of a request line


def _field_weight(key: str, value: str) -> int:
    return _OVERHEAD + len(key) + len(value)


def _event_weight(event: AcceptedEvent) -> int:
    return _OVERHEAD + len(event.name) + len(event.timestamp) + len(event.attributes or "")


def _received_weight(received: Received) -> int:
    return _OVERHEAD + len(received.content_type) + len(received.body)
