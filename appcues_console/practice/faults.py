"""What the practice server can do wrong on demand, and which of it is in force.

QA and presenters want to show how the console behaves when a server or a network does not; so the
commonest faults are a choice, by a name for people and a key for programs. Plain values: the list
is also that of the window and the command line, which need no server's libraries to show it. How
each is done on the wire is in `misbehaviour`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

FAULT_PATH: Final = "/practice/fault"
"""Where they are switched over HTTP."""

MOST_REQUESTS: Final = 1_000_000
"""Requests for which a fault can be ordered; for more it is switched off by hand."""

MOST_USERS: Final = 100
"""Users who may have a fault of their own at once; the one chosen longest ago goes first."""

DELAY: Final = 10.0
"""Seconds of the slow answer."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to misbehave. `applies`: a body that is accepted takes effect all the same, as where
    a real server did its work and only the answer was lost."""

    key: str
    name: str
    sentence: str
    applies: bool


STATUS_429: Final = Fault(
    "status-429",
    "Answer 429 with Retry-After 2",
    "The server says that too many requests came, and asks to wait 2 seconds. The body does"
    " nothing.",
    applies=False,
)
STATUS_500: Final = Fault(
    "status-500",
    "Answer 500",
    "The server says that it failed. The body does nothing.",
    applies=False,
)
STATUS_502: Final = Fault(
    "status-502",
    "Answer 502",
    "A gateway says that the server behind it failed. The body does nothing.",
    applies=False,
)
STATUS_503: Final = Fault(
    "status-503",
    "Answer 503",
    "The server says that it is not available for the moment. The body does nothing.",
    applies=False,
)
ERROR_TRUE: Final = Fault(
    "error-true",
    "Answer error: true under 200",
    "The status says success and the body of the answer says failure. The body sent does nothing.",
    applies=False,
)
OK_FALSE: Final = Fault(
    "ok-false",
    "Answer ok: false under 200",
    "The status says success and the body of the answer says that it is not. The body sent does"
    " nothing.",
    applies=False,
)
HTML: Final = Fault(
    "html",
    "Answer HTML instead of JSON",
    "A sign-in page under 200, as a hotel’s network gives it in the server’s place. The body does"
    " nothing.",
    applies=False,
)
OTHER_REQUEST_ID: Final = Fault(
    "other-request-id",
    "Answer with another request ID",
    "The answer names a request ID that was not sent. The body takes effect.",
    applies=True,
)
EMPTY_204: Final = Fault(
    "empty-204",
    "Answer 204 without a body",
    "Success without a word. The body takes effect.",
    applies=True,
)
REDIRECT_302: Final = Fault(
    "redirect-302",
    "Answer with a redirect",
    "302 to another path, which the console does not follow. The body does nothing.",
    applies=False,
)
CUT_BEFORE: Final = Fault(
    "cut-before-reading",
    "Cut the connection before reading",
    "The connection ends before the server reads the body, so nothing of it is kept.",
    applies=False,
)
CUT_AFTER: Final = Fault(
    "cut-after-reading",
    "Cut the connection after reading",
    "The server reads the body, which takes effect, and cuts the connection instead of answering.",
    applies=True,
)
CUT_WITHIN: Final = Fault(
    "cut-in-answer",
    "Cut the connection in the middle of the answer",
    "The body takes effect, and the connection ends after half of the answer.",
    applies=True,
)
WRONG_LENGTH: Final = Fault(
    "wrong-length",
    "Answer with a wrong Content-Length",
    "The body takes effect; the answer promises 100 bytes more than come.",
    applies=True,
)
SLOW: Final = Fault(
    "slow-10s",
    "Answer after 10 seconds",
    "The body takes effect at once; the answer takes its time.",
    applies=True,
)
SILENT: Final = Fault(
    "no-answer",
    "Never answer",
    "The body takes effect, and no answer comes until the sender gives up or the server stops.",
    applies=True,
)
LARGE: Final = Fault(
    "large-answer",
    "Answer with 5 MB",
    "The body takes effect; the answer is longer than the console reads.",
    applies=True,
)
GZIP_BOMB: Final = Fault(
    "gzip-bomb",
    "Answer with a gzip bomb",
    "The body takes effect; an answer of some 64 KB unpacks to 64 MB.",
    applies=True,
)
INVALID_UTF8: Final = Fault(
    "invalid-utf-8",
    "Answer in invalid UTF-8",
    "The body takes effect; the answer is no text in UTF-8.",
    applies=True,
)

FAULTS: Final = (
    STATUS_429,
    STATUS_500,
    STATUS_502,
    STATUS_503,
    ERROR_TRUE,
    OK_FALSE,
    HTML,
    OTHER_REQUEST_ID,
    EMPTY_204,
    REDIRECT_302,
    CUT_BEFORE,
    CUT_AFTER,
    CUT_WITHIN,
    WRONG_LENGTH,
    SLOW,
    SILENT,
    LARGE,
    GZIP_BOMB,
    INVALID_UTF8,
)
"""In the order in which they are offered."""

BY_KEY: Final[Mapping[str, Fault]] = MappingProxyType({fault.key: fault for fault in FAULTS})


@dataclass(frozen=True, slots=True)
class Whom:
    """Whose activities a fault meets: one user of one account."""

    account: str
    user: str


@dataclass(frozen=True, slots=True)
class InForce:
    """A fault that is switched on. `remaining` is the number of requests that it will still meet,
    None until it is switched off; `whom` is None where it meets everybody."""

    fault: Fault
    remaining: int | None = None
    whom: Whom | None = None


class Switchboard:
    """The faults in force: at most one for everybody, and one for each of `MOST_USERS` users.

    Like `World`, it belongs to whoever runs the server, who calls it from one place at a time.
    """

    def __init__(self) -> None:
        self._in_force: dict[Whom | None, InForce] = {}

    def switch(
        self, fault: Fault | None, requests: int | None = None, whom: Whom | None = None
    ) -> None:
        """Put `fault` in force for the next `requests` activities, None until it is switched off;
        None as the fault switches off what is in force for exactly this `whom`."""
        if requests is not None and not 1 <= requests <= MOST_REQUESTS:
            raise ValueError(f"a fault meets 1 to {MOST_REQUESTS} requests")
        self._in_force.pop(whom, None)
        if fault is None:
            return
        self._in_force[whom] = InForce(fault, requests, whom)
        users = [each for each in self._in_force if each is not None]
        for oldest in users[:-MOST_USERS]:
            del self._in_force[oldest]

    def clear(self) -> None:
        """Switch everything off."""
        self._in_force.clear()

    def in_force(self) -> tuple[InForce, ...]:
        """Return what is switched on, latest first."""
        return tuple(reversed(self._in_force.values()))

    def take(self, account: str, user: str) -> Fault | None:
        """Return the fault that one activity of `user` meets, and count it. The user's own comes
        before everybody's."""
        if not self._in_force:
            return None
        for whom in (Whom(account, user), None):
            found = self._in_force.get(whom)
            if found is None:
                continue
            if found.remaining is not None:
                if found.remaining == 1:
                    del self._in_force[whom]
                else:
                    self._in_force[whom] = replace(found, remaining=found.remaining - 1)
            return found.fault
        return None
