"""The dialog of accounts: the list at the left, the chosen account's form at the right.

What is typed lives here, one value for each account, until it is saved or the dialog is closed: a
look at another account, or a save that fails, loses nothing. Saving and removing are the engine's;
they may wait for the keyring's prompt, and the window does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget

from appcues_console.accounts.account import PRACTICE, Account, new_key
from appcues_console.accounts.status import Kept, VaultState, VaultStatus
from appcues_console.activity.trust import TrustFault
from appcues_console.ui.controls.two_panes import TwoPaneDialog
from appcues_console.ui.desk import Desk
from appcues_console.ui.theme.theme import Theme
from appcues_console.ui.trouble import Kind, Trouble, trouble_of

from . import wording
from .account_list import NEW, AccountList
from .account_pane import AccountPane
from .drafts import Drafts
from .entries import PARTS, Entries, Field, account_of, credentials_of, problems, trust_changed

if TYPE_CHECKING:
    from appcues_console.engine.condition import Condition, SavedAccount

SIZE = (800, 584)
SMALLEST = (640, 440)
LIST_WIDTH = 240


class AccountsDialog(TwoPaneDialog):
    """Adds, changes and removes accounts."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            "Accounts", theme, parent, size=SIZE, smallest=SMALLEST, side_width=LIST_WIDTH
        )
        self._desk, self._theme = desk, theme
        self._drafts = Drafts(desk.accounts)
        self._vault = VaultStatus(VaultState.USABLE)
        self._tried = self._busy = self._over = self._offered = False
        self.list = AccountList(theme, self)
        self.new = QPushButton("New account", self)
        self.new.setProperty("kind", "quiet")
        self.new.setAccessibleName("New account")
        self.new.setAutoDefault(False)
        self.pane = AccountPane(theme, self)
        self.form, self.banner, self.question = (
            self.pane.form,
            self.pane.banner,
            self.pane.question,
        )
        self.save, self.remove = self.pane.save, self.pane.remove
        self._lay_out()
        self._connect()
        self._on_theme()
        self._list(desk.account.key)
        self._show(self.list.key)
        desk.bridge.follow(desk.engine.condition(), self._on_condition)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_with(self, entries: Entries) -> None:
        """Begin an account with `entries`, in the place of one that was begun. What they were
        found in goes to no other account: once it is saved, it is the chosen one."""
        if not self._busy:
            self._offered = True
            self._drafts.begin(entries)
            self.start_new()

    def start_new(self) -> None:
        """Begin an account, or go on with the one that was begun."""
        if self._busy:
            return
        self._drafts.begin()
        self._list(NEW)
        self._show(NEW)
        self.form.label.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        """Close, and ask first where something would be lost."""
        if self.question.isVisible():
            self.question.dismiss()
            return
        unsaved = self._drafts.unsaved()
        if unsaved and not self._busy:
            names = " and ".join(f"“{name}”" for name in unsaved)
            self.question.ask(
                f"What you entered for {names} is not saved.",
                "Go on editing",
                "Discard changes",
                lambda: self.done(QDialog.DialogCode.Rejected),
            )
            return
        super().reject()

    def done(self, result: int) -> None:
        # A save under way ends without the dialog: it finds these fields empty and stays away.
        self._over = True
        self._drafts.clear()
        self.form.forget_secrets()
        super().done(result)

    def _save(self) -> None:
        key = self.list.key
        if self._busy or key == PRACTICE.key:
            return
        self._tried = True
        wrong = self._problems()
        self.form.show_problems(wrong)
        if wrong:
            self.pane.go_to(next(iter(wrong)))
            return
        entries = self._drafts.entries(key)
        stored = self._drafts.stored(key)
        account = account_of(entries, key or new_key(), stored)
        self._begin("Saving. If the system keyring asks for its password, answer it.")
        if not trust_changed(entries, stored):
            self._keep(key, account, entries)
            return
        self._desk.bridge.follow(
            self._desk.engine.check_trust(account, entries.passphrase or None),
            lambda fault: self._on_checked(key, account, entries, fault),
            self._on_failed,
        )

    def _on_checked(
        self, key: str, account: Account, entries: Entries, fault: TrustFault | None
    ) -> None:
        if fault is None:
            self._keep(key, account, entries)
        elif self._over:
            sentence = f"{account.label} was not saved. {fault.sentence}"
            self._desk.trouble.emit(Trouble(Kind.REQUEST, sentence))
        else:
            self._end()
            field = PARTS[fault.part]
            self.form.show_problems({field: fault.sentence})
            self.pane.go_to(field)

    def _keep(self, key: str, account: Account, entries: Entries) -> None:
        self._desk.bridge.follow(
            self._desk.engine.save_account(
                account, credentials_of(entries), entries.passphrase or None
            ),
            lambda saved: self._on_saved(key, saved),
            self._on_failed,
        )

    def _on_saved(self, key: str, saved: SavedAccount) -> None:
        chosen = (
            f"The account is {saved.account.label} now." if self._offered and key == NEW else ""
        )
        self._desk.reload_accounts(choose=saved.account.key if chosen else None)
        if self._over:
            self._desk.notice.emit(f"{saved.note} {chosen}".rstrip())
            return
        if chosen:
            self._offered = False
            self._desk.notice.emit(chosen)
        self._drafts.saved(key, saved.account)
        self.form.forget_secrets()
        self._end()
        self._list(saved.account.key)
        self._show(saved.account.key)
        self.banner.show_message("warn" if saved.kept is Kept.SESSION else "ok", saved.note)
        self._ask_condition()

    def _ask_removal(self) -> None:
        account = self._drafts.stored(self.list.key)
        if self._busy or account is None:
            return
        self.question.ask(
            wording.removal(account.label, self._vault.state),
            "Keep it",
            f"Remove {account.label}",
            lambda: self._remove(account),
        )

    def _remove(self, account: Account) -> None:
        self._begin("Removing. If the system keyring asks for its password, answer it.")
        self._desk.bridge.follow(
            self._desk.engine.remove_account(account),
            lambda sentence: self._on_removed(account, sentence),
            self._on_failed,
        )

    def _on_removed(self, account: Account, sentence: str) -> None:
        self._desk.reload_accounts()
        if self._over:
            self._desk.notice.emit(sentence)
            return
        self._drafts.removed(account.key)
        self._end()
        self._list(PRACTICE.key)
        self._show(PRACTICE.key)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.banner.show_message("ok", sentence)

    def _on_failed(self, error: BaseException) -> None:
        trouble = trouble_of(error)
        if self._over:
            self._desk.trouble.emit(trouble)
            return
        self._end()
        self.banner.show_message("bad" if trouble.kind is Kind.BUG else "warn", trouble.sentence)
        self._ask_condition()

    def _begin(self, sentence: str) -> None:
        self._busy = True
        self.banner.show_message("info", sentence)
        for part in (self.list, self.new, self.form, self.save, self.remove):
            part.setEnabled(False)

    def _end(self) -> None:
        self._busy = False
        self.banner.dismiss()
        for part in (self.list, self.new, self.form, self.save, self.remove):
            part.setEnabled(True)

    def _ask_condition(self) -> None:
        self._desk.bridge.follow(self._desk.engine.condition(), self._on_condition)

    def _on_condition(self, condition: Condition) -> None:
        if self._over:
            return
        self._vault = condition.vault
        self.pane.show_vault(condition.vault.sentence)
        self.form.show_vault(condition.vault.state)

    def _on_accounts(self, accounts: tuple[Account, ...]) -> None:
        if self._over or self._busy:
            return
        self._drafts.accounts = accounts
        key = self.list.key
        self._list(key)
        if self.list.key != key:
            self._show(self.list.key)

    def _list(self, chosen: str) -> None:
        self.list.show_rows(self._drafts.rows(), chosen)

    def _show(self, key: str) -> None:
        stored = self._drafts.stored(key)
        self._tried = False
        self.question.dismiss()
        if stored is None or not stored.is_practice:
            self.form.show_entries(self._drafts.entries(key), stored, self._vault.state)
        self.pane.show_account(stored)

    def _on_chosen(self, key: str) -> None:
        self.banner.dismiss()
        self._show(key)

    def _on_edited(self) -> None:
        key = self.list.key
        self._drafts.put(key, self.form.entries)
        self.list.show_row(self._drafts.row(key))
        if self._tried:
            self.form.show_problems(self._problems())

    def _problems(self) -> dict[Field, str]:
        key, drafts = self.list.key, self._drafts
        return problems(drafts.entries(key), drafts.other_labels(key), drafts.stored(key))

    def _lay_out(self) -> None:
        self.side.setContentsMargins(0, 12, 0, 12)
        self.side.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(self.new)
        row.addStretch(1)
        self.side.addLayout(row)
        self.put_beside(self.pane)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.new.clicked.connect(self.start_new)
        self.form.edited.connect(self._on_edited)
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self._ask_removal)
        self.pane.close_button.clicked.connect(self.reject)
        self._desk.accounts_changed.connect(self._on_accounts)
        self._theme.changed.connect(self._on_theme)
        QShortcut(QKeySequence.StandardKey.New, self, self.start_new)
        QShortcut(QKeySequence.StandardKey.Save, self, self._save)

    def _on_theme(self) -> None:
        self.new.setIcon(self._theme.icon("plus", "accent_text"))
