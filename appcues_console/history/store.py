"""The history: every exchange from the moment before its first byte leaves.

`begin` is durable before delivery may start, `complete` fills in what came of it, and an exchange
whose program died in between is settled as unknown at the next start: it is never forgotten and
never called sent. Everything here runs on the database thread; each method returns a future.
"""

from __future__ import annotations

import heapq
import json
import sys
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from appcues_console.activity.destination import Destination, Safety
from appcues_console.activity.exchange import (
    Activity,
    Ending,
    Exchange,
    Opening,
    Outcome,
    Summary,
)
from appcues_console.activity.known import Known, Property
from appcues_console.activity.values import Kind
from appcues_console.storage.worker import DatabaseWorker

from . import doubts, people, properties
from .doubts import Doubts
from .people import Person
from .records import pack, pack_attempts, pack_head, unpack, unpack_attempts, unpack_reply
from .shelf import Shelf
from .wording import interrupted
from .words import Question, haystack, question

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

_FIND_INDEXED = "SELECT rowid FROM needle WHERE needle MATCH ? ORDER BY rowid DESC LIMIT ?"
_FIND_BOTH = (
    "SELECT rowid FROM needle WHERE needle MATCH ? AND NOT EXISTS"
    " (SELECT 1 FROM json_each(?) AS word WHERE instr(text, word.value) = 0)"
    " ORDER BY rowid DESC LIMIT ?"
)
_FIND_DIRECT = (
    "SELECT id FROM haystack WHERE NOT EXISTS"
    " (SELECT 1 FROM json_each(?) AS word WHERE instr(text, word.value) = 0)"
    " ORDER BY id DESC LIMIT ?"
)


class HistoryStore:
    """Keeps exchanges in the database of `worker`. `owner` names this running copy."""

    def __init__(self, worker: DatabaseWorker, owner: str) -> None:
        self._worker = worker
        self._owner = owner
        self._lessons = properties.Lessons()
        # Of exchanges in flight, so that their bodies need not be read again.
        self._set: dict[int, Mapping[Property, frozenset[Kind]]] = {}

    @property
    def shelf(self) -> Shelf:
        """The current draft and the templates, in the same database."""
        return Shelf(self._worker)

    @property
    def doubts(self) -> Doubts:
        """The events of which nobody knows whether they arrived, in the same database."""
        return Doubts(self._worker)

    def begin(self, opening: Opening) -> Future[int]:
        """Write an exchange as *sending*. Its id is known when the row is on the disk."""

        def begin(connection: apsw.Connection) -> int:
            exchange_id = _begin(connection, opening, self._owner)
            if opening.activity.properties is not None:
                self._set[exchange_id] = opening.activity.properties
            return exchange_id

        return self._worker.write(begin)

    def complete(self, exchange_id: int, ending: Ending) -> Future[None]:
        """Write how an exchange ended. A later ending takes the place of an earlier one."""
        learned: properties.Learned = {}

        def end(connection: apsw.Connection) -> None:
            learned.update(self._end(connection, exchange_id, ending))

        def remember(ended: Future[None]) -> None:
            # On the database thread, once the commit is on the disk: what was taken back instead
            # must be written again.
            if ended.exception() is None:
                self._set.pop(exchange_id, None)
                self._lessons.remember(learned)

        future = self._worker.write(end)
        future.add_done_callback(remember)
        return future

    def ids(self, search: str = "", *, limit: int | None = None) -> Future[array[int]]:
        """Return the ids whose user ID, summary, account label, outcome or status hold every word
        of `search`, newest first: an ``array('q')`` of at most `limit`. Words match anywhere in
        any case."""
        return self._worker.submit(
            lambda connection: _ids(
                connection, question(search), sys.maxsize if limit is None else limit
            )
        )

    def version(self) -> Future[int]:
        """Return a number that is another once another copy of the program has changed something.
        What this copy writes does not count. It costs next to nothing."""
        return self._worker.submit(_version)

    def summaries(self, ids: Sequence[int]) -> Future[tuple[Summary, ...]]:
        """Return the rows of a list in the order of `ids`, without those that do not exist."""
        wanted = tuple(ids)
        return self._worker.submit(lambda connection: _summaries(connection, wanted))

    def exchange(self, exchange_id: int) -> Future[Exchange | None]:
        """Return one exchange whole, or None where there is none of that id."""
        return self._worker.submit(lambda connection: _exchange(connection, exchange_id))

    def person(self, account_key: str, user_id: str) -> Future[Person | None]:
        """Return what is known of exactly this user ID (its case counts), or None."""
        return self._worker.submit(
            lambda connection: people.exactly(connection, account_key, user_id)
        )

    def people(self, account_key: str, prefix: str, limit: int = 20) -> Future[tuple[Person, ...]]:
        """Return the users whose ID begins with `prefix` in any case, the latest first."""
        return self._worker.submit(
            lambda connection: people.beginning(connection, account_key, prefix, limit)
        )

    def known(self, account_key: str) -> Future[Known]:
        """Return what new drafts for one account are compared with: its latest 2,000 users and
        5,000 properties, and whom or what a slip of a finger would lead away from."""
        return self._worker.submit(lambda connection: _known(connection, account_key))

    def settle_interrupted(self, living_owners: Collection[str]) -> Future[int]:
        """End as *unknown* what copies that are gone left in flight, and return how many.

        Exchanges of this copy and of `living_owners` are not touched.
        """
        living = frozenset(living_owners) | {self._owner}
        return self._worker.write(lambda connection: self._settle(connection, living))

    def _settle(self, connection: apsw.Connection, living: Collection[str]) -> int:
        unfinished: list[Any] = connection.execute(
            "SELECT id, owner, event_count FROM exchange WHERE owner IS NOT NULL"
        ).fetchall()
        orphans = [row for row in unfinished if row[1] not in living]
        for exchange_id, _, event_count in orphans:
            self._end(connection, exchange_id, Ending(Outcome.UNKNOWN, interrupted(event_count)))
        return len(orphans)

    def _end(
        self, connection: apsw.Connection, exchange_id: int, ending: Ending
    ) -> properties.Learned:
        reached = _complete(connection, exchange_id, ending)
        if reached is None:
            return {}
        account_key, started_at = reached
        found = self._set.get(exchange_id)
        if found is None:
            sent = "SELECT body FROM request WHERE id = ?"
            found = properties.set_by(connection.execute(sent, (exchange_id,)).get)
        return self._lessons.learn(connection, account_key, found, started_at)


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
            _findable(user_id, summary, label, ending.outcome.value, status),
        ),
    )
    if event_count:
        doubts.follow(connection, exchange_id, before, ending.outcome, doubted=bool(doubted))
    more = (ending.outcome in _MAY_HAVE_REACHED) - (before in _MAY_HAVE_REACHED)
    if more:
        people.count(connection, account_key, user_id, started_at, more)
    return (account_key, started_at) if more > 0 else None


