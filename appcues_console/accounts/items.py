"""The items of one folder in the keyring: read before they are written, looked at after.

Locked is not absent: a locked keyring may read as empty, so nothing is written over what could not
be read, and what was written or removed is read once more. Errors of the keyring's libraries may
quote what they were given, so they are replaced here, not chained.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from appcues_console.storage.errors import StorageError

from .installation import installation_id
from .status import (
    ABSENT,
    FAILED,
    LOCKED,
    NOT_KEPT,
    HomeUnusable,
    VaultError,
    VaultFailed,
    VaultLocked,
    VaultState,
    VaultStatus,
)

T = TypeVar("T")

SERVICE = "appcues-console"

_MEANS_LOCKED = frozenset(
    {"KeyringLocked", "LockedException", "PromptDismissedException", "KeychainDenied"}
)
"""Names of exceptions: the libraries that define some of them exist on one system only."""


class Backend(Protocol):
    """A keyring as the library of that name hands it out; which one, the vault says."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class Items:
    """The items of the folder `home`, each of an owner (an account's key, or the history) and of a
    kind. Each call may raise `VaultLocked` or `VaultFailed`."""

    def __init__(
        self, home: Path, find: Callable[[], Backend | None], look_around: Callable[[], None]
    ) -> None:
        """Remember where to look. Nothing is read or asked before the first call."""
        self._home = home
        self._find = find
        self._look_around = look_around
        self._found: tuple[Backend | None] | None = None
        self.last = VaultStatus(VaultState.USABLE)
        """How the last question went."""

    @property
    def reachable(self) -> bool:
        """Whether there is a keyring; it may be locked."""
        return self._backend() is not None

    def status(self) -> VaultStatus:
        """Return whether secrets can be kept, as the last call left it, without a prompt."""
        return self.last if self.reachable else VaultStatus(VaultState.ABSENT, ABSENT)

    def look_again(self) -> None:
        """Forget that there was no keyring, so that the next call finds one that was started since.

        A keyring that was found is kept; what it said last is forgotten.
        """
        if self._found == (None,):
            self._look_around()
            self._found = None
        self.last = VaultStatus(VaultState.USABLE)

    def read(self, owner: str, kind: str) -> str | None:
        """Return a secret, or None where there is none, or no keyring."""
        backend = self._backend()
        if backend is None:
            return None
        service = self._service(owner, kind)
        return self._ask(lambda: backend.get_password(service, kind))

    def write(self, owner: str, kind: str, secret: str) -> None:
        """Keep a secret in place of an earlier one."""
        # Read first: a locked keyring says so here, before anything could be overwritten.
        if self.read(owner, kind) == secret:
            return
        backend, service = self._backend(), self._service(owner, kind)
        if backend is None:
            raise VaultFailed(FAILED)
        self._ask(lambda: backend.set_password(service, kind, secret))
        if self.read(owner, kind) != secret:
            raise VaultFailed(NOT_KEPT)

    def put(self, owner: str, kind: str, secret: str | None) -> None:
        """Keep a secret, or remove it where there is none now."""
        if secret:
            self.write(owner, kind, secret)
        else:
            self.delete(owner, kind)

    def delete(self, owner: str, kind: str) -> None:
        """Remove a secret; where there is none, nothing happens."""
        backend = self._backend()
        if backend is None or self.read(owner, kind) is None:
            return
        service = self._service(owner, kind)
        self._ask(lambda: backend.delete_password(service, kind))
        if self.read(owner, kind) is not None:
            raise VaultFailed(
                "The system keyring did not remove the value. Remove it with the keyring’s own"
                f" program: it is named {service}."
            )

    def _backend(self) -> Backend | None:
        if self._found is None:
            self._found = (self._find(),)
        return self._found[0]

    def _service(self, owner: str, kind: str) -> str:
        """Return a name that no other item has. Not only the user name differs: Windows keeps one
        item a name, and `keyring` moves a second one about in a way that two copies can break."""
        try:
            name = installation_id(self._home)
        except StorageError as error:
            failure = HomeUnusable(error.message)
        else:
            return f"{SERVICE}/{name}/{owner}/{kind}"
        raise failure

    def _ask(self, question: Callable[[], T]) -> T:
        """Ask the keyring, and remember how it went."""
        failure: VaultError
        try:
            answer = question()
        except Exception as error:  # noqa: BLE001 - backends raise their own libraries' types
            failure = VaultLocked(LOCKED) if _means_locked(error) else VaultFailed(FAILED)
        else:
            self.last = VaultStatus(VaultState.USABLE)
            return answer
        self.last = VaultStatus(failure.state, failure.message)
        # Outside of the handler: inside, the error that may quote a secret would be attached.
        raise failure


def _means_locked(error: BaseException | None) -> bool:
    while error is not None:
        if type(error).__name__ in _MEANS_LOCKED:
            return True
        error = error.__cause__ or error.__context__
    return False
