"""Several works in one transaction, as if each had one of its own.

Writes that wait together share one commit, because the wait for the disk is the price of a commit
and not of a row. Yet none may suffer from its neighbours: where one fails, what it wrote is taken
back, and the others are written all the same. Whoever owns a connection writes in this way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import apsw

from .faults import explain

LARGEST_GROUP = 256
"""Works that share one commit at most, so that the first of them need not wait for long."""

Work: TypeAlias = Callable[[apsw.Connection], Any]


@dataclass(frozen=True, slots=True)
class Failed:
    """A work that raised: nothing of it is in the file."""

    error: BaseException


def commit(connection: apsw.Connection, works: Sequence[Work]) -> list[Any]:
    """Run `works` in one transaction; return, once the commit is on the disk, the result of each in
    their order, or `Failed` in its place. A work may be run a second time."""
    results = _at_one_go(connection, works)
    return _one_by_one(connection, works) if results is None else results


def _at_one_go(connection: apsw.Connection, works: Sequence[Work]) -> list[Any] | None:
    """Try without a savepoint around each work, which costs as much as a work. Where anything
    fails after the beginning all is taken back: None."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except Exception as error:  # noqa: BLE001 - travels in the results
        return [Failed(told(error))] * len(works)
    try:
        results = [work(connection) for work in works]
        connection.execute("COMMIT")
    except Exception:  # noqa: BLE001 - it will be met again one by one, and told there
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return None
    return results


def _one_by_one(connection: apsw.Connection, works: Sequence[Work]) -> list[Any]:
    results: list[Any] = []
    try:
        connection.execute("BEGIN IMMEDIATE")
        for work in works:
            connection.execute("SAVEPOINT work")
            try:
                results.append(work(connection))
            except BaseException as error:
                results.append(Failed(told(error)))
                if not connection.in_transaction:
                    raise  # SQLite gave up the whole transaction: a full disk, a failing device
                connection.execute("ROLLBACK TO work")
            connection.execute("RELEASE work")
        connection.execute("COMMIT")
    except BaseException as error:  # noqa: BLE001 - travels in the results
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        shared = Failed(told(error))
        known = results + [shared] * (len(works) - len(results))
        return [each if isinstance(each, Failed) else shared for each in known]
    return results


def told(error: BaseException) -> BaseException:
    """Return `error` as the caller shall see it: a fault of the surroundings has a sentence."""
    if isinstance(error, apsw.Error) and (known := explain(error)) is not None:
        known.__cause__ = error
        return known
    return error
