"""Which properties were sent through which account, and with what kinds of value.

The product targets by type, so a property that was a number and is a text now is most likely a
mistake. What was sent is remembered here property by property: looking through a million bodies at
each keystroke is no way to find out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from appcues_console.activity import body
from appcues_console.activity.jsontext import JsonProblem
from appcues_console.activity.known import Property, properties
from appcues_console.activity.values import Kind

from .records import pack, unpack

if TYPE_CHECKING:
    import apsw

LARGEST_BODY: Final = 1_000_000
"""Bytes. Reading a larger one would hold up everything else that waits for the database."""
LONGEST_NAME: Final = 256
"""Characters of an event name or key. Longer ones are no names."""
MOST_PROPERTIES: Final = 5_000
"""Properties that are learned from one body, and that one account's drafts are compared with."""
FRESH: Final = 3_600_000
"""Milliseconds within which a property that says nothing new is not written again."""

# Kept in files: a bit is never given another meaning.
BITS: Final = {Kind.TEXT: 1, Kind.NUMBER: 2, Kind.BOOLEAN: 4, Kind.DATE: 8}

_LEARN = (
    "INSERT INTO property (account_key, scope, key, kinds, last_seen) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (account_key, scope, key) DO UPDATE SET kinds = kinds | excluded.kinds,"
    " last_seen = max(last_seen, excluded.last_seen)"
    " WHERE kinds | excluded.kinds <> kinds OR excluded.last_seen > last_seen + ?"
)
_LATEST = (
    "SELECT scope, key, kinds FROM property WHERE account_key = ?"
    " ORDER BY last_seen DESC, scope DESC, key DESC LIMIT ?"
)


Learned: TypeAlias = dict[tuple[str, str, str], tuple[int, int]]
"""By account, scope and key: the bits of the kinds, and when they were last written."""


def set_by(data: bytes) -> Mapping[Property, frozenset[Kind]]:
    """Return the properties that a body sets. What is no body, or too large a one, sets none."""
    if len(data) > LARGEST_BODY:
        return {}
    try:
        draft = body.read(data.decode("utf-8"))
    except (UnicodeDecodeError, JsonProblem):
        return {}
    return properties(draft)


class Lessons:
    """Writes down which properties were sent. What is told to it as written is not written again,
    since a series of sends says the same again and again. To be used on the database thread."""

    def __init__(self) -> None:
        self._learned: Learned = {}

    def learn(
        self,
        connection: apsw.Connection,
        account_key: str,
        found: Mapping[Property, frozenset[Kind]],
        at: int,
    ) -> Learned:
        """Write the properties `found` in a body that was sent at `at`, Unix milliseconds. Return
        what was written, for `remember` once the transaction has been committed.

        Nothing is unlearned when an exchange turns out to be rejected after all: the kind that a
        property had there is still one that was meant once.
        """
        rows = []
        learned: Learned = {}
        for (scope, key), kinds in islice(found.items(), MOST_PROPERTIES):
            if len(scope) > LONGEST_NAME or len(key) > LONGEST_NAME:
                continue
            place = account_key, scope, key
            bits = sum(BITS[kind] for kind in kinds)
            before, seen = self._learned.get(place, (0, at - FRESH - 1))
            if before | bits == before and at - seen <= FRESH:
                continue
            learned[place] = before | bits, max(seen, at)
            rows.append((account_key, pack(scope), pack(key), bits, at, FRESH))
        if rows:
            connection.executemany(_LEARN, rows)
        return learned

    def remember(self, learned: Learned) -> None:
        """Take in that this is in the file."""
        if len(self._learned) + len(learned) > MOST_PROPERTIES:
            self._learned.clear()
        self._learned.update(learned)


def latest(
    connection: apsw.Connection, account_key: str, limit: int = MOST_PROPERTIES
) -> Iterator[tuple[Property, frozenset[Kind]]]:
    """Yield at most `limit` properties of one account with the kinds they had, the latest first."""
    for scope, key, bits in connection.execute(_LATEST, (account_key, limit)):
        kinds = frozenset(kind for kind, bit in BITS.items() if bits & bit)
        yield (unpack(scope), unpack(key)), kinds
