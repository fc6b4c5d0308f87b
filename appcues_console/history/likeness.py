"""What somebody most likely meant: the known user ID or key that is one slip of a finger away.

One character too many, too few, another one, or two changed over. Digits count: `user-41` and
`user-42` are two users and no slip, unless the whole looks like a random number in hexadecimal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from appcues_console.activity.known import Property
from appcues_console.activity.spelling import plain, shape

SHORTEST: Final = 4
"""Characters. Of shorter ones too many are one slip apart."""
LONGEST: Final = 256

_DIGITS: Final = re.compile(r"\d+")
_RANDOM: Final = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f-]{16,}")
_SEPARATORS: Final = str.maketrans("", "", "_-. ")

Buckets = dict[tuple[str, str, int], dict[str, str]]
"""Texts with their shapes, by scope, digits and length: only what has these in common, or almost,
can be one slip apart."""


class Likeness:
    """User IDs and keys to be compared with, each the latest first."""

    def __init__(self, people: Iterable[str], keys: Iterable[Property]) -> None:
        self._people = _buckets(("", user_id, shape(user_id)) for user_id in people)
        self._keys = _buckets((scope, key, _key_shape(key)) for scope, key in keys if key)
        # Asked at each keystroke for all that a draft holds.
        self._person = lru_cache(64)(self._find_person)
        self._key = lru_cache(4096)(self._find_key)

    def person(self, user_id: str, /) -> str | None:
        """Return a known user ID that `user_id` may be a slip of, or None."""
        return self._person(user_id) if len(user_id) <= LONGEST else None

    def key(self, scope: str, key: str, /) -> str | None:
        """Return a known key of `scope` that `key` may be a slip of, or None: written with another
        separator, such as ``planTier`` for ``plan_tier``, it is one as well."""
        return self._key(scope, key) if len(key) <= LONGEST else None

    def _find_person(self, user_id: str) -> str | None:
        return _nearest(self._people, "", user_id, shape(user_id))

    def _find_key(self, scope: str, key: str) -> str | None:
        return _nearest(self._keys, scope, key, _key_shape(key))


def _key_shape(key: str) -> str:
    return shape(key).translate(_SEPARATORS)


def _digits(text: str) -> str:
    return "random" if _RANDOM.fullmatch(text) else " ".join(_DIGITS.findall(text))


def _buckets(texts: Iterable[tuple[str, str, str]]) -> Buckets:
    """Return the texts, each with its shape, sorted so that few have to be compared."""
    buckets: Buckets = {}
    seen = set()
    for scope, text, form in texts:
        # Of one shape the first is taken, which is the latest.
        if plain(text) and SHORTEST <= len(form) <= LONGEST and (scope, form) not in seen:
            seen.add((scope, form))
            buckets.setdefault((scope, _digits(form), len(form)), {})[text] = form
    return buckets


def _nearest(buckets: Buckets, scope: str, text: str, form: str) -> str | None:
    if len(form) < SHORTEST:
        return None
    digits, length = _digits(form), len(form)
    nearest: tuple[float, str] | None = None
    for near in (length, length - 1, length + 1):
        bucket = buckets.get((scope, digits, near))
        if bucket is not None:
            found = process.extractOne(form, bucket, scorer=OSA.distance, score_cutoff=1)
            if found is not None and (nearest is None or found[1] < nearest[0]):
                _, distance, known = found
                nearest = distance, known
    return nearest[1] if nearest and nearest[1] != text else None
