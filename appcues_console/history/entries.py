"""Writing one exchange into the tables: its beginning, and how it ended.

What is done here is done on a connection, inside a transaction of somebody else's: the history's
own thread, or a process that does nothing but keep a long series of sends (`writer.py`). Both must
write the same rows, so both write them here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from appcues_console.activity.exchange import Ending, Opening, Outcome
from appcues_console.activity.known import Property
from appcues_console.activity.values import Kind

from . import doubts, people, properties
from .records import pack, pack_attempts, pack_head, unpack
from .wording import interrupted
from .words import haystack

if TYPE_CHECKING:
    import apsw

_MAY_HAVE_REACHED = frozenset({Outcome.ACCEPTED, Outcome.UNKNOWN})
"""Outcomes after which the user may exist on the server, so that the user is known here."""


# A send calls the database four times and not seven: a call costs more than a small statement does
# (two inserts take 5.5 µs in two calls, 2.5 µs in one).
_BEGIN = (
    "INSERT INTO exchange (started_at, outcome, account_key, label, safety, user_id, summary,"
    " event_count, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?);"
    "INSERT INTO request (id, base_url, masked_url, body) VALUES (last_insert_rowid(), ?, ?, ?)"
)
_END_AGAIN = (
    "UPDATE exchange SET outcome = ?, status = ?, duration = ?, owner = NULL WHERE id = ?"
    " RETURNING started_at, account_key, label, user_id, summary, event_count,"
    " EXISTS (SELECT 1 FROM doubt WHERE doubt.account_key = exchange.account_key"
    " AND doubt.user_id = exchange.user_id)"
)
_END_FIRST = _END_AGAIN.replace(" RETURNING", " AND outcome = 'sending' RETURNING")
_ANSWER = (
    "INSERT INTO answer (id, explanation, attempts, head, body) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET explanation = excluded.explanation,"
    " attempts = excluded.attempts, head = excluded.head, body = excluded.body;"
    "INSERT INTO haystack (id, text) VALUES (?, ?)"
    " ON CONFLICT (id) DO UPDATE SET text = excluded.text"
)


class Entries:
    """Writes what the running copy called `owner` sends. To be used on one thread."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._lessons = properties.Lessons()
        # Of exchanges in flight, so that their bodies need not be read again.
        self._set: dict[int, Mapping[Property, frozenset[Kind]]] = {}

    def begin(self, connection: apsw.Connection, opening: Opening) -> int:
        """Write an exchange as *sending* and return its id."""
        exchange_id = _begin(connection, opening, self._owner)
        if opening.activity.properties is not None:
            self._set[exchange_id] = opening.activity.properties
        else:  # the id may be that of a beginning that was taken back
            self._set.pop(exchange_id, None)
        return exchange_id

    def end(
        self, connection: apsw.Connection, exchange_id: int, ending: Ending
    ) -> properties.Learned:
        """Write how an exchange ended. Return what that taught, for `ended`."""
        reached = _complete(connection, exchange_id, ending)
        if reached is None:
            return {}
        account_key, started_at = reached
        found = self._set.get(exchange_id)
        if found is None:
            sent = "SELECT body FROM request WHERE id = ?"
            found = properties.set_by(connection.execute(sent, (exchange_id,)).get)
        return self._lessons.learn(connection, account_key, found, started_at)

    def ended(self, exchange_id: int, learned: properties.Learned) -> None:
        """Take in that an ending is on the disk. Before the commit that is not known: what was
        taken back instead must be written again."""
        self._set.pop(exchange_id, None)
        self._lessons.remember(learned)

    def settle(self, connection: apsw.Connection, living: Collection[str]) -> int:
        """End as *unknown* what copies other than this one and the `living` left in flight."""
        unfinished: list[Any] = connection.execute(
            "SELECT id, owner, event_count FROM exchange WHERE owner IS NOT NULL"
        ).fetchall()
        orphans = [row for row in unfinished if row[1] != self._owner and row[1] not in living]
        for exchange_id, _, event_count in orphans:
            self.end(connection, exchange_id, Ending(Outcome.UNKNOWN, interrupted(event_count)))
        return len(orphans)


def _begin(connection: apsw.Connection, opening: Opening, owner: str) -> int:
    destination, activity = opening.destination, opening.activity
    connection.execute(
        _BEGIN,
        (
            opening.started_at,
            Outcome.SENDING.value,
            destination.account_key,
            pack(destination.label),
            destination.safety.value,
            pack(activity.user_id),
            pack(activity.summary),
            activity.event_count,
            owner,
            pack(destination.base_url),
            pack(opening.masked_url),
            activity.body,
        ),
    )
    return connection.last_insert_rowid()  # of the request, which has the id of the exchange


def _complete(
    connection: apsw.Connection, exchange_id: int, ending: Ending
) -> tuple[str, int] | None:
    """Write an ending. Where it says that the user may have been reached, and none before it did,
    return the account's key and the time of the exchange."""
    reply = ending.reply
    status = reply.status if reply else None
    duration = ending.duration if ending.attempts else None
    changed = (ending.outcome.value, status, duration, exchange_id)
    # Nearly always this is the first ending, and then one step tells all that is needed.
    before, row = Outcome.SENDING, connection.execute(_END_FIRST, changed).get
    if row is None:
        which = "SELECT outcome FROM exchange WHERE id = ?"
        earlier: str | None = connection.execute(which, (exchange_id,)).get
        if earlier is None:
            return None  # removed from the history while it was on its way; it stays removed
        before, row = Outcome(earlier), connection.execute(_END_AGAIN, changed).get
    started_at, account_key, label, user_id, summary, event_count, doubted = row
    connection.execute(
        _ANSWER,
        (
            exchange_id,
            pack(ending.explanation),
            pack_attempts(ending.attempts),
            pack_head(reply) if reply else None,
            reply.body if reply else None,
            exchange_id,
            findable(user_id, summary, label, ending.outcome.value, status),
        ),
    )
    if event_count:
        doubts.follow(connection, exchange_id, before, ending.outcome, doubted=bool(doubted))
    more = (ending.outcome in _MAY_HAVE_REACHED) - (before in _MAY_HAVE_REACHED)
    if more:
        people.count(connection, account_key, user_id, started_at, more)
    return (account_key, started_at) if more > 0 else None


def findable(user_id: bytes, summary: bytes, label: bytes, outcome: str, status: int | None) -> str:
    """Return the words by which an exchange is found."""
    parts = [unpack(user_id), unpack(summary), unpack(label), outcome]
    return haystack(parts if status is None else [*parts, str(status)])
