"""A keyring in memory that can be locked, break and lie, for what a real one does too seldom."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps items by service and user name. Each attribute is one way to misbehave."""

    priority: float = 9

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.items: dict[tuple[str, str], str] = {}
        self.locked = False
        self.error: Exception | None = None
        """Raised by each call, with what the call was given added to its arguments."""
        self.forgetful = False
        """Accept each write and keep nothing."""
        self.calls: list[str] = []

    def get_password(self, service: str, username: str) -> str | None:
        self._enter("get", service, username)
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._enter("set", service, username, password)
        if not self.forgetful:
            self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._enter("delete", service, username)
        if self.forgetful:
            return
        if (service, username) not in self.items:
            raise PasswordDeleteError("not found")
        del self.items[service, username]

    def _enter(self, call: str, *given: str) -> None:
        self.calls.append(call)
        if self.locked:
            raise KeyringLocked("locked")
        if self.error is not None:
            raise type(self.error)(*self.error.args, *given)
