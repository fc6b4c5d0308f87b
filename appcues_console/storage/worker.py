"""The one thread that owns the one database connection.

SQLite waits for the disk, and nothing in the window may wait. Work is handed in from any thread
and answered by a future; errors travel in the future. Writes that wait in the queue together share
one commit: a single send pays for it once, and a series of sends does not pay it a thousand times.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

import apsw

from .commits import LARGEST_GROUP, Failed, commit, told
from .errors import Closed

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Job:
    work: Callable[[apsw.Connection], Any]
    durable: bool
    future: Future[Any] = field(default_factory=Future)


class DatabaseWorker:
    """Runs work on the database in the order in which it was handed in."""

    def __init__(self, connect: Callable[[], apsw.Connection]) -> None:
        """Start the thread; it calls `connect` at once. `opened` tells when and how that ended.

        Where `connect` raises, every work handed in fails with that same error.
        """
        self.opened: Future[None] = Future()
        self._connect = connect
        self._jobs: deque[_Job] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="database", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[apsw.Connection], T]) -> Future[T]:
        """Run `work` on the database thread. For reading, and for what commits by itself."""
        return self._hand_in(_Job(work, durable=False))

    def write(self, work: Callable[[apsw.Connection], T]) -> Future[T]:
        """Run `work` inside a transaction; the future is done when the commit is on the disk.

        `work` may share the transaction with its neighbours and must not begin or commit; where it
        raises, what it wrote is taken back and its neighbours are not touched. It may then be run
        a second time.
        """
        return self._hand_in(_Job(work, durable=True))

    def close(self) -> None:
        """Finish the work handed in so far, close the connection and end the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _hand_in(self, job: _Job) -> Future[Any]:
        with self._changed:
            if not self._closed:
                self._jobs.append(job)
                self._changed.notify()
                return job.future
        job.future.set_exception(Closed("The history is closed, because the program is ending."))
        return job.future

    def _next(self) -> list[_Job]:
        """Wait for work: one reading, or the writes at the head of the queue; [] at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._jobs or self._closed)
            if not self._jobs:
                return []
            group = [self._jobs.popleft()]
            if group[0].durable:
                while self._jobs and self._jobs[0].durable and len(group) < LARGEST_GROUP:
                    group.append(self._jobs.popleft())
            return group

    def _run(self) -> None:
        try:
            connection = self._connect()
        except BaseException as error:  # noqa: BLE001 - travels in each future, unchanged
            self.opened.set_exception(error)
            while group := self._next():
                for job in group:
                    if job.future.set_running_or_notify_cancel():
                        job.future.set_exception(error)
            return
        self.opened.set_result(None)
        group = []
        try:
            while group := self._next():
                if group[0].durable:
                    _commit(connection, group)
                else:
                    _answer(connection, group[0])
                # Without this the results would live on here until the next work comes.
                group = []
        except BaseException as error:  # noqa: BLE001 - the connection itself failed: all hear of it
            self._give_up(group, error)
        finally:
            connection.close()

    def _give_up(self, group: list[_Job], error: BaseException) -> None:
        """Take no more work, and let nobody wait for what will not be done."""
        with self._changed:
            self._closed = True
            waiting = [*group, *self._jobs]
            self._jobs.clear()
        for job in waiting:
            if not job.future.done():
                job.future.set_exception(told(error))


def _answer(connection: apsw.Connection, job: _Job) -> None:
    if not job.future.set_running_or_notify_cancel():
        return
    try:
        result = job.work(connection)
    except BaseException as error:  # noqa: BLE001 - travels in the future
        job.future.set_exception(told(error))
    else:
        job.future.set_result(result)


def _commit(connection: apsw.Connection, group: list[_Job]) -> None:
    """Run the group's works in one transaction. No future is done before the commit is."""
    group = [job for job in group if job.future.set_running_or_notify_cancel()]
    results = commit(connection, [job.work for job in group])
    for job, result in zip(group, results, strict=True):
        if isinstance(result, Failed):
            job.future.set_exception(result.error)
        else:
            job.future.set_result(result)
