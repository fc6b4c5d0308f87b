"""What can go wrong between the console and a server, as values.

What a network does is not an exception in this program: it is a fact about one attempt, which
decides the outcome, the sentence a person reads and whether trying again is right. `transport`
turns every failure into one of these; everything after it is pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from appcues_console.activity.exchange import Reached, Reply


class FaultKind(Enum):
    """Each kind of failure; the value is the short phrase shown for the attempt."""

    UNSENDABLE = "not a sendable request"
    TRUST_FILE = "certificate file not usable"
    PROXY_SETTING = "proxy setting not usable"
    POOL_TIMEOUT = "no free connection"
    NAME_NOT_FOUND = "name not found"
    NAME_LOOKUP_FAILED = "name lookup failed"
    REFUSED = "connection refused"
    UNREACHABLE = "no route to the server"
    CONNECT_TIMEOUT = "no connection in time"
    CONNECT_FAILED = "connection failed"
    PROXY_FAILED = "proxy failed"
    TLS_NAME = "certificate for another name"
    TLS_EXPIRED = "certificate expired"
    TLS_UNTRUSTED = "certificate not trusted"
    TLS_CLIENT = "client certificate refused"
    TLS_FAILED = "TLS handshake failed"
    SEND_TIMEOUT = "sending stalled"
    ANSWER_TIMEOUT = "no answer in time"
    CUT = "connection cut"
    BROKEN = "broken answer"
    BAD_ENCODING = "answer not decodable"
    DEADLINE = "not finished in time"
    CANCELLED = "cancelled"

    @property
    def phrase(self) -> str:
        return self.value


LASTING = frozenset(
    {
        FaultKind.UNSENDABLE,
        FaultKind.TRUST_FILE,
        FaultKind.PROXY_SETTING,
        FaultKind.CANCELLED,
    }
)
"""Faults that lie on this side and stay: trying again by itself cannot mend them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One attempt that got no whole answer.

    `reached` is what the wire showed, not a guess from the kind: a connection that is cut before
    the first byte of the request left is NOT_SENT, after it MAYBE_SENT. `detail` is a short fact
    for the sentence, such as the proxy's own answer, and never holds a URL. `partial` is the
    beginning of an answer, where there was one.
    """

    kind: FaultKind
    reached: Reached
    detail: str = ""
    partial: Reply | None = None
