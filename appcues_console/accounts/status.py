"""What the vault can say of itself, and how it fails: values that need no keyring to import."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ABSENT = (
    "No system keyring is available, so account IDs and the history are kept for this session"
    " only. Start or install one, such as GNOME Keyring or KWallet, to keep them."
)
LOCKED = (
    "The system keyring is locked, so account IDs and the history cannot be reached. Unlock it and"
    " try again; nothing in it was changed."
)
FAILED = (
    "The system keyring did not answer as it should. Practice works without it; for other accounts"
    " check that the keyring is running, and try again."
)
NOT_KEPT = (
    "The system keyring accepted the value and did not keep it. Check the keyring with its own"
    " program, and try again."
)


class VaultState(StrEnum):
    """Whether secrets can be kept and read."""

    USABLE = "usable"
    ABSENT = "absent"
    """There is no keyring to ask: secrets live for this session only."""
    LOCKED = "locked"
    """There is one, and the person has not unlocked it. It is never written to in this state."""
    FAILED = "failed"
    """There is one, and it did not do what it was asked."""
    WAITING = "waiting"
    """It was asked some seconds ago and has not answered: usually its prompt is on the screen."""


@dataclass(frozen=True, slots=True)
class VaultStatus:
    """The state, and a sentence for a person; it is empty where all is well."""

    state: VaultState
    sentence: str = ""

    @property
    def usable(self) -> bool:
        return self.state is VaultState.USABLE


class Kept(StrEnum):
    """Where an account's secrets went."""

    KEYRING = "keyring"
    SESSION = "session"
    """In memory only: they are gone when the program ends."""


class VaultError(Exception):
    """The keyring is there and could not be used. `message` is for a person and holds no secret."""

    state = VaultState.FAILED

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class VaultLocked(VaultError):
    """The keyring is locked, or its prompt was dismissed."""

    state = VaultState.LOCKED


class VaultFailed(VaultError):
    """The keyring's service is gone, refused, or did not keep what it was given."""


class KeyUnusable(VaultFailed):
    """What the keyring holds as the history's key is none, so the history cannot be opened."""


class HomeUnusable(VaultFailed):
    """The program's folder does not say, and cannot be made to say, how its items are named: the
    keyring itself was not asked."""
