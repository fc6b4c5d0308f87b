"""When the console may try again by itself, over the whole table, and how long it waits."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.exchange import Activity, Outcome, Reached, Reply
from appcues_console.delivery.faults import Fault, FaultKind
from appcues_console.delivery.outcomes import decide
from appcues_console.delivery.retry import RetryPolicy, may_try_again, retry_after
from tests.delivery.wire import EVENT, PROFILE

PASSING = {408, 425, 429, 502, 503, 504}
OUR_SIDE = {
    FaultKind.UNSENDABLE,
    FaultKind.TRUST_FILE,
    FaultKind.PROXY_SETTING,
    FaultKind.CANCELLED,
}


def decide_and_ask(happened: Reply | Fault, activity: Activity) -> bool:
    return may_try_again(decide(happened, activity).outcome, happened, activity)


@pytest.mark.parametrize("activity", [EVENT, PROFILE])
def test_every_status(activity: Activity) -> None:
    for status in range(100, 600):
        reply = Reply(status, "", "HTTP/1.1", (), b"")
        expected = status in PASSING or (status < 200 and activity is PROFILE)
        assert decide_and_ask(reply, activity) is expected, status


@pytest.mark.parametrize("activity", [EVENT, PROFILE])
@pytest.mark.parametrize("kind", FaultKind)
@pytest.mark.parametrize("reached", [Reached.NOT_SENT, Reached.MAYBE_SENT])
def test_every_fault(kind: FaultKind, reached: Reached, activity: Activity) -> None:
    harmless = reached is Reached.NOT_SENT or activity is PROFILE
    assert decide_and_ask(Fault(kind, reached), activity) is (harmless and kind not in OUR_SIDE)


@pytest.mark.parametrize("body", [b'{"error":true}', b'{"ok":false}'])
def test_a_2xx_that_says_no_is_not_tried_again(body: bytes) -> None:
    assert not decide_and_ask(Reply(200, "OK", "HTTP/1.1", (), body), PROFILE)


@given(st.sampled_from(FaultKind), st.integers(1, 1000))
def test_a_body_with_events_is_never_repeated_after_unknown(kind: FaultKind, count: int) -> None:
    fault = Fault(kind, Reached.MAYBE_SENT)
    assert not may_try_again(Outcome.UNKNOWN, fault, Activity("u", b"{}", "", count))


def test_waits_grow_and_end_at_the_longest() -> None:
    policy = RetryPolicy(first_wait=1, growth=2, longest_wait=5)
    assert [policy.wait(n, 1.0) for n in range(1, 6)] == [1, 2, 4, 5, 5]
    assert [policy.wait(n, 0.0) for n in range(1, 6)] == [0.5, 1, 2, 2.5, 2.5]


@given(st.integers(1, 10))
def test_chance_moves_half_of_the_wait(attempt: int) -> None:
    policy = RetryPolicy()
    assert policy.wait(attempt, 0.0) <= policy.wait(attempt) <= policy.wait(attempt, 1.0)


NOW = 1_700_000_000.0  # Tue, 14 Nov 2023 22:13:20 GMT


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], None),
        ([("Retry-After", "2")], 2.0),
        ([("retry-after", " 0 ")], 0.0),
        ([("Retry-After", "99999999999999999999")], math.inf),
        ([("Retry-After", "Tue, 14 Nov 2023 22:13:50 GMT")], 30.0),
        ([("Retry-After", "Tuesday, 14-Nov-23 22:13:50 GMT")], 30.0),
        ([("Retry-After", "Tue Nov 14 22:13:50 2023")], 30.0),
        ([("Retry-After", "Tue, 14 Nov 2023 22:13:50 +0100")], 0.0),
        ([("Retry-After", "Tue, 14 Nov 2023 22:00:00 GMT")], 0.0),
        ([("Retry-After", "-1")], None),
        ([("Retry-After", "1.5")], None),
        ([("Retry-After", "soon")], None),
        ([("Retry-After", "\u0662")], None),
        ([("Retry-After", "")], None),
        ([("Retry-After", "Tue, 99 Nov 2023 22:13:50 GMT")], None),
    ],
)
def test_retry_after(headers: list[tuple[str, str]], expected: float | None) -> None:
    assert retry_after(headers, NOW) == expected


def test_a_date_is_measured_against_the_servers_own_clock() -> None:
    headers = [
        ("Date", "Fri, 01 Jan 2021 00:00:00 GMT"),
        ("Retry-After", "Fri, 01 Jan 2021 00:00:05 GMT"),
    ]
    assert retry_after(headers, NOW) == 5.0


def test_an_unreadable_date_of_the_server_leaves_our_own_clock() -> None:
    headers = [("Date", "now"), ("Retry-After", "Tue, 14 Nov 2023 22:13:21 GMT")]
    assert retry_after(headers, NOW) == 1.0


@given(st.text(max_size=40))
def test_no_text_of_a_server_breaks_it(text: str) -> None:
    asked = retry_after([("Retry-After", text), ("Date", text)], NOW)
    assert asked is None or asked >= 0
