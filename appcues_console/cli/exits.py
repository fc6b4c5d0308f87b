"""The exit statuses, which scripts decide by: a contract, written once."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from appcues_console.activity.exchange import Outcome


class Exit(IntEnum):
    """What a command's exit status says."""

    DONE = 0
    """Accepted, or nothing wrong."""
    REJECTED = 1
    """Rejected by the server, or problems of severity error."""
    USAGE = 2
    """Wrong usage, or input that cannot be read."""
    UNKNOWN = 3
    """Nobody can know whether the request arrived."""
    NOT_SENT = 4
    """The request certainly did not reach the server."""
    NOT_KEPT = 5
    """The keyring or the storage failed."""
    BUG = 70
    """A fault in this program; the number is that of `EX_SOFTWARE` in BSD's sysexits."""
    INTERRUPTED = 130
    """Stopped by Ctrl+C where nothing was being sent; the number is that of shells."""


STATUS = {
    Outcome.ACCEPTED: Exit.DONE,
    Outcome.REJECTED: Exit.REJECTED,
    Outcome.NOT_SENT: Exit.NOT_SENT,
    Outcome.UNKNOWN: Exit.UNKNOWN,
    Outcome.SENDING: Exit.UNKNOWN,
}
"""The status of each outcome."""

WORST_FIRST = (
    Exit.BUG,
    Exit.NOT_KEPT,
    Exit.UNKNOWN,
    Exit.REJECTED,
    Exit.USAGE,
    Exit.NOT_SENT,
    Exit.DONE,
)
"""The order in which one status is chosen for many requests: first what leaves a doubt, then what
somebody must correct, then what can simply be sent again."""


def worst(statuses: Iterable[Exit]) -> Exit:
    """Return the status that speaks for all of `statuses`; `DONE` where there are none."""
    return min(statuses, key=WORST_FIRST.index, default=Exit.DONE)
