"""What keeps a command from doing its work, as a sentence and an exit status.

The rooms below raise errors that bring a sentence in `message`. Everything else is a bug: its text
may hold a secret, so only its kind and place are told.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from .exits import Exit


class Failure(Exception):
    """Ends a command with `status`; `message` is for the person."""

    def __init__(self, message: str, status: Exit) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


def failure_of(error: Exception) -> Failure:
    """Return what `error` means for the person who called the command."""
    from appcues_console.accounts.status import VaultError
    from appcues_console.engine.errors import CredentialsMissing, MayCountTwice
    from appcues_console.storage.errors import StorageError

    if isinstance(error, Failure):
        return error
    sentence = getattr(error, "message", None)
    if isinstance(error, VaultError | StorageError | CredentialsMissing):
        return Failure(error.message, Exit.NOT_KEPT)
    if isinstance(error, MayCountTwice):
        sentence = f"{error.message} Nothing was sent: give --again to send all the same."
        return Failure(sentence, Exit.UNKNOWN)
    # Such as a practice server that could not start; its library is not imported to ask.
    if isinstance(sentence, str) and sentence and type(error).__module__.startswith("appcues"):
        return Failure(sentence, Exit.NOT_SENT)
    return Failure(_bug(error), Exit.BUG)


def _bug(error: Exception) -> str:
    return (
        f"This is a fault in the console ({type(error).__name__} at {_place(error.__traceback__)}),"
        " not in your input. Please report this line and the command, without the account ID, to"
        " the people who maintain the console. Whether something was sent is in the history."
    )


def _place(trace: TracebackType | None) -> str:
    if trace is None:
        return "an unknown place"
    while trace.tb_next is not None:
        trace = trace.tb_next
    path = Path(trace.tb_frame.f_code.co_filename)
    return f"{path.parent.name}/{path.name}:{trace.tb_lineno}"
