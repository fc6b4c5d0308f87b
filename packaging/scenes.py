"""Brings a running console into the states that are worth a picture.

The program is the real one: window, engine, practice server, an encrypted history in a folder of
its own. What answers badly is a real server too. Nothing waits for a guessed time: each step turns
Qt's loop until what it waits for is there.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from appcues_console.accounts.account import PRACTICE, Account, new_key
from appcues_console.activity.destination import Credentials, Safety
from appcues_console.activity.draft import Draft, Event, Pair, example
from appcues_console.activity.values import Value, typed
from appcues_console.app import Console
from appcues_console.paths import Places
from appcues_console.ui.palette.command_palette import CommandPalette
from appcues_console.ui.theme.theme import Mode

PATIENCE = 20.0

TOUR = (
    "first",
    "composed",
    "errors",
    "broken_text",
    "empty",
    "accepted",
    "sent",
    "rejected",
    "unknown",
    "sending",
    "cancelled",
    "production",
    "confirm",
    "accounts",
    "new_account",
    "help",
    "palette",
    "searched",
    "not_found",
)
"""All scenes, in an order in which each finds what it needs."""


def until(condition: Callable[[], object], what: str) -> None:
    """Turn Qt's loop until `condition` holds. Raises TimeoutError saying `what` did not happen."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {PATIENCE:.0f} s for {what}")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def settle() -> None:
    """Let everything that is queued happen, so that a picture shows its end."""
    for _ in range(5):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


class _Silent:
    """A server that takes a request and goes away without an answer."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection:
                connection.recv(65_536)

    def close(self) -> None:
        self._listening.close()


def _closed_base_url() -> str:
    """Return a base URL where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return f"http://127.0.0.1:{found.getsockname()[1]}"


@dataclass(frozen=True)
class Look:
    """How a picture is taken: theme and size in device-independent pixels."""

    mode: Mode
    width: int
    height: int


