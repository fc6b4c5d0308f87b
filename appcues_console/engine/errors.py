"""What the engine refuses, each with a sentence for a person in `message`."""

from __future__ import annotations

from appcues_console.activity.twice import may_count


class EngineError(Exception):
    """The engine did not do what it was asked. `message` is for a person and holds no secret."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class CredentialsMissing(EngineError):
    """The vault holds no account ID for the account. Nothing was sent and nothing recorded."""


class MayCountTwice(EngineError):
    """`events`, by their names, may have arrived before and are not repeated without a person's
    word. Nothing was sent and nothing recorded."""

    def __init__(self, events: tuple[str, ...]) -> None:
        super().__init__(may_count(events))
        self.events = events


class EngineClosed(EngineError):
    """The program is ending and takes no more work."""

    def __init__(self) -> None:
        super().__init__("The console is closing, so nothing more is started.")
