"""What was sent and what came back, as values that every room can hold.

An exchange begins when an activity is about to leave (`Opening`) and is complete when delivery has
reached an outcome (`Ending`). Times are integer milliseconds since the Unix epoch, UTC; durations
are milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .destination import Destination
from .values import Kind


class Outcome(StrEnum):
    """What a send came to, as far as that can be known, and the state before."""

    SENDING = "sending"
    NOT_SENT = "not sent"
    """The request certainly did not reach the server."""
    REJECTED = "rejected"
    """The server answered no, by its status or in the body."""
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    """Bytes left, or may have, and no whole answer came: it may have arrived."""

    @property
    def word(self) -> str:
        """The outcome as it begins a sentence: ``Not sent``."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Activity:
    """One resolved request: the exact bytes, and whom they are about.

    `summary` is one line of plain text for lists, such as ``clicked widget · profile: team``.
    `event_count` decides whether repeating is harmless: profile values may be set twice, events
    may be counted twice. `properties` are those that the body sets, with the kinds of their
    values, where whoever made the activity knew them; None means that the body has to be asked.
    """

    user_id: str
    body: bytes
    summary: str
    event_count: int
    properties: Mapping[tuple[str, str], frozenset[Kind]] | None = field(
        default=None, compare=False, repr=False
    )

    @property
    def harmless_to_repeat(self) -> bool:
        """True when the body sets profile values only."""
        return self.event_count == 0


class Reached(StrEnum):
    """How far the request got, as far as the client can know."""

    NOT_SENT = "not sent"
    """No byte of the request can have reached the server."""
    MAYBE_SENT = "maybe sent"
    """Bytes left; whether the server acted on them cannot be known."""
    ANSWERED = "answered"
    """A whole answer came back."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, as it came. `body` is cut at the reading limit, and `truncated` says so.

    `redacted` is true where the server's answer repeated an account ID or bearer value and it was
    replaced by the mask before anybody could see or keep it.
    """

    status: int
    reason: str
    http_version: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    truncated: bool = False
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of one exchange. `result` is a short phrase: ``200 OK``, ``connection refused``."""

    number: int
    started_at: int
    duration: float
    reached: Reached
    result: str
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """All that is known before the first byte leaves. `masked_url` never holds the account ID."""

    started_at: int
    destination: Destination
    masked_url: str
    activity: Activity


@dataclass(frozen=True, slots=True)
class Ending:
    """How an exchange ended. `explanation` says what happened, what it means, and what to do."""

    outcome: Outcome
    explanation: str
    attempts: tuple[Attempt, ...] = ()
    reply: Reply | None = None

    @property
    def duration(self) -> float:
        """Milliseconds spent in the last attempt; 0.0 when there was none."""
        return self.attempts[-1].duration if self.attempts else 0.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One entry of the history: an opening and, once it is over, its ending."""

    id: int
    opening: Opening
    ending: Ending | None = None

    @property
    def outcome(self) -> Outcome:
        return self.ending.outcome if self.ending else Outcome.SENDING


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list shows of an exchange, without its bodies."""

    id: int
    started_at: int
    outcome: Outcome
    status: int | None
    user_id: str
    text: str
    account_label: str
    safety: str
    duration: float | None
