"""Whether to try again by itself, and how long to wait first: the rule that must never send twice.

Pure: it reads what happened and answers. `tenacity` was considered and set aside: its decisions
hang on one call's exception or result and its waits are sleeps, while here the decision needs the
outcome, the status and the nature of the body together, every attempt and every countdown is told
to a person, the wait ends early at a key press, and "stop" must still complete the exchange. What
would be left of it is one multiplication.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from appcues_console.activity.exchange import Activity, Outcome, Reply
from appcues_console.delivery.faults import LASTING, Fault
from appcues_console.delivery.limits import LONGEST_RETRY_AFTER

PASSING_STATUSES = frozenset({408, 425, 429, 502, 503, 504})
"""Statuses that speak of the moment and not of the request."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how patiently. Seconds.

    `longest_retry_after` is the limit on what a server may ask: beyond it the console does not
    wait and does not come early either; it stops and says so.
    """

    attempts: int = 3
    first_wait: float = 1.0
    growth: float = 2.0
    longest_wait: float = 30.0
    longest_retry_after: float = LONGEST_RETRY_AFTER

    def wait(self, after_attempt: int, chance: float | None = None) -> float:
        """Return the seconds to wait after attempt number `after_attempt` (from 1).

        Half of the wait is certain and half is chance, so that many programs that failed at once
        do not come back at once. `chance` is in [0, 1]; None draws one.
        """
        drawn = random.random() if chance is None else chance  # noqa: S311 - no secret hangs on it
        whole = min(self.first_wait * self.growth ** (after_attempt - 1), self.longest_wait)
        return whole * (0.5 + drawn / 2)


def may_try_again(outcome: Outcome, happened: Reply | Fault, activity: Activity) -> bool:
    """Return whether the console may repeat this by itself.

    Not sent: yes, unless the reason lies on this side and stays. Rejected: only with a status that
    passes. Unknown: only where the body is harmless by its nature; a body with events never.
    """
    match outcome:
        case Outcome.NOT_SENT:
            return not (isinstance(happened, Fault) and happened.kind in LASTING)
        case Outcome.REJECTED:
            return isinstance(happened, Reply) and happened.status in PASSING_STATUSES
        case Outcome.UNKNOWN:
            cancelled = isinstance(happened, Fault) and happened.kind in LASTING
            return activity.harmless_to_repeat and not cancelled
        case _:
            return False


def retry_after(headers: Sequence[tuple[str, str]], now: float) -> float | None:
    """Return the seconds that `Retry-After` asks to wait, or None where it is absent or unreadable.

    Both forms of RFC 9110 section 10.2.3. A date is measured against the answer's own `Date` where
    it has one, because this computer's clock may be wrong; otherwise against `now`, Unix seconds.
    """
    value = _header(headers, "retry-after")
    if value is None:
        return None
    if value.isascii() and value.isdigit():
        return float(value) if len(value) < 10 else math.inf
    until = _unix_time(value)
    if until is None:
        return None
    stated = _header(headers, "date")
    here = _unix_time(stated) if stated is not None else None
    return max(0.0, until - (now if here is None else here))


def _header(headers: Sequence[tuple[str, str]], name: str) -> str | None:
    return next((value.strip() for key, value in headers if key.lower() == name), None)


def _unix_time(text: str) -> float | None:
    """Return the Unix time of an HTTP date. One without a time zone means UTC."""
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    except (ValueError, OverflowError):
        return None
