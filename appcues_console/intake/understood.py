"""What came of reading what somebody pasted or dropped, as values.

What was pasted may hold an account ID. It is handed on beside the draft, in a value that does not
print, and no sentence ever quotes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from appcues_console.activity.destination import MASK
from appcues_console.activity.draft import (
    Draft,
    Pair,
    RequestIdMode,
    with_events,
    with_profile,
)


class Part(StrEnum):
    """What of a draft was pasted, and with that what becomes of the draft that is there."""

    BODY = "body"
    """A whole body: it takes the place of everything but the user ID."""
    EVENTS = "events"
    """All events: they take the place of the events."""
    PROFILE = "profile"
    """All profile fields: they take the place of the profile fields."""
    REQUEST_ID = "request ID"
    EVENT = "event"
    """Single events: they are added."""
    FIELDS = "fields"
    """Single profile fields: each takes the place of the one with its key, or is added."""
    NOTHING = "nothing"
    """Only whom it is for."""


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """The secrets that stood in a command. Never printed, stored or logged."""

    account_id: str | None = field(default=None, repr=False)
    bearer: str | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        return f"Secrets({MASK})"

    def __bool__(self) -> bool:
        return self.account_id is not None or self.bearer is not None

    def masked(self, sentence: str) -> str:
        """Return a sentence without these secrets, even where data that it quotes holds them."""
        for secret in (self.account_id, self.bearer):
            if secret and secret in sentence:
                sentence = _mask_quoted(sentence, secret)
        return sentence


def _mask_quoted(sentence: str, secret: str) -> str:
    # Our own words stay readable where an account ID is as short as a line number.
    parts = sentence.split("“")
    masked = []
    for part in parts[1:]:
        data, quote, rest = part.partition("”")
        masked.append(data.replace(secret, MASK) + quote + rest)
    return "“".join([parts[0], *masked])


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood. `draft` holds what `part` says, and nothing else of it counts; `user_id`
    and `base_url` (without a trailing slash) are None where none was named. `sentences` say, in
    order, what it is, what was mended, and what was left out."""

    part: Part
    draft: Draft
    sentences: tuple[str, ...]
    user_id: str | None = None
    base_url: str | None = None
    secrets: Secrets = Secrets()

    def into(self, draft: Draft) -> Draft:
        """Return `draft` with what was understood put into it: one edit, to be undone as one."""
        return replace(
            _combined(self.part, self.draft, draft),
            user_id=draft.user_id if self.user_id is None else self.user_id,
        )


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Nothing was understood; `sentence` says why and what to do. `line` and `column` count from 1
    in what was pasted, and are None where there is no one place."""

    sentence: str
    line: int | None = None
    column: int | None = None


def _combined(part: Part, new: Draft, draft: Draft) -> Draft:
    match part:
        case Part.BODY:
            return new
        case Part.EVENTS:
            return with_events(draft, new.events)
        case Part.PROFILE:
            return with_profile(draft, new.profile)
        case Part.REQUEST_ID:
            return replace(draft, request_id=new.request_id, request_id_mode=RequestIdMode.GIVEN)
        case Part.EVENT:
            return with_events(draft, (*draft.events, *new.events))
        case Part.FIELDS:
            return with_profile(draft, merged(draft.profile, new.profile))
    return draft


def merged(there: tuple[Pair, ...], new: Iterable[Pair]) -> tuple[Pair, ...]:
    """Return the fields there with the new ones: a key that stands twice is matched in order."""
    merged = [pair for pair in there if not pair.blank]
    places: dict[str, list[int]] = {}
    for index, pair in reversed([*enumerate(merged)]):
        places.setdefault(pair.key, []).append(index)
    for pair in new:
        if same := places.get(pair.key):
            merged[same.pop()] = pair
        else:
            merged.append(pair)
    return tuple(merged)
