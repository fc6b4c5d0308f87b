"""The one way for an account ID onto the clipboard: asked for then and there, and gone in a minute.

A command that runs as it stands is what support hands to a developer, and what proves a request
outside of the console. It is fetched from the keyring off this thread, marked as secret for what
keeps a history of the clipboard, and taken off again unless something else was copied since.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from appcues_console.accounts.account import Account
from appcues_console.activity.snippets import Request

from .confirmation import Confirmation
from .controls.plain_label import PlainLabel

if TYPE_CHECKING:
    from .theme.theme import Theme
    from .window import Window

STAYS: Final = 60_000
"""Milliseconds that the command stays on the clipboard."""

_MARKS: Final = {
    "win32": (
        'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"',
        b"1",
    ),
    "darwin": ("org.nspasteboard.ConcealedType", b"1"),
}
_MARK_ELSEWHERE: Final = ("x-kde-passwordManagerHint", b"secret")
"""How each desktop is told not to keep what was copied."""


def secret(text: str, platform: str = sys.platform) -> QMimeData:
    """Return `text` for the clipboard, marked as secret in the way of `platform`."""
    data = QMimeData()
    data.setText(text)
    data.setData(*_MARKS.get(platform, _MARK_ELSEWHERE))
    return data


class ConfirmCopy(Confirmation):
    """Asks whether the account ID is to be copied. Accepted means: copy."""

    def __init__(self, account: Account, theme: Theme, parent: QWidget) -> None:
        what = "account ID and bearer value" if account.has_bearer else "account ID"
        stand = "stand" if account.has_bearer else "stands"
        question = f"Copy the {what} of {account.label}?"
        super().__init__("Confirm copy", account, question, theme, parent)
        self.setFixedWidth(theme.px(480))
        self.sentence = PlainLabel(
            f"The {what} {stand} readable in the command, and every program on this computer can "
            f"read the clipboard. The command is taken off it after {STAYS // 1_000} seconds and "
            "when the window is closed, unless something else was copied by then. A copy that was "
            "pasted elsewhere stays there.",
            self,
            wrap=True,
        )
        self.column.addWidget(self.sentence)
        self.offer("Copy with the account ID", f"Confirm copy of the account ID of {account.label}")
        # Qt gives a new window the height that its text would have in another width.
        self.setFixedHeight(self.heightForWidth(self.width()))


class CopyWithId(QObject):
    """Copies the request of a window as a cURL command that runs as it stands."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._copied = ""
        self.wait = QTimer(self, singleShot=True, interval=STAYS)
        self.wait.timeout.connect(self.clear)
        window.closing.connect(self.clear)

    def ask(self, request: Request) -> None:
        """Ask, and copy `request` to the chosen account if the person says so."""
        account = self._window.desk.account
        dialog = ConfirmCopy(account, self._window.theme, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self._fetch, request, account))
        dialog.open()

    def clear(self) -> None:
        """Take the command off the clipboard, where it still is."""
        clipboard = QGuiApplication.clipboard()
        copied, self._copied = self._copied, ""
        self.wait.stop()
        if copied and clipboard.text() == copied:
            clipboard.clear()
            self._window.tell("The command with the account ID is off the clipboard again.")

    def _fetch(self, request: Request, account: Account) -> None:
        desk = self._window.desk
        desk.bridge.follow(desk.engine.runnable_curl(request, account), self._put)

    def _put(self, command: str) -> None:
        self._copied = command
        QGuiApplication.clipboard().setMimeData(secret(command))
        self.wait.start()
        self._window.tell(
            f"Copied as cURL with the account ID. It is cleared in {STAYS // 1_000} seconds."
        )
