"""What is typed for each account while the dialog is open, beside what is stored.

A look at another account must not lose what was entered for this one, and a save that fails must
not either: so it is kept here, in memory only, until it is saved or the dialog is closed.
"""

from __future__ import annotations

from appcues_console.accounts.account import Account

from .account_list import NEW, Row
from .entries import Entries, entries_of


class Drafts:
    """The stored accounts, and the forms that differ from them by account key (`NEW` for the one
    that is being made)."""

    def __init__(self, accounts: tuple[Account, ...]) -> None:
        self.accounts = accounts
        self._typed: dict[str, Entries] = {}

    def stored(self, key: str) -> Account | None:
        """Return an account as it is stored; None for one that is not."""
        return next((account for account in self.accounts if account.key == key), None)

    def entries(self, key: str) -> Entries:
        """Return the form of an account: as typed, or else as stored."""
        return self._typed.get(key) or entries_of(self.stored(key))

    def begin(self, entries: Entries | None = None) -> None:
        """Begin a new account, with `entries`; without, one that was begun goes on."""
        if entries is not None:
            self._typed[NEW] = entries
        self._typed.setdefault(NEW, Entries())

    def put(self, key: str, entries: Entries) -> None:
        """Keep what was typed. Where it is what is stored, there is nothing to keep."""
        if key != NEW and entries == entries_of(self.stored(key)):
            self._typed.pop(key, None)
        else:
            self._typed[key] = entries

    def saved(self, key: str, account: Account) -> None:
        """Forget what was typed under `key`: `account` is stored now."""
        self._typed.pop(key, None)
        if self.stored(account.key) is None:
            self.accounts = (*self.accounts, account)
        else:
            self.accounts = tuple(
                account if known.key == account.key else known for known in self.accounts
            )

    def removed(self, key: str) -> None:
        """Forget an account and what was typed for it."""
        self._typed.pop(key, None)
        self.accounts = tuple(known for known in self.accounts if known.key != key)

    def clear(self) -> None:
        """Forget everything that was typed."""
        self._typed.clear()

    def other_labels(self, key: str) -> list[str]:
        """Return the labels that the account with `key` must not take. (The built-in one's is
        refused by a sentence of its own.)"""
        return [
            account.label
            for account in self.accounts
            if account.key != key and not account.is_practice
        ]

    def unsaved(self) -> list[str]:
        """Return what the accounts are called whose form would be lost."""
        return [
            self.row(key).label
            for key, entries in self._typed.items()
            if entries != entries_of(self.stored(key))
        ]

    def rows(self) -> list[Row]:
        """Return the list: the stored accounts and the new one, as they are in their forms."""
        keys = [account.key for account in self.accounts]
        return [self.row(key) for key in (*keys, *([NEW] if NEW in self._typed else []))]

    def row(self, key: str) -> Row:
        """Return the line of one account."""
        entries, stored = self.entries(key), self.stored(key)
        if stored is not None and stored.is_practice:
            return Row(key, stored.label, stored.colour, "Built in", stored.safety)
        caption = entries.safety.value.capitalize()
        if stored is None:
            caption = "Not saved yet"
        elif key in self._typed:
            caption = "Changed, not saved"
        label = entries.label.strip() or ("New account" if stored is None else stored.label)
        return Row(key, label, entries.colour, caption, entries.safety)
