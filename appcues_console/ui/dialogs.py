"""The dialogs that open beside the window: accounts and help, one of each at a time.

They are imported on use: the first paint needs none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog

from .palette.command import Command

if TYPE_CHECKING:
    from appcues_console.intake.understood import Understood

    from .accounts.dialog import AccountsDialog
    from .window import Window

D = TypeVar("D", bound=QDialog)


class Dialogs(QObject):
    """Opens the dialogs of a window, or brings forward what is open."""

    def __init__(self, window: Window) -> None:
        # No child of the actions, which hold it: see `Kept`.
        super().__init__()
        self._window = window
        self._open: dict[str, QDialog] = {}

    def manage_accounts(self) -> None:
        """Open the dialog of accounts."""
        _present(self._accounts_dialog())

    def add_account(self, read: Understood) -> None:
        """Open the dialog on a new account, with what a command that was pasted says of it."""
        from .accounts.entries import entries_from

        secrets = read.secrets
        dialog = self._accounts_dialog()
        dialog.start_with(entries_from(secrets.account_id or "", secrets.bearer, read.base_url))
        _present(dialog)

    def _accounts_dialog(self) -> AccountsDialog:
        from .accounts.dialog import AccountsDialog

        window = self._window
        return self._one("accounts", lambda: AccountsDialog(window.desk, window.theme, window))

    def show_help(self, commands: tuple[Command, ...]) -> None:
        """Open the help on the keys of `commands`."""
        from .help.help_dialog import HelpDialog

        window = self._window
        _present(self._one("help", lambda: HelpDialog(commands, window.theme, window)))

    def _one(self, name: str, make: Callable[[], D]) -> D:
        """Return the dialog of a name that is open, or make it: a screen reader presses buttons
        that a mouse does not reach behind a dialog."""
        dialog = self._open.get(name)
        if dialog is None:
            dialog = self._open[name] = make()
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(lambda _: self._open.pop(name, None))
        return cast("D", dialog)


def _present(dialog: QDialog) -> None:
    """Open a dialog, in front where it is open already."""
    dialog.open()
    dialog.raise_()
    dialog.activateWindow()
