"""The whole program, typed into once and then left running, for a test to kill.

Its keyring holds the one key that the test gives it on standard input; all else is the real thing:
window, session, bridge, engine, encrypted database. It tells when what was typed is in there.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import keyring
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from appcues_console.app import Console
from appcues_console.engine.condition import Condition
from appcues_console.paths import Places
from tests.accounts.memory_keyring import MemoryKeyring

USER_ID, LOOSE = "typed before the kill", '{"events": [{"name": "half'


class Typist:
    """Types once the history is there, and looks into it until what was typed is found."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._look = QTimer(interval=20)
        self._look.timeout.connect(self._on_look)
        console.desk.condition_changed.connect(self._on_condition)

    def _on_condition(self, condition: Condition) -> None:
        session = self._console.session
        if condition.history_durable and session.undo_label is None:
            session.edit(replace(session.draft, user_id=USER_ID), "user ID")
            session.edit_text(LOOSE)
            self._look.start()

    def _on_look(self) -> None:
        self._console.bridge.follow(self._console.engine.kept_draft(), self._on_kept)

    def _on_kept(self, kept: object) -> None:
        if kept == self._console.session.composition and self._look.isActive():
            self._look.stop()
            print("kept", flush=True)


def main(home: Path) -> None:
    service, name, key = sys.stdin.readline().rstrip("\n").split("\t")
    backend = MemoryKeyring()
    backend.items[service, name] = key
    keyring.set_keyring(backend)
    application = QApplication([])
    console = Console(application, Places(home))
    typist = Typist(console)
    console.window.show()
    application.exec()
    del typist


if __name__ == "__main__":
    main(Path(sys.argv[1]))