class Scenes:
    """A console and what it takes to bring it into each state. `close` ends all of it."""

    def __init__(self, application: QApplication, home: Path, look: Look) -> None:
        self._silent = _Silent()
        self.console = Console(application, Places(home))
        self.window = self.console.window
        self.console.theme.choose(look.mode)
        self.window.resize(look.width, look.height)
        self._listed = 0
        self.window.history.model.listed.connect(self._on_listed)
        # Nothing in a picture looks as if a pointer were over it.
        QCursor.setPos(look.width + 60, look.height + 60)
        self.window.show()
        desk = self.console.desk
        until(lambda: self._listed, "the history")
        until(lambda: desk.destination is not None, "the practice server")
        self._practice_url = desk.destination.base_url if desk.destination else ""
        settle()

    def close(self) -> None:
        """Close window and engine."""
        self.window.close()
        self.console.close()
        self._silent.close()

    def first(self) -> QWidget:
        """The first start."""
        return self.window

    def accepted(self) -> QWidget:
        """After a send that was accepted, with a few others in the history."""
        self._fill_history()
        self._send(example())
        return self.window

    def sent(self) -> QWidget:
        """What went out with an earlier send."""
        self.window.show_page(2)
        return self.window

    def composed(self) -> QWidget:
        """A draft with several events, every kind of value, and warnings."""
        draft = Draft(
            user_id="customer/4711",
            events=(
                *example().events,
                Event(
                    name="upgraded plan",
                    attributes=_pairs(
                        plan="gold", seats="25", trial="false", since="2026-01-13", note="null"
                    ),
                ),
                Event(name="invited teammate"),
            ),
            profile=_pairs(team="Product", tier="3", tags='["a","b"]', _appId="7", empty=""),
        )
        self.console.session.load(draft, "a richer draft")
        self.window.composer.events.setCurrentIndex(self.window.composer.events.model().index(1, 0))
        self.window.show_page(0)
        return self.window

    def errors(self) -> QWidget:
        """A draft that cannot be sent: what is wrong is said at each field."""
        draft = Draft(
            user_id="",
            events=(
                Event(name="", attributes=(*_pairs(plan="gold"), *_pairs(plan="silver"))),
                Event(name="appcues:flow_started"),
            ),
            profile=(*_pairs(tier="3"), *_pairs(tier="4")),
        )
        self.console.session.load(draft, "a wrong draft")
        self.window.show_page(0)
        return self.window

    def broken_text(self) -> QWidget:
        """JSON that does not parse, marked at its place."""
        self.console.session.load(example(), "the example")
        self.window.show_page(0)
        text = self.console.session.body
        self.window.request.json.setPlainText(text.replace('"blue",', '"blue"', 1))
        return self.window

    def empty(self) -> QWidget:
        """A draft with nothing in it."""
        self.console.session.load(Draft(), "nothing")
        self.window.show_page(0)
        return self.window

    def rejected(self) -> QWidget:
        """After a send that the server rejected."""
        url = f"{self._practice_url}/nowhere"
        self._use(_account("Acme test", url, Safety.TEST, "blue"))
        self._send(example())
        return self.window

    def unknown(self) -> QWidget:
        """After a send of which nobody knows whether it arrived."""
        self._use(_account("Acme staging", self._silent.base_url, Safety.TEST, "violet"))
        self._send(example())
        return self.window

    def sending(self) -> QWidget:
        """A send that waits for its next attempt."""
        self._use(_account("Acme nowhere", _closed_base_url(), Safety.TEST, "amber"))
        self.console.session.load(example(), "the example")
        self.console.desk.send()
        attempts = self.window.response.attempts
        until(lambda: attempts.count() >= 1 and self.console.desk.sending, "the first attempt")
        settle()
        return self.window

    def cancelled(self) -> QWidget:
        """The same after a cancel."""
        self.console.desk.cancel()
        until(lambda: not self.console.desk.sending, "the end of the send")
        return self.window

    def production(self) -> QWidget:
        """An account in production is chosen."""
        live = _account("Acme production", "https://api.appcues.com", Safety.PRODUCTION, "red")
        self._use(live)
        self.console.session.load(example(), "the example")
        self.window.show_page(0)
        return self.window

    def confirm(self) -> QWidget:
        """The question before a send to it."""
        self.console.desk.send()
        return self._dialog()

    def accounts(self) -> QWidget:
        """The dialog of accounts at one of them."""
        self._close_dialogs()
        self.console.actions.dialogs.manage_accounts()
        return self._dialog()

    def new_account(self) -> QWidget:
        """The dialog of accounts at a new one, with something wrong."""
        dialog = self._dialog()
        dialog.start_new()  # type: ignore[attr-defined]
        dialog.save.click()  # type: ignore[attr-defined]
        return dialog

    def help(self) -> QWidget:
        """Keys and help."""
        self._close_dialogs()
        self._run("Keys and help")
        return self._dialog()

    def palette(self) -> QWidget:
        """The command palette."""
        self._close_dialogs()
        self._run("Command palette")
        return self.window

    def searched(self) -> QWidget:
        """A search of the history."""
        self._close_dialogs()
        for palette in self.window.findChildren(CommandPalette):
            QTest.keyClick(palette.field, Qt.Key.Key_Escape)
        self._search("plan")
        return self.window

    def not_found(self) -> QWidget:
        """A search that finds nothing."""
        self._search("zebra")
        return self.window

    def _on_listed(self) -> None:
        self._listed += 1

    def _search(self, words: str) -> None:
        before = self._listed
        self.window.history.search.setText(words)
        until(lambda: self._listed > before, "what is found")

    def _run(self, name: str) -> None:
        next(deed for deed in self.console.actions.deeds if deed.name == name).run()

    def _dialog(self) -> QDialog:
        until(lambda: QApplication.activeModalWidget() is not None, "a dialog")
        found = QApplication.activeModalWidget()
        if not isinstance(found, QDialog):
            raise TypeError(f"{found} is no dialog")
        return found

    def _close_dialogs(self) -> None:
        while (found := QApplication.activeModalWidget()) is not None:
            found.close()
            settle()
            if found is QApplication.activeModalWidget() and isinstance(found, QDialog):
                found.done(0)
                settle()

    def _use(self, account: Account) -> None:
        """Choose an account by its label, and save it before where it is new."""
        desk = self.console.desk
        known = {each.label: each.key for each in desk.accounts}
        if account.label in known:
            desk.choose_account(known[account.label])
            until(lambda: desk.destination is not None, "the account")
            return
        saved = self.console.engine.save_account(account, Credentials("8417265390"))
        until(saved.done, "the account")
        saved.result()
        desk.reload_accounts(choose=account.key)
        until(lambda: desk.account.key == account.key and desk.destination, "the account")

    def _send(self, draft: Draft) -> None:
        """Load a draft and send it with the button."""
        desk = self.console.desk
        before = desk.shown
        self.console.session.load(draft, "the draft")
        settle()
        self.window.command_bar.send.click()
        settle()
        asked = QApplication.activeModalWidget()
        if isinstance(asked, QDialog):
            # What may have arrived before is asked about first.
            asked.accept()
        until(lambda: not desk.sending and desk.shown is not before, "the answer")
        until(lambda: self.window.history.model.rowCount() > 0, "the history")
        until(lambda: desk.acquaintance.count is not None, "what is known of the user")
        settle()

    def _fill_history(self) -> None:
        drafts = (
            _draft("user-7", "viewed pricing", page="/pricing"),
            _draft("K/Über 7", "upgraded plan", plan="gold", seats="25"),
            replace(example(), user_id="user-9", events=(), profile=_pairs(tier="3")),
            _draft("user-7", "invited teammate"),
        )
        for draft in drafts:
            self._send(draft)
        self.rejected()
        self.unknown()
        self.console.desk.choose_account(PRACTICE.key)
        until(lambda: self.console.desk.destination is not None, "the practice server")


def _pairs(**values: str) -> tuple[Pair, ...]:
    return tuple(Pair(key, typed(Value(), text)) for key, text in values.items())


def _draft(user_id: str, name: str, **attributes: str) -> Draft:
    return Draft(user_id=user_id, events=(Event(name=name, attributes=_pairs(**attributes)),))


def _account(label: str, base_url: str, safety: Safety, colour: str) -> Account:
    region = "us" if base_url.startswith("https://api.appcues") else None
    return Account(new_key(), label, region, base_url, safety, colour)
