"""What the engine refuses, each with a sentence for a person in `message`."""

from __future__ import annotations


class EngineError(Exception):
    """The engine did not do what it was asked. `message` is for a person and holds no secret."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class CredentialsMissing(EngineError):
    """The vault holds no account ID for the account. Nothing was sent and nothing recorded."""


class EngineClosed(EngineError):
    """The program is ending and takes no more work."""

    def __init__(self) -> None:
        super().__init__("The console is closing, so nothing more is started.")
