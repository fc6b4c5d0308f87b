"""The one way by which results of other threads reach the GUI thread.

The engine answers with `concurrent.futures.Future`. A future finishes on the engine's or the
database's thread; here its end becomes one queued signal, and the callback runs on the GUI thread.
Nothing in the interface touches a future in any other way, so nothing there can wait.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")


class Bridge(QObject):
    """Carries the ends of futures, and plain messages, onto the GUI thread.

    `failed` is emitted with the exception of a future whose caller gave no `failed` of its own, so
    that no failure goes unseen. After `close()` late results are dropped: their receivers are gone.
    """

    failed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def follow(
        self,
        future: Future[T],
        then: Callable[[T], Any],
        failed: Callable[[BaseException], Any] | None = None,
    ) -> None:
        """Call `then` with the result, or `failed` with the exception, on the GUI thread.

        A cancelled future calls neither: whoever cancelled it knows.
        """

        def deliver() -> None:
            try:
                result = future.result(timeout=0)
            except CancelledError:
                return
            except BaseException as error:  # noqa: BLE001  # it is handed on, not swallowed
                (failed or self.failed.emit)(error)
                return
            then(result)

        future.add_done_callback(lambda _: self.post(deliver))

    def post(self, call: Callable[[], Any]) -> None:
        """Run `call` on the GUI thread, soon. May be called from any thread."""
        if self._open:
            self._arrived.emit(call)

    def close(self) -> None:
        """Drop everything that arrives from now on."""
        self._open = False

    @Slot(object)
    def _on_arrived(self, call: Callable[[], Any]) -> None:
        if self._open:
            call()
