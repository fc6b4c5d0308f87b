"""The draft, kept while one types, so that a crash loses at most the last second of it.

Nothing that was kept before is overwritten unseen. What is on the shelf may be of an earlier
session, or of another window that is open beside this one: a write that finds there what this
session did not write itself leaves it as a template.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from appcues_console.activity.clock import unix_milliseconds
from appcues_console.activity.composition import Composition
from appcues_console.engine.condition import Condition

from .bridge import Bridge
from .session import Session

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine

KEEP_WITHIN = 700
"""Milliseconds after an edit within which the draft is kept."""

TRY_AGAIN_AFTER = 10_000
"""Milliseconds after a write that failed. That was said by whoever tells of the history: here it
would be said each second."""


class Kept(QObject):
    """Keeps the session's composition. `parked(name)` tells that an older draft has become the
    template of that name; `looked()` that what was kept last was read; `reopened()` that the
    history was opened late, with what is in it."""

    parked = Signal(str)
    looked = Signal()
    reopened = Signal()

    def __init__(self, engine: Engine, session: Session, bridge: Bridge) -> None:
        # The desk holds it by its attribute alone: Qt's children of children are freed twice where
        # the garbage collection takes all of them at once.
        super().__init__()
        self._engine, self._session, self._bridge = engine, session, bridge
        self._own: Composition | None = None
        self._writing: Composition | None = None
        self._started = self._answered = self._due = False
        self._durable = True
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._keep)
        session.draft_changed.connect(self._on_draft_changed)

    def start(self) -> None:
        """Ask for what was kept last, and go on with it where nothing was edited yet."""
        self._started, self._answered = True, False
        self._bridge.follow(self._engine.kept_draft(), self._on_answer, self._on_no_answer)

    def flush(self) -> Future[Any] | None:
        """Keep what was edited and is not kept yet at once, and return the write; None where there
        is nothing to write. For closing: nobody hears of the result."""
        self._pause.stop()
        composition = self._session.composition
        if not self._started or not (self._due or self._writing):
            return None
        if self._writing is None and composition == self._own:
            return None
        return self._write(composition)

    def on_condition(self, condition: Condition) -> None:
        """Follow the history: where it was in memory and is in its file now, look again."""
        before, self._durable = self._durable, condition.history_durable
        if self._durable and not before:
            self.start()
            self.reopened.emit()

    def _on_answer(self, kept: Composition | None) -> None:
        self._answered = True
        if kept is not None and kept != self._own and self._session.resume(kept):
            self._own = kept
        self.looked.emit()
        self._keep()

    def _on_no_answer(self, error: BaseException) -> None:
        self._bridge.failed.emit(error)
        self._on_answer(None)

    def _on_draft_changed(self, *_: object) -> None:
        self._due = True
        if not self._pause.isActive():
            self._pause.start(KEEP_WITHIN)

    def _keep(self) -> None:
        composition = self._session.composition
        if not self._due or not self._answered or self._pause.isActive():
            return
        if self._writing is not None:
            return
        self._due = False
        if composition == self._own:
            return

        def written(name: str | None) -> None:
            self._own = composition
            self._over()
            if name is not None:
                self.parked.emit(name)

        future = self._write(composition)
        self._writing = composition
        self._bridge.follow(future, written, self._on_failed)

    def _on_failed(self, _: BaseException) -> None:
        self._writing, self._due = None, True
        self._pause.start(TRY_AGAIN_AFTER)

    def _over(self) -> None:
        self._writing = None
        self._keep()

    def _write(self, composition: Composition) -> Future[Any]:
        # What is found there then was written by the write that is under way, where one is.
        own = self._own if self._writing is None else self._writing
        return self._engine.keep_draft_beside(composition, unix_milliseconds(), own)
