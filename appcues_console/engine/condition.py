"""What the engine tells of itself and of what it saved: values that a face shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from appcues_console.accounts.account import Account
from appcues_console.accounts.status import Kept, VaultStatus


class HistoryState(StrEnum):
    """Where the history is, and why it is in memory where it is."""

    DURABLE = "durable"
    WAITING = "waiting"
    """The keyring was asked for the key and has not answered yet. What is sent meanwhile is kept in
    memory and moves into the file as soon as the answer comes."""
    NO_KEYRING = "no keyring"
    LOCKED = "locked"
    KEYRING_FAILED = "keyring failed"
    LOST_KEY = "lost key"
    """There is a history, and no key at hand fits it. Its file is untouched."""
    DAMAGED = "damaged"
    """It is damaged and could not be set aside, because another copy is using it."""
    TOO_NEW = "too new"
    UNWRITABLE = "unwritable"
    BUSY = "busy"


_REPLACEABLE = frozenset({HistoryState.LOST_KEY, HistoryState.DAMAGED, HistoryState.TOO_NEW})


@dataclass(frozen=True, slots=True)
class Condition:
    """What a banner must say.

    `history_durable` is false where the history lives in memory for this session; `history_note`
    then says why, what it means and what to do. With a durable history the note tells what
    happened at its opening, if anything did; `set_aside` is then the file that was put away.
    """

    vault: VaultStatus
    history_durable: bool
    history_note: str = ""
    history_state: HistoryState = HistoryState.DURABLE
    set_aside: Path | None = None

    @property
    def may_try_again(self) -> bool:
        """True where `Engine.try_keyring_again` may help."""
        return self.history_state not in {HistoryState.DURABLE, HistoryState.WAITING}

    @property
    def may_start_new(self) -> bool:
        """True where `Engine.start_new_history` is a choice: the old file is kept aside."""
        return self.history_state in _REPLACEABLE


@dataclass(frozen=True, slots=True)
class SavedAccount:
    """An account as it was saved. `kept` says where its secrets went, None where they were left as
    they are; `note` is a sentence for a person."""

    account: Account
    kept: Kept | None
    note: str


@dataclass(frozen=True, slots=True)
class Versions:
    """What of a home another copy of the program may change: each value is another once it did.
    `accounts` changes with this copy's own changes too."""

    accounts: tuple[int, ...]
    history: int
