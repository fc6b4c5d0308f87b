"""How long an attempt may take and how much of an answer is read.

A server may dribble, stall or never stop; each way of wasting a person's time and memory has its
own limit here, so that none is left to a library's default.
"""

from __future__ import annotations

from dataclasses import dataclass

UPLOAD_FLOOR = 128 * 1024
"""Bytes a second. A line slower than this is treated as stalled once the deadline has passed."""

LONGEST_RETRY_AFTER = 120.0
"""Seconds. The limit on what a server may ask to wait: beyond it nothing is tried again by itself.
Persons are told of it wherever such a wait is shown."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, and bytes of the decoded answer.

    `connect` covers name lookup, TCP and TLS each; `read` and `write` are the longest silences;
    `pool` is the wait for a free connection; `total` bounds the whole attempt, whatever the
    server sends in between.
    """

    connect: float = 10.0
    read: float = 30.0
    write: float = 20.0
    pool: float = 30.0
    total: float = 60.0
    answer_bytes: int = 2 * 1024 * 1024
    connections: int = 20
    idle: float = 2.0
    """Seconds that an unused connection is kept. Short, because a request that meets a server
    closing an idle connection ends as *unknown*, and common servers close theirs after 5 s."""

    def deadline(self, body_size: int) -> float:
        """Return the seconds that one attempt with a body of `body_size` bytes may take."""
        return self.total + body_size / UPLOAD_FLOOR
