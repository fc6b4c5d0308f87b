"""Exchanges to keep: usual ones, and any that the types allow."""

from __future__ import annotations

from hypothesis import strategies as st

from appcues_console.activity.destination import Destination, Safety
from appcues_console.activity.exchange import (
    Activity,
    Attempt,
    Ending,
    Opening,
    Outcome,
    Reached,
    Reply,
)

START = 1_700_000_000_000

# Lone surrogates and NUL too: people paste anything, and servers answer anything.
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=12)
INTEGERS = st.integers(-(2**63), 2**63 - 1)
TIMES = st.integers(0, 2**53)
DURATIONS = st.floats(min_value=0, allow_nan=False, allow_infinity=False)

OPENINGS = st.builds(
    Opening,
    started_at=TIMES,
    destination=st.builds(
        Destination,
        account_key=st.sampled_from(["practice", "a" * 32]),
        label=ANY_TEXT,
        base_url=ANY_TEXT,
        safety=st.sampled_from(Safety),
    ),
    masked_url=ANY_TEXT,
    activity=st.builds(
        Activity,
        user_id=ANY_TEXT,
        body=st.binary(max_size=40),
        summary=ANY_TEXT,
        event_count=st.integers(0, 3),
    ),
)

REPLIES = st.builds(
    Reply,
    status=st.integers(100, 599),
    reason=ANY_TEXT,
    http_version=ANY_TEXT,
    headers=st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=3).map(tuple),
    body=st.binary(max_size=40),
    truncated=st.booleans(),
    redacted=st.booleans(),
)

ATTEMPTS = st.builds(
    Attempt,
    number=st.integers(1, 9),
    started_at=TIMES,
    duration=DURATIONS,
    reached=st.sampled_from(Reached),
    result=ANY_TEXT,
    status=st.none() | st.integers(100, 599),
)

ENDINGS = st.builds(
    Ending,
    outcome=st.sampled_from([outcome for outcome in Outcome if outcome is not Outcome.SENDING]),
    explanation=ANY_TEXT,
    attempts=st.lists(ATTEMPTS, max_size=3).map(tuple),
    reply=st.none() | REPLIES,
)


def opening(
    user_id: str = "user-42",
    summary: str = "clicked widget",
    *,
    label: str = "Acme",
    account_key: str = "a" * 32,
    started_at: int = START,
    event_count: int = 1,
) -> Opening:
    """Return a usual opening."""
    return Opening(
        started_at,
        Destination(account_key, label, "https://api.appcues.com", Safety.TEST),
        f"https://api.appcues.com/v1/accounts/••••/users/{user_id}/activity",
        Activity(user_id, b'{"events":[{"name":"clicked widget"}]}', summary, event_count),
    )


def ending(outcome: Outcome = Outcome.ACCEPTED, status: int | None = 200) -> Ending:
    """Return a usual ending."""
    attempt = Attempt(1, START, 12.5, Reached.ANSWERED, f"{status}", status)
    headers = (("content-type", "application/json"),)
    reply = None if status is None else Reply(status, "OK", "HTTP/1.1", headers, b'{"ok":true}')
    return Ending(outcome, "It arrived.", (attempt,), reply)
