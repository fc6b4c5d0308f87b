"""What the history knows of the user whose ID is in the field.

A mistyped ID makes a new user, so whether this one is known stands beside the field. The history is
asked when the typing pauses; the answer for a user or an account of before is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from .bridge import Bridge
from .session import Session

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine
    from appcues_console.history.people import Person

PAUSE = 150
"""Milliseconds without typing before the history is asked about a user."""


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What is known of a user. `count` is 0 for a stranger; None while it is not known yet."""

    user_id: str
    count: int | None = None
    last_sent_at: int | None = None


class Acquaintances(QObject):
    """Follows the draft's user ID. `changed(Acquaintance)` tells what is known now."""

    changed = Signal(object)

    def __init__(self, engine: Engine, session: Session, bridge: Bridge, account_key: str) -> None:
        super().__init__(session)
        self._engine, self._session, self._bridge = engine, session, bridge
        self._account_key = account_key
        self._current = Acquaintance(session.draft.user_id)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.renew)
        session.draft_changed.connect(self._on_draft_changed)

    @property
    def current(self) -> Acquaintance:
        return self._current

    def choose(self, account_key: str) -> None:
        """Forget what was known through another account. It is asked about by `renew`."""
        self._account_key = account_key
        self._tell(Acquaintance(self._session.draft.user_id))

    def renew(self) -> None:
        """Ask the history again."""
        account_key, user_id = self._account_key, self._session.draft.user_id
        if not user_id:
            self._tell(Acquaintance(""))
            return

        def then(person: Person | None) -> None:
            if (account_key, user_id) == (self._account_key, self._session.draft.user_id):
                known = (person.count, person.last_sent_at) if person else (0, None)
                self._tell(Acquaintance(user_id, *known))

        self._bridge.follow(self._engine.person(account_key, user_id), then)

    def _on_draft_changed(self, *_: object) -> None:
        user_id = self._session.draft.user_id
        if user_id != self._current.user_id:
            self._tell(Acquaintance(user_id))
            self._pause.start()

    def _tell(self, acquaintance: Acquaintance) -> None:
        self._current = acquaintance
        self.changed.emit(acquaintance)
