"""What was sent before to the chosen account, asked of the engine and handed to the session.

Making it ready takes tens of milliseconds, on other threads; so it is asked for when it may have
changed and not at each keystroke. The answer for an account that is no longer chosen is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from appcues_console.activity.known import Known

from .bridge import Bridge
from .session import Session

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine

AFTER = 300
"""Milliseconds from a send to the question. The list, the user and further sends go first, and
sends in quick succession make one question."""


class Knowledge(QObject):
    """Keeps the session told of what was sent before to one account."""

    def __init__(self, engine: Engine, session: Session, bridge: Bridge, account_key: str) -> None:
        super().__init__(session)
        self._engine, self._session, self._bridge = engine, session, bridge
        self._account_key = account_key
        self._soon = QTimer(self, singleShot=True, interval=AFTER)
        self._soon.timeout.connect(self._ask)

    def choose(self, account_key: str) -> None:
        """Ask about another account. Nothing of the one before is compared with any more."""
        self._session.set_known(None)
        self._account_key = account_key
        self._ask()

    def renew(self) -> None:
        """Ask again soon: something was sent, or the history is another."""
        if not self._soon.isActive():
            self._soon.start()

    def _ask(self) -> None:
        self._soon.stop()
        key = self._account_key

        def then(known: Known) -> None:
            if key == self._account_key:
                self._session.set_known(known)

        self._bridge.follow(self._engine.known(key, self._session.draft), then)
