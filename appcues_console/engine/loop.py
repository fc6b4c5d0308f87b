"""One named thread that runs an asyncio loop, for a program whose other threads must not wait.

asyncio itself is imported on that thread: the window makes its engine before the first paint, and
the import costs more than the rest of it. Work that is handed in before the loop runs waits for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from appcues_console.engine.errors import EngineClosed

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")
Work = Callable[[], Coroutine[Any, Any, T]]


class LoopThread:
    """A thread with a loop, started once and closed once. Methods may be called from anywhere."""

    def __init__(self, name: str) -> None:
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._started = False
        self._closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._early: list[tuple[Work[Any], Future[Any]]] = []
        self._end: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Start the thread; where it runs already, or has been closed, nothing happens."""
        with self._lock:
            if not self._started and not self._closed:
                self._started = True
                self._thread.start()

    @property
    def running(self) -> bool:
        """True from `start` until `close`."""
        return self._started and not self._closed

    def submit(self, work: Work[T]) -> Future[T]:
        """Run the coroutine that `work` makes as a task of the loop, and return its future.

        The future cannot be cancelled from outside. It fails with `EngineClosed` where the loop is
        closed, before or during the task.
        """
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        with self._lock:
            if self._closed:
                future.set_exception(EngineClosed())
            elif self._loop is None:
                self._early.append((work, future))
            else:
                self._loop.call_soon_threadsafe(self._begin, self._loop, work, future)
        return future

    def call_soon(self, call: Callable[[], object]) -> None:
        """Run `call` on the loop, soon; after the end of the loop nothing happens."""
        with self._lock:
            if self._loop is not None and not self._closed:
                self._loop.call_soon_threadsafe(call)

    def close(self, patience: float) -> bool:
        """Cancel all tasks, end the loop, and return whether the thread ended within `patience`
        seconds. Must not be called on the thread itself."""
        with self._lock:
            self._closed = True
            early, self._early = self._early, []
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._end)
        for _, future in early:
            _refuse(future)
        if not self._started:
            return True
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _run(self) -> None:
        import asyncio

        from appcues_console.engine.lookups import Lookups

        def make_loop() -> asyncio.AbstractEventLoop:
            loop = asyncio.new_event_loop()
            loop.set_default_executor(Lookups())
            return loop

        # The runner's end cancels the tasks that are left and waits for them.
        with asyncio.Runner(loop_factory=make_loop) as runner:
            runner.run(self._live())

    async def _live(self) -> None:
        import asyncio

        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        with self._lock:
            if self._closed:
                return
            self._loop, self._end = loop, ended.set
            early, self._early = self._early, []
        for work, future in early:
            self._begin(loop, work, future)
        await ended.wait()

    def _begin(self, loop: asyncio.AbstractEventLoop, work: Work[Any], future: Future[Any]) -> None:
        task = loop.create_task(_answer(work, future))
        # A task that is cancelled before its first step never runs, and its future would hang.
        task.add_done_callback(lambda _: _refuse(future))


def _refuse(future: Future[Any]) -> None:
    if not future.done():
        future.set_exception(EngineClosed())


async def _answer(work: Work[Any], future: Future[Any]) -> None:
    import asyncio

    try:
        result = await work()
    except asyncio.CancelledError:
        future.set_exception(EngineClosed())
        raise
    except BaseException as error:  # noqa: BLE001 - travels in the future
        future.set_exception(error)
    else:
        future.set_result(result)