def _findable(
    user_id: bytes, summary: bytes, label: bytes, outcome: str, status: int | None
) -> str:
    parts = [unpack(user_id), unpack(summary), unpack(label), outcome]
    return haystack(parts if status is None else [*parts, str(status)])


def _ids(connection: apsw.Connection, asked: Question | None, limit: int) -> array[int]:
    if asked is None:
        rows = connection.execute("SELECT id FROM exchange ORDER BY id DESC LIMIT ?", (limit,))
        return array("q", (row[0] for row in rows))
    if not asked.indexed:
        rows = connection.execute(_FIND_DIRECT, (json.dumps(asked.direct), limit))
    elif not asked.direct:
        rows = connection.execute(_FIND_INDEXED, (asked.match, limit))
    else:
        rows = connection.execute(_FIND_BOTH, (asked.match, json.dumps(asked.direct), limit))
    found = array("q", (row[0] for row in rows))
    unfinished = _unfinished(connection, asked)
    if unfinished:
        return array("q", heapq.merge(unfinished, found, reverse=True))[:limit]
    return found


def _unfinished(connection: apsw.Connection, asked: Question) -> list[int]:
    """Return the exchanges in flight that fit, newest first: few, and not in the index yet."""
    rows = connection.execute(
        "SELECT id, user_id, summary, label, outcome FROM exchange WHERE owner IS NOT NULL"
        " ORDER BY id DESC"
    )
    return [
        exchange_id
        for exchange_id, user_id, summary, label, outcome in rows
        if asked.fits(_findable(user_id, summary, label, outcome, None))
    ]


def _summaries(connection: apsw.Connection, ids: Iterable[int]) -> tuple[Summary, ...]:
    rows = connection.executemany(
        "SELECT id, started_at, outcome, status, user_id, summary, label, safety, duration"
        " FROM exchange WHERE id = ?",
        ((exchange_id,) for exchange_id in ids),
    )
    return tuple(
        Summary(
            id=exchange_id,
            started_at=started_at,
            outcome=Outcome(outcome),
            status=status,
            user_id=unpack(user_id),
            text=unpack(summary),
            account_label=unpack(label),
            safety=safety,
            duration=duration,
        )
        for (
            exchange_id,
            started_at,
            outcome,
            status,
            user_id,
            summary,
            label,
            safety,
            duration,
        ) in rows
    )


def _exchange(connection: apsw.Connection, exchange_id: int) -> Exchange | None:
    row = connection.execute(
        "SELECT started_at, account_key, label, safety, base_url, masked_url, user_id, body,"
        " summary, event_count FROM exchange JOIN request USING (id) WHERE id = ?",
        (exchange_id,),
    ).fetchone()
    if row is None:
        return None
    (started_at, key, label, safety, base_url, masked_url, user_id, body, summary, events) = row
    opening = Opening(
        started_at=started_at,
        destination=Destination(key, unpack(label), unpack(base_url), Safety(safety)),
        masked_url=unpack(masked_url),
        activity=Activity(unpack(user_id), body, unpack(summary), events),
    )
    return Exchange(exchange_id, opening, _ending(connection, exchange_id))


def _ending(connection: apsw.Connection, exchange_id: int) -> Ending | None:
    row = connection.execute(
        "SELECT outcome, explanation, attempts, head, body FROM exchange JOIN answer USING (id)"
        " WHERE id = ?",
        (exchange_id,),
    ).fetchone()
    if row is None:
        return None
    outcome, explanation, attempts, head, body = row
    return Ending(
        outcome=Outcome(outcome),
        explanation=unpack(explanation),
        attempts=unpack_attempts(attempts),
        reply=None if head is None else unpack_reply(head, body),
    )


def _version(connection: apsw.Connection) -> int:
    rows: list[Any] = connection.execute("PRAGMA data_version").fetchall()
    return int(rows[0][0])


def _known(connection: apsw.Connection, account_key: str) -> Known:
    # Comparing spellings takes a library that nothing else here needs.
    from .likeness import Likeness

    users = people.latest(connection, account_key)
    kinds = dict(properties.latest(connection, account_key))
    return Known(users, kinds, Likeness(users, kinds))
