"""Events of which nobody knows whether they arrived, so that none is repeated without a question.

An event is in doubt from the exchange that ended as unknown until one with the same event (see
`activity.twice`) is accepted for the same user of the same account. The table is small and is asked
before each send of events; it must not need the exchanges themselves.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from appcues_console.activity.exchange import Outcome
from appcues_console.activity.twice import event_marks
from appcues_console.storage.worker import DatabaseWorker

from .records import pack

if TYPE_CHECKING:
    import apsw

_OF_USER = "SELECT mark FROM doubt WHERE account_key = ? AND user_id = ?"


class Doubts:
    """The events in doubt, in the database of `worker`."""

    def __init__(self, worker: DatabaseWorker) -> None:
        self._worker = worker

    def any(self, account_key: str) -> Future[bool]:
        """Return whether anything sent to an account is in doubt."""
        return self._worker.submit(lambda connection: _any(connection, account_key))

    def among(self, account_key: str, user_id: str, body: bytes) -> Future[tuple[str, ...]]:
        """Return the names of the events of `body` that are in doubt for this user."""
        return self._worker.submit(
            lambda connection: _among(connection, account_key, pack(user_id), body)
        )


def follow(
    connection: apsw.Connection, exchange_id: int, before: str, after: Outcome, *, doubted: bool
) -> None:
    """Take in that an exchange with events, which was `before`, ended as `after`. Where its user is
    not `doubted`, which means that nothing in the table is about that user, no body is read."""
    if before == Outcome.UNKNOWN.value:
        connection.execute("DELETE FROM doubt WHERE exchange_id = ?", (exchange_id,))
    if after is Outcome.UNKNOWN:
        _note(connection, exchange_id)
    elif after is Outcome.ACCEPTED and doubted:
        _settle(connection, exchange_id)


def note_all(connection: apsw.Connection) -> None:
    """Take in every exchange that ended as unknown before there was a table of doubts."""
    rows: list[Any] = connection.execute(
        "SELECT id FROM exchange WHERE outcome = ? AND event_count > 0 ORDER BY id",
        (Outcome.UNKNOWN.value,),
    ).fetchall()
    for (exchange_id,) in rows:
        _note(connection, exchange_id)


def _note(connection: apsw.Connection, exchange_id: int) -> None:
    account_key, user_id, body = _sent(connection, exchange_id)
    connection.executemany(
        "INSERT INTO doubt (account_key, user_id, mark, exchange_id) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (account_key, user_id, mark)"
        " DO UPDATE SET exchange_id = excluded.exchange_id",
        [(account_key, user_id, mark, exchange_id) for mark in event_marks(body)],
    )


def _settle(connection: apsw.Connection, exchange_id: int) -> None:
    account_key, user_id, body = _sent(connection, exchange_id)
    connection.executemany(
        "DELETE FROM doubt WHERE account_key = ? AND user_id = ? AND mark = ?",
        [(account_key, user_id, mark) for mark in event_marks(body)],
    )


def _sent(connection: apsw.Connection, exchange_id: int) -> tuple[str, bytes, bytes]:
    ((account_key, user_id, body),) = connection.execute(
        "SELECT account_key, user_id, body FROM exchange JOIN request USING (id) WHERE id = ?",
        (exchange_id,),
    )
    return account_key, user_id, body


def _any(connection: apsw.Connection, account_key: str) -> bool:
    ((found,),) = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM doubt WHERE account_key = ?)", (account_key,)
    )
    return bool(found)


def _among(
    connection: apsw.Connection, account_key: str, user_id: bytes, body: bytes
) -> tuple[str, ...]:
    doubted = {mark for (mark,) in connection.execute(_OF_USER, (account_key, user_id))}
    if not doubted:
        return ()
    return tuple(name for mark, name in event_marks(body).items() if mark in doubted)
