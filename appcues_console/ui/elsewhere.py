"""What another copy of the program did in the same home, such as a command in a terminal.

Nobody tells the window of it. So it looks when the person comes back to it, and every few seconds
while they are in it; what is read again is only what has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from appcues_console.accounts.account import Account

from .desk import Desk

if TYPE_CHECKING:
    from appcues_console.engine.condition import Versions

EVERY = 3_000
"""Milliseconds between two looks while the window has the keyboard."""


class Elsewhere(QObject):
    """Looks while `window` is active, and lets the desk read what has changed."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._seen: Versions | None = None
        self._begun = self._asked = False
        self._pace = QTimer(self, interval=EVERY)
        self._pace.timeout.connect(self.look)
        # The engine runs from here on; before the first paint nothing may be asked of it.
        desk.accounts_changed.connect(self._begin)
        window.installEventFilter(self)

    def look(self) -> None:
        """Ask whether something has changed, unless that is being asked already."""
        if self._begun and not self._asked:
            self._asked = True
            self._desk.bridge.follow(self._desk.engine.versions(), self._on_found, self._on_failed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self.look()
            self._pace.start()
        elif event.type() == QEvent.Type.WindowDeactivate:
            self._pace.stop()
        return super().eventFilter(watched, event)

    def _begin(self, *_: object) -> None:
        if not self._begun:
            self._begun = True
            self.look()

    def _on_found(self, now: Versions) -> None:
        self._asked = False
        before, self._seen = self._seen, now
        if before is None:
            return
        if now.accounts != before.accounts:
            self._desk.bridge.follow(self._desk.engine.accounts(), self._on_accounts)
        if now.history != before.history:
            self._desk.history_changed_elsewhere()

    def _on_accounts(self, accounts: tuple[Account, ...]) -> None:
        desk, before = self._desk, self._desk.account
        if accounts == desk.accounts:
            return  # this copy changed them itself
        desk.take_accounts(accounts)
        if desk.account.key != before.key:
            desk.notice.emit(
                f"{before.label} was removed by another copy of the program. The account is"
                f" {desk.account.label} now."
            )
        elif desk.account != before:
            desk.notice.emit(f"{before.label} was changed by another copy of the program.")

    def _on_failed(self, _: BaseException) -> None:
        # Whoever needs what cannot be read says so; here it would be said every few seconds.
        self._asked = False
