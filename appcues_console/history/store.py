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
from collections.abc import Collection, Iterable, Sequence
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
from appcues_console.activity.known import Known
from appcues_console.storage.worker import DatabaseWorker

from . import people, properties
from .doubts import Doubts
from .entries import Entries, findable
from .people import Person
from .records import unpack, unpack_attempts, unpack_reply
from .shelf import Shelf
from .words import Question, question

if TYPE_CHECKING:
    import apsw

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
        self._entries = Entries(owner)
        self.shelf = Shelf(worker)
        """The current draft and the templates, in the same database."""
        self.doubts = Doubts(worker)
        """The events of which nobody knows whether they arrived, in the same database."""

    def begin(self, opening: Opening) -> Future[int]:
        """Write an exchange as *sending*. Its id is known when the row is on the disk."""
        return self._worker.write(lambda connection: self._entries.begin(connection, opening))

    def complete(self, exchange_id: int, ending: Ending) -> Future[None]:
        """Write how an exchange ended. A later ending takes the place of an earlier one."""
        learned: properties.Learned = {}

        def end(connection: apsw.Connection) -> None:
            learned.update(self._entries.end(connection, exchange_id, ending))

        def remember(ended: Future[None]) -> None:
            # On the database thread, once the commit is on the disk.
            if ended.exception() is None:
                self._entries.ended(exchange_id, learned)

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
        living = frozenset(living_owners)
        return self._worker.write(lambda connection: self._entries.settle(connection, living))

    def unfinished(self) -> Future[frozenset[int]]:
        """Return the ids of what this copy has begun and not ended."""
        return self._worker.submit(lambda connection: _begun_by(connection, self._owner))

    def withdraw(self, ids: Collection[int]) -> Future[None]:
        """Remove what this copy began and of which no byte can have left, because nobody was told
        that it had begun. What has ended meanwhile stays."""
        unsent = tuple(ids)
        return self._worker.write(lambda connection: _withdraw(connection, unsent, self._owner))


def _begun_by(connection: apsw.Connection, owner: str) -> frozenset[int]:
    rows = connection.execute("SELECT id FROM exchange WHERE owner = ?", (owner,))
    return frozenset(row[0] for row in rows)


def _withdraw(connection: apsw.Connection, ids: Sequence[int], owner: str) -> None:
    connection.executemany(
        "DELETE FROM exchange WHERE id = ? AND owner = ?",
        ((exchange_id, owner) for exchange_id in ids),
    )


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
        if asked.fits(findable(user_id, summary, label, outcome, None))
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
