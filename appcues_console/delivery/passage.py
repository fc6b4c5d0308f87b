"""How far one request has got, told while it travels.

Whether a cancelled or failed request may have reached the server depends on one fact: did the
first byte leave. The class of an exception does not say so, and a cancelled task has no exception
at all; so the transport writes down each step here as the wire takes it, and whoever is left
holding the passage can read the truth from it.
"""

from __future__ import annotations

from enum import IntEnum

from appcues_console.activity.exchange import Reached


class Stage(IntEnum):
    """The steps of one request, in their order."""

    WAITING = 0
    """Nothing has happened yet, or a free connection is awaited."""
    CONNECTING = 1
    """Name lookup and TCP, to the server or to a proxy."""
    SECURING = 2
    """The TLS handshake."""
    SENDING = 3
    """From the moment at which the first byte may have left."""
    SENT = 4
    """The request is on its way, as far as the server would take it; no answer has begun."""
    ANSWERING = 5
    """The status line and the headers have come; the body is being read."""
    ANSWERED = 6
    """The answer is complete, or read up to the limit."""


class Passage:
    """The stage of one request in flight. Changed by the transport, read by everybody else."""

    __slots__ = ("stage",)

    def __init__(self) -> None:
        self.stage = Stage.WAITING

    def reach(self, stage: Stage) -> None:
        """Note a step. A passage never goes back."""
        self.stage = max(self.stage, stage)

    @property
    def reached(self) -> Reached:
        """How far a request that broke off got. Whether it was answered only its reply can say."""
        return Reached.MAYBE_SENT if self.stage >= Stage.SENDING else Reached.NOT_SENT
