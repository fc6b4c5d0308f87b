"""What went wrong, sorted into the three kinds that must look different.

The environment failed (a locked keyring, a full disk), the person is asked for something (an
account without an account ID), or the console has a bug. Every exception that reaches the window
becomes one of these; none is shown as its bare text.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum

log = logging.getLogger(__name__)


class Kind(StrEnum):
    """Whose fault it is."""

    ENVIRONMENT = "environment"
    REQUEST = "request"
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that went wrong, as a sentence for a person."""

    kind: Kind
    sentence: str


def trouble_of(error: BaseException) -> Trouble:
    """Return what `error` means for a person. The errors of the rooms below bring their sentence in
    `message`; anything else is a bug, of which only the type and place are logged: the text of an
    unforeseen exception may hold what must not be written down."""
    sentence = getattr(error, "message", None)
    # A `ValueError` may have a message too, such as a `JsonProblem`; that it came here is a bug.
    if isinstance(sentence, str) and sentence and not isinstance(error, ValueError):
        asks = type(error).__name__ == "CredentialsMissing"
        return Trouble(Kind.REQUEST if asks else Kind.ENVIRONMENT, sentence)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"
    log.error("unforeseen %s at %s", type(error).__name__, place)
    return Trouble(
        Kind.BUG,
        f"This is a fault in the console ({type(error).__name__}), not in your work. "
        "What you composed is still here; please report what you did.",
    )
