"""One thread for calls that may block, one at a time.

A keyring may wait minutes for a prompt that nobody answers, a file lock for another copy of the
program, and what was pasted may take a while to read. Such calls get a thread of their own, made at
the first call. It is a daemon, unlike the threads of Python's executors: a prompt that is never
answered must not keep a closed program alive.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

from appcues_console.engine.errors import EngineClosed

T = TypeVar("T")
Job = tuple[Callable[[], Any], "Future[Any]"]


class SerialThread:
    """Runs calls in the order in which they were handed in."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Run `work` on the thread. After `close` the future fails with `EngineClosed`."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                future.set_exception(EngineClosed())
                return future
            self._jobs.put((work, future))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
        return future

    def close(self, patience: float) -> bool:
        """Take no more work, and return whether the thread ended within `patience` seconds.

        A call that runs cannot be stopped; when it ends, what waits behind it fails with
        `EngineClosed`.
        """
        with self._lock:
            self._closed = True
            thread = self._thread
            self._jobs.put(None)
        if thread is None:
            return True
        thread.join(patience)
        return not thread.is_alive()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            work, future = job
            if future.set_running_or_notify_cancel():
                if self._closed:
                    future.set_exception(EngineClosed())
                else:
                    _answer(work, future)
            # Without this the last result would live on here until the next call comes.
            del job, work, future


def _answer(work: Callable[[], T], future: Future[T]) -> None:
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - travels in the future
        future.set_exception(error)
    else:
        future.set_result(result)
