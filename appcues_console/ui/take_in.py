"""What is pasted or dropped, on its way into the draft.

It is read off this thread, put into the draft as one step, and what was understood and mended is
said. An account ID in it chooses the account that has it; it is shown and kept nowhere.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from appcues_console.accounts.account import Account
from appcues_console.intake.understood import NotUnderstood, Understood

from .desk import Desk

NO_ACCOUNT = (
    "The account ID in it belongs to no account here and was not kept: add it in Manage accounts."
)


class TakeIn(QObject):
    """Reads pastes and drops. `told(sentence)` says what became of one."""

    told = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def text(self, text: str) -> None:
        """Take in pasted text."""
        self._desk.bridge.follow(self._desk.engine.understand(text), self._on_read)

    def file(self, path: Path) -> None:
        """Take in a dropped file."""
        self._desk.bridge.follow(self._desk.engine.understand_file(path), self._on_read)

    def _on_read(self, read: Understood | NotUnderstood) -> None:
        if isinstance(read, NotUnderstood):
            self.told.emit(f"{read.sentence} Nothing was changed.")
            return
        session = self._desk.session
        session.load(read.into(session.draft), "paste")
        said = " ".join(read.sentences)
        account_id = read.secrets.account_id
        if account_id is None:
            self.told.emit(said)
            return

        def recognised(account: Account | None) -> None:
            if account is None:
                self.told.emit(f"{said} {NO_ACCOUNT}")
                return
            self._desk.choose_account(account.key)
            self.told.emit(f"{said} The account is {account.label}.")

        self._desk.bridge.follow(self._desk.engine.recognise(account_id), recognised)
