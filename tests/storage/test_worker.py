"""One thread, in order; errors travel in the future; nothing is done before it is on the disk."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures import wait as wait_for
from pathlib import Path
from typing import Any

import apsw
import pytest

from appcues_console.storage.database import open_database
from appcues_console.storage.errors import Closed, Unwritable
from appcues_console.storage.worker import DatabaseWorker

KEY = bytes(range(32))


def tables(connection: apsw.Connection) -> None:
    connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)")


def adding(text: str) -> Callable[[apsw.Connection], int]:
    def add(connection: apsw.Connection) -> int:
        connection.execute("INSERT INTO note (text) VALUES (?)", (text,))
        return connection.last_insert_rowid()

    return add


def texts(connection: apsw.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT text FROM note ORDER BY id")]


@pytest.fixture
def worker() -> Iterator[DatabaseWorker]:
    worker = DatabaseWorker(lambda: open_database(None, None, (tables,)))
    yield worker
    worker.close()


class Gate:
    """Work that keeps the thread busy until it is opened, so that a queue forms behind it."""

    def __init__(self, worker: DatabaseWorker) -> None:
        self._open = threading.Event()
        entered = threading.Event()

        def hold(_connection: apsw.Connection) -> None:
            entered.set()
            self._open.wait()

        worker.submit(hold)
        entered.wait()

    def open(self) -> None:
        self._open.set()


def test_work_runs_on_one_thread_in_order(worker: DatabaseWorker) -> None:
    seen: list[int] = []
    threads: set[str] = set()

    def note(number: int) -> None:
        seen.append(number)
        threads.add(threading.current_thread().name)

    def work(number: int) -> Callable[[apsw.Connection], None]:
        return lambda _connection: note(number)

    wait_for([(worker.write if n % 3 else worker.submit)(work(n)) for n in range(50)])

    assert seen == list(range(50))
    assert threads == {"database"}


def test_a_result_comes_back(worker: DatabaseWorker) -> None:
    assert worker.write(adding("one")).result() == 1
    assert worker.submit(texts).result() == ["one"]


def test_writes_that_wait_together_share_a_commit(worker: DatabaseWorker) -> None:
    commits: list[int] = []

    def count(connection: apsw.Connection) -> None:
        def on_commit() -> bool:
            commits.append(1)
            return False

        connection.set_commit_hook(on_commit)

    worker.submit(count).result()
    gate = Gate(worker)
    futures = [worker.write(adding(str(number))) for number in range(20)]
    gate.open()
    wait_for(futures)

    assert len(worker.submit(texts).result()) == 20
    assert len(commits) == 1


def test_no_future_is_done_before_its_commit(worker: DatabaseWorker) -> None:
    gate = Gate(worker)
    first = worker.write(adding("one"))
    done_too_early = worker.write(lambda _connection: first.done())
    gate.open()

    assert done_too_early.result() is False
    assert first.result() == 1


def test_a_failing_write_takes_back_its_own_rows_only(worker: DatabaseWorker) -> None:
    def fail(connection: apsw.Connection) -> None:
        adding("taken back")(connection)
        raise LookupError("a bug")

    gate = Gate(worker)
    before = worker.write(adding("before"))
    failing = worker.write(fail)
    after = worker.write(adding("after"))
    gate.open()

    with pytest.raises(LookupError):
        failing.result()
    assert before.result() == 1
    assert after.result() > 1
    assert worker.submit(texts).result() == ["before", "after"]


def test_an_error_of_ours_travels_as_it_is(worker: DatabaseWorker) -> None:
    worker.write(adding("one")).result()
    with pytest.raises(apsw.ConstraintError):
        worker.write(adding("one")).result()
    with pytest.raises(apsw.SQLError):
        worker.submit(lambda connection: connection.execute("SELECT nothing")).result()


def test_a_full_disk_fails_the_group_and_the_next_write_works(tmp_path: Path) -> None:
    worker = DatabaseWorker(lambda: open_database(tmp_path / "a.db", KEY, (tables,)))
    pages = worker.submit(lambda c: c.execute("PRAGMA page_count").get).result()
    worker.submit(lambda c: c.execute(f"PRAGMA max_page_count = {pages + 2}").get).result()
    gate = Gate(worker)
    small = worker.write(adding("small"))
    large = worker.write(adding("x" * 100_000))
    gate.open()

    with pytest.raises(Unwritable, match="disk is full"):
        large.result()
    with pytest.raises(Unwritable, match="disk is full"):
        small.result()  # SQLite takes the whole transaction back
    assert worker.submit(texts).result() == []
    worker.submit(lambda c: c.execute("PRAGMA max_page_count = 100000").get).result()
    worker.write(adding("later")).result()
    assert worker.submit(texts).result()[-1] == "later"
    worker.close()


def test_a_read_only_database_is_said(worker: DatabaseWorker) -> None:
    worker.submit(lambda connection: connection.pragma("query_only", True)).result()
    with pytest.raises(Unwritable, match="read-only"):
        worker.write(adding("x")).result()


def test_cancelled_work_is_skipped(worker: DatabaseWorker) -> None:
    gate = Gate(worker)
    write, read = worker.write(adding("written")), worker.submit(texts)
    assert write.cancel()
    assert read.cancel()
    last = worker.submit(texts)
    gate.open()

    assert last.result() == []
    with pytest.raises(CancelledError):
        write.result()


def test_a_failed_open_fails_every_work_with_that_error() -> None:
    error = Unwritable("The disk is full.")

    def refuse() -> apsw.Connection:
        raise error

    worker = DatabaseWorker(refuse)
    errors = [
        worker.opened.exception(),
        worker.submit(texts).exception(),
        worker.write(adding("x")).exception(),
    ]
    worker.close()

    assert all(told is error for told in errors)


def test_closing_finishes_what_was_handed_in(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    worker = DatabaseWorker(lambda: open_database(path, KEY, (tables,)))
    gate = Gate(worker)
    futures = [worker.write(adding(str(number))) for number in range(300)]
    closing = threading.Thread(target=worker.close)
    closing.start()
    gate.open()
    closing.join()

    assert all(future.done() for future in futures)
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]  # the log was folded in
    again = open_database(path, KEY, (tables,))
    assert len(texts(again)) == 300
    again.close()


def test_work_after_closing_is_refused_and_closing_twice_is_nothing(worker: DatabaseWorker) -> None:
    worker.close()
    worker.close()
    with pytest.raises(Closed):
        worker.submit(texts).result()
    with pytest.raises(Closed):
        worker.write(adding("x")).result()


def test_closing_from_its_own_thread_does_not_wait_for_itself(worker: DatabaseWorker) -> None:
    ended = threading.Event()

    def close(_future: Future[list[str]]) -> None:
        worker.close()
        ended.set()

    worker.submit(texts).add_done_callback(close)

    assert ended.wait(5)


def test_a_large_result_does_not_live_on_in_the_thread(worker: DatabaseWorker) -> None:
    class Large:
        pass

    result = worker.submit(lambda _connection: Large()).result()
    trace = weakref.ref(result)
    worker.submit(lambda _connection: None).result()
    del result
    gc.collect()

    assert trace() is None


def test_a_connection_that_fails_itself_leaves_nobody_waiting(worker: DatabaseWorker) -> None:
    gate = Gate(worker)
    # Closed behind the worker's back: then not even taking a transaction back works.
    closing = worker.write(lambda connection: connection.close())
    waiting: list[Future[Any]] = [closing, worker.write(adding("later")), worker.submit(texts)]
    gate.open()
    wait_for(waiting, timeout=10)
    assert all(future.done() and future.exception() is not None for future in waiting)
    with pytest.raises(Closed):
        worker.write(adding("after")).result(10)
