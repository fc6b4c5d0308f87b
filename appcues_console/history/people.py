"""Who was reached through which account, for completion, for "known here", and for finding slips.

A table of its own: looking through a million exchanges at each keystroke is no way to know a user.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .records import pack, unpack
from .words import fold

if TYPE_CHECKING:
    import apsw

_LATEST_PEOPLE = (
    "SELECT user_id, last_sent_at, count FROM person WHERE account_key = ?"
    " ORDER BY last_sent_at DESC LIMIT ?"
)
_PEOPLE_BETWEEN = (
    "SELECT user_id, last_sent_at, count FROM person WHERE account_key = ?"
    " AND folded >= ? AND folded < ? ORDER BY last_sent_at DESC LIMIT ?"
)


MOST_PEOPLE: Final = 2_000
"""Users that a user ID is compared with."""


@dataclass(frozen=True, slots=True)
class Person:
    """A user seen before through one account. `last_sent_at` is Unix milliseconds; `count` the
    exchanges that were accepted or may have been."""

    user_id: str
    last_sent_at: int
    count: int


def count(
    connection: apsw.Connection, account_key: str, user_id: bytes, started_at: int, more: int
) -> None:
    """Count `more` exchanges, or fewer where it is negative, that may have reached a user."""
    connection.execute(
        "INSERT INTO person (account_key, user_id, folded, last_sent_at, count)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (account_key, user_id) DO UPDATE SET"
        " last_sent_at = max(last_sent_at, excluded.last_sent_at), count = count + excluded.count",
        (account_key, user_id, pack(fold(unpack(user_id))), started_at, more),
    )
    if more < 0:
        connection.execute(
            "DELETE FROM person WHERE account_key = ? AND user_id = ? AND count <= 0",
            (account_key, user_id),
        )


def exactly(connection: apsw.Connection, account_key: str, user_id: str) -> Person | None:
    """Return what is known of exactly this user ID, or None."""
    row = connection.execute(
        "SELECT last_sent_at, count FROM person WHERE account_key = ? AND user_id = ?",
        (account_key, pack(user_id)),
    ).fetchone()
    return None if row is None else Person(user_id, *row)


def beginning(
    connection: apsw.Connection, account_key: str, prefix: str, limit: int
) -> tuple[Person, ...]:
    """Return the users whose ID begins with `prefix` in any case, the latest first."""
    start = pack(fold(prefix))
    if start:
        # The first byte string that is not below every continuation; no byte of UTF-8 is 0xFF.
        end = start[:-1] + bytes([start[-1] + 1])
        rows = connection.execute(_PEOPLE_BETWEEN, (account_key, start, end, limit))
    else:
        rows = connection.execute(_LATEST_PEOPLE, (account_key, limit))
    return tuple(Person(unpack(user_id), last, count) for user_id, last, count in rows)


def latest(connection: apsw.Connection, account_key: str) -> tuple[str, ...]:
    """Return the user IDs reached last, no more than new ones are compared with."""
    rows = connection.execute(_LATEST_PEOPLE, (account_key, MOST_PEOPLE))
    return tuple(unpack(user_id) for user_id, _, _ in rows)
