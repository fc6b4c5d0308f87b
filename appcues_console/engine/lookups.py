"""The loop's executor: a daemon thread for each call, such as the look-up of a name.

A resolver may take half a minute to give up, and cannot be interrupted. Python joins the threads of
its usual executors before the program may end, so one unreachable resolver would hold up a window
that was closed long ago. The loop has one executor for all that it hands off, so the proxy's
exceptions, certificates and the end of a database come here too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Lookups(ThreadPoolExecutor):
    """Runs each call on a thread of its own, which nobody waits for. asyncio demands this base."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()

        def run() -> None:
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - travels in the future
                future.set_exception(error)
            else:
                future.set_result(result)

        threading.Thread(target=run, name="name lookup", daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the calls that are under way to themselves."""

    def __exit__(self, *_: object) -> None:
        self.shutdown()
