"""What has been sent before through one account, as far as new drafts are compared with it.

A draft is judged without waiting for the history: what the history knows is handed over as one
value, and asked for again after a send.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from . import jsontext, values
from .draft import Draft, Pair
from .jsontext import JsonProblem, Members
from .spelling import plain, shape
from .values import Kind, Value

PROFILE: Final = ""
"""The scope of profile fields. The scope of an attribute is the name of its event, and no event has
this one."""

Property = tuple[str, str]
"""Scope and key. An empty key stands for the event itself."""


class Likeness(Protocol):
    """Finds the known spelling that somebody most likely meant."""

    def person(self, user_id: str, /) -> str | None:
        """Return a user ID that `user_id` may be a slip of, or None."""
        ...

    def key(self, scope: str, key: str, /) -> str | None:
        """Return a key of the same scope that `key` may be a slip of, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """User IDs, the latest first, and the kinds of value that each property was sent with.

    Spellings that speak against themselves, with white space around them for one, are never
    proposed, though they count as known.
    """

    people: tuple[str, ...] = ()
    property_kinds: Mapping[Property, frozenset[Kind]] = field(default_factory=dict)
    likeness: Likeness | None = field(default=None, compare=False)
    _people: frozenset[str] = field(init=False, repr=False, compare=False)
    _shapes_of_people: Mapping[str, str] = field(init=False, repr=False, compare=False)
    _shapes_of_keys: Mapping[Property, str] = field(init=False, repr=False, compare=False)
    _shapes_of_events: Mapping[str, str] = field(init=False, repr=False, compare=False)
    scopes: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        scopes = [scope for scope, _ in self.property_kinds]
        derived = {
            "scopes": frozenset(scopes),
            "_people": frozenset(self.people),
            "_shapes_of_people": _by_shape(self.people),
            "_shapes_of_events": _by_shape(scopes),
            # Backwards, so that of one shape the latest stays.
            "_shapes_of_keys": {
                (scope, shape(key)): key
                for scope, key in reversed(tuple(self.property_kinds))
                if plain(key)
            },
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def has_person(self, user_id: str) -> bool:
        """Tell whether exactly this user ID is known."""
        return user_id in self._people

    def same_person(self, user_id: str) -> str | None:
        """Return another spelling of `user_id` that is known, where it is not known itself."""
        return None if user_id in self._people else self._shapes_of_people.get(shape(user_id))

    def same_event(self, name: str) -> str | None:
        """Return another spelling of an event's name that is known, likewise."""
        return None if name in self.scopes else self._shapes_of_events.get(shape(name))

    def same_key(self, scope: str, key: str) -> str | None:
        """Return another spelling of a key of `scope` that is known, likewise."""
        if (scope, key) in self.property_kinds:
            return None
        return self._shapes_of_keys.get((scope, shape(key)))


def _by_shape(texts: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        if plain(text):
            found.setdefault(shape(text), text)
    return found


def property_kind(value: Value) -> Kind | None:
    """Return the kind that `value` has for whoever reads the body, or None for one that says
    nothing of its property's type: null, an empty text, an array or object, what is not valid.

    A date as whole Unix time is a number there, and a text spelled like a date is a date.
    """
    text = value.text
    match value.kind:
        case Kind.NUMBER if text.isdigit() and text.isascii() and text[0] != "0":
            return Kind.NUMBER
        case Kind.BOOLEAN | Kind.NUMBER:
            return value.kind if values.problem_of(value) is None else None
        case Kind.TEXT | Kind.DATE if not text.strip():
            return None
        case Kind.TEXT:
            return _kind_of_text(text)
        case Kind.DATE if values.usable_as_date(text):
            return Kind.NUMBER if jsontext.is_number(text) else _kind_of_text(text)
        case Kind.JSON:
            try:
                node = jsontext.parse(text)
            except JsonProblem:
                return None
            nested = isinstance(node, tuple | Members)
            return None if nested else property_kind(values.from_node(node))
    return None


def _kind_of_text(text: str) -> Kind:
    if not text[:1].isdigit() and text[-1:] not in {"M", "m"}:
        return Kind.TEXT
    # Whole Unix time is a date only as a number.
    whole = text.removeprefix("-").isdecimal()
    return Kind.DATE if not whole and values.usable_as_date(text) else Kind.TEXT


def properties(draft: Draft) -> dict[Property, frozenset[Kind]]:
    """Return the properties that `draft` sets, the events it holds among them, each with the kinds
    of its values."""
    found: dict[Property, set[Kind]] = {}

    def add(scope: str, pairs: tuple[Pair, ...]) -> None:
        for pair in pairs:
            if pair.key:
                kind = property_kind(pair.value)
                found.setdefault((scope, pair.key), set()).update({kind} if kind else ())

    for event in draft.events:
        if event.name:
            found.setdefault((event.name, ""), set())
            add(event.name, event.attributes)
    add(PROFILE, draft.profile)
    return {key: frozenset(kinds) for key, kinds in found.items()}
