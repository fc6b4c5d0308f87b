"""What is told while an exchange is under way, so that a person sees each attempt and each wait.

Plain values, sent from the engine's thread to whoever listens; the window shows them, the command
line may write them to standard error. Times of day are integer milliseconds since the Unix epoch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from appcues_console.activity.exchange import Attempt


@dataclass(frozen=True, slots=True)
class Held:
    """Nothing is recorded and nothing has left: `sentence` says what is waited for."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """The exchange is in the history as *sending*; no byte has left yet. `durable` is false where
    the history is in memory for now."""

    exchange_id: int
    durable: bool = True


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    """Attempt `number` (from 1) of at most `of` began."""

    number: int
    of: int
    at: int


@dataclass(frozen=True, slots=True)
class AttemptEnded:
    """One attempt is over; whether another follows is told next."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Waiting:
    """Attempt `next_number` begins at `until`, in seconds of `time.monotonic()`: a clock that was
    set meanwhile changes nothing about the wait. `asked` is true where the server's `Retry-After`
    set the time."""

    next_number: int
    until: float
    asked: bool


Progress: TypeAlias = Held | Recorded | AttemptStarted | AttemptEnded | Waiting
