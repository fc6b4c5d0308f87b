"""The table of outcomes, whole, and the sentences a person reads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest

from appcues_console.activity.exchange import Activity, Attempt, Ending, Outcome, Reached, Reply
from appcues_console.delivery import wording
from appcues_console.delivery.faults import Fault, FaultKind
from appcues_console.delivery.outcomes import Tried, conclude, decide, result_phrase
from tests.delivery.wire import EVENT, PROFILE

SAYS_NO = [b'{"error":true}', b'{"ok":false}', b'{"ok":false,"error":true}']
SAYS_NO_ELSEHOW = [b'{"error":"bad account"}', b'{"error":1}', b'{"error":{"code":3}}']
SAYS_NO_ELSEHOW += [b'{"errors":["x"]}', b'{"status_code":404}', b'{"success":false}']
SAYS_NOTHING = [b'{"ok":true}', b"", b"<html>", b"\xff", b"[]", b"null", b'{"error":false}']
SAYS_BOTH = [b'{"ok":true,"error":"odd"}', b'{"ok":true,"status_code":404}']


def reply(status: int, body: bytes = b'{"ok":true}', *, truncated: bool = False) -> Reply:
    return Reply(status, "", "HTTP/1.1", (), body, truncated)


REFUSED = Fault(FaultKind.REFUSED, Reached.NOT_SENT)
CUT = Fault(FaultKind.CUT, Reached.MAYBE_SENT)
STOPPED = Fault(FaultKind.CANCELLED, Reached.NOT_SENT)


def by_the_table(status: int, body: bytes) -> Outcome:
    if status < 200:
        return Outcome.UNKNOWN
    if status < 300 and body not in SAYS_NO + SAYS_NO_ELSEHOW:
        return Outcome.ACCEPTED
    return Outcome.REJECTED


@pytest.mark.parametrize("activity", [EVENT, PROFILE])
@pytest.mark.parametrize("body", SAYS_NO + SAYS_NO_ELSEHOW + SAYS_NOTHING + SAYS_BOTH)
def test_every_status_with_every_body(body: bytes, activity: Activity) -> None:
    for status in [*range(101, 600), 600, 799, 999]:
        assert decide(reply(status, body), activity).outcome is by_the_table(status, body)


@pytest.mark.parametrize("activity", [EVENT, PROFILE])
@pytest.mark.parametrize("kind", FaultKind)
def test_every_fault(kind: FaultKind, activity: Activity) -> None:
    not_sent = decide(Fault(kind, Reached.NOT_SENT), activity)
    assert not_sent.outcome is Outcome.NOT_SENT
    assert "Nothing reached the server." in not_sent.explanation
    maybe = decide(Fault(kind, Reached.MAYBE_SENT), activity)
    assert maybe.outcome is Outcome.UNKNOWN
    assert "Whether the server took it in cannot be known." in maybe.explanation
    assert ("may be counted twice" in maybe.explanation) is (activity is EVENT)
    assert ("is safe" in maybe.explanation) is (activity is PROFILE)


@pytest.mark.parametrize(
    ("happened", "parts"),
    [
        (reply(200), ["The server accepted the activity (200 OK)."]),
        (reply(204, b""), ["accepted", "204 No Content", "no body"]),
        (reply(200, b"<html>"), ["accepted", "not the documented JSON", "Check the user"]),
        (reply(200, b'{"a', truncated=True), ["accepted", "only the beginning is kept"]),
        (reply(200, b'{"ok":true,"a', truncated=True), ["The server accepted", "only the begin"]),
        (reply(200, SAYS_BOTH[0]), ["in doubt", "says ok and names an error", "“odd”"]),
        (
            reply(200, b'{"error":"bad account"}'),
            ["200 OK, but its body names an error", "“bad account”", "may be counted twice"],
        ),
        (reply(408), ["gave up waiting for the request (408 ", "may be counted twice"]),
        (
            reply(200, b'{"error":true,"message":{"title":"Odd","description":"No <b>"}}'),
            ["200 OK, but its body says that the request failed", "It says: “Odd: No <b>”."],
        ),
        (reply(302), ["302 Found", "Redirects are never followed", "base URL"]),
        (reply(404), ["rejected the request (404 Not Found)", "Check the account ID"]),
        (reply(401), ["401 Unauthorized", "bearer value"]),
        (reply(418), ["418", "then send again"]),
        (reply(429), ["429 Too Many Requests", "Wait a little"]),
        (reply(500), ["The server failed (500 Internal Server Error).", "may be counted twice"]),
        (reply(101), ["no final answer (101 Switching Protocols)"]),
        (
            Fault(FaultKind.PROXY_FAILED, Reached.NOT_SENT, "407 Proxy\r\nX"),
            ["The proxy did not let the request through.", "“407 Proxy X”"],
        ),
        (Fault(FaultKind.PROXY_SETTING, Reached.NOT_SENT, "SOCKS"), ["SOCKS proxies are not"]),
        (
            Fault(FaultKind.CONNECT_TIMEOUT, Reached.NOT_SENT, "TLS"),
            ["No connection came about in time.", "TLS handshake did not finish"],
        ),
        (
            Fault(FaultKind.CUT, Reached.MAYBE_SENT, partial=reply(200)),
            ["cut before the whole answer", "had begun to answer: 200 OK"],
        ),
        (Fault(FaultKind.CANCELLED, Reached.NOT_SENT), ["You cancelled before the first byte"]),
        (Fault(FaultKind.CANCELLED, Reached.MAYBE_SENT), ["You cancelled after the request had"]),
    ],
)
def test_the_sentences(happened: Reply | Fault, parts: list[str]) -> None:
    explanation = decide(happened, EVENT).explanation
    for part in parts:
        assert part in explanation
    assert explanation == " ".join(explanation.split())
    assert explanation[-1] in ".”"


@pytest.mark.parametrize(
    ("sent", "echo", "warned"),
    [
        (b'{"request_id":"r1"}', b'"r1"', False),
        (b'{"request_id":"r1"}', b'"r2"', True),
        (b'{"request_id":"1"}', b"1", False),
        (b'{"request_id":"r1"}', b"null", False),
        (b"{}", b'"r2"', False),
    ],
)
@pytest.mark.parametrize("status", [200, 400, 503])
def test_another_request_id_in_the_answer_is_told(
    sent: bytes, echo: bytes, warned: bool, status: int
) -> None:
    answer = reply(status, b'{"request_id":' + echo + b"}")
    explanation = decide(answer, Activity("u", sent, "", 0)).explanation
    assert ("“r2” while “r1” was sent" in explanation) is warned


@pytest.mark.parametrize(
    ("happened", "phrase"),
    [(reply(404), "404 Not Found"), (REFUSED, "connection refused")],
)
def test_result_phrase(happened: Reply | Fault, phrase: str) -> None:
    assert result_phrase(happened) == phrase


WAYS: list[Reply | Fault] = [reply(200), reply(503), CUT, REFUSED]


def concluded(happened: Sequence[Reply | Fault], activity: Activity = PROFILE) -> Ending:
    tried = []
    for number, each in enumerate(happened, 1):
        is_reply = isinstance(each, Reply)
        attempt = Attempt(
            number,
            number * 1000,
            1.0,
            Reached.ANSWERED if isinstance(each, Reply) else each.reached,
            result_phrase(each),
            each.status if isinstance(each, Reply) else None,
        )
        kept = each if is_reply else None
        tried.append(Tried(attempt, decide(each, activity), kept))  # type: ignore[arg-type]
    return conclude(tried, activity)


@pytest.mark.parametrize("series", list(product(WAYS, repeat=3)))
def test_no_attempt_is_forgotten(series: tuple[Reply | Fault, ...]) -> None:
    ending = concluded(series)
    last = series[-1]
    if isinstance(last, Reply) and last.status == 200:
        assert ending.outcome is Outcome.ACCEPTED
    elif CUT in series:
        assert ending.outcome is Outcome.UNKNOWN
    elif reply(503) in series:
        assert ending.outcome is Outcome.REJECTED
    elif reply(200) not in series:
        assert ending.outcome is Outcome.NOT_SENT
    assert len(ending.attempts) == 3
    assert [each.number for each in ending.attempts] == [1, 2, 3]


def test_an_answer_counts_more_than_a_later_attempt_that_did_not_reach_the_server() -> None:
    ending = concluded([reply(503), REFUSED])
    assert ending.outcome is Outcome.REJECTED
    assert ending.reply == reply(503)
    assert "A later attempt ended as not sent: connection refused." in ending.explanation


def test_a_rejection_after_an_unknown_leaves_it_unknown() -> None:
    ending = concluded([CUT, reply(429)])
    assert ending.outcome is Outcome.UNKNOWN
    assert ending.reply == reply(429)
    assert "A later attempt ended as rejected: 429 Too Many Requests." in ending.explanation


def test_acceptance_after_an_unknown_says_that_both_may_have_arrived() -> None:
    ending = concluded([CUT, reply(200)])
    assert ending.outcome is Outcome.ACCEPTED
    assert "An earlier attempt may have arrived too" in ending.explanation


ODD = [reply(200, b"<html>"), reply(200, b'{"a', truncated=True), reply(200, SAYS_BOTH[0])]


@pytest.mark.parametrize("odd", ODD, ids=["html", "cut", "both"])
def test_a_doubt_comes_first(odd: Reply) -> None:
    verdict = decide(odd, EVENT)
    assert verdict.outcome is Outcome.ACCEPTED
    assert verdict.explanation.startswith("It is in doubt whether the server accepted")


OPEN, CLEAR = [408, 500, 502, 503, 504], [400, 404, 425, 429]


@pytest.mark.parametrize("last", [200, *CLEAR])
@pytest.mark.parametrize("first", OPEN + CLEAR)
def test_what_an_earlier_attempt_left_open_is_told(first: int, last: int) -> None:
    explanation = concluded([reply(first), reply(last)], EVENT).explanation
    assert ("twice" in explanation) is (first in OPEN)
    if first in OPEN and last != 200:
        assert f"An earlier attempt ({result_phrase(reply(first))})" in explanation
    quiet = concluded([reply(first), reply(last)], PROFILE).explanation
    assert "twice" not in quiet
    assert ("the same profile values" in quiet) is (first in OPEN)


def test_what_is_left_open_is_told_once() -> None:
    for last in (reply(504), CUT, REFUSED):
        assert concluded([reply(504), last], EVENT).explanation.count("may be counted twice") == 1


def test_an_attempt_left_open_is_not_hidden_by_one_that_did_not_reach_the_server() -> None:
    ending = concluded([reply(504), reply(429), REFUSED], EVENT)
    assert ending.outcome is Outcome.REJECTED
    assert "An earlier attempt (504 Gateway Timeout)" in ending.explanation
    assert "A later attempt ended as not sent" in ending.explanation


def test_stopped_in_a_later_attempt() -> None:
    ending = concluded([reply(503), STOPPED])
    assert ending.outcome is Outcome.REJECTED
    assert "A later attempt ended as not sent: cancelled." in ending.explanation


def test_stopped_before_any_attempt() -> None:
    assert conclude((), EVENT) == Ending(Outcome.NOT_SENT, wording.CANCELLED_AT_ONCE)


def test_the_number_of_attempts_is_told_where_there_were_several() -> None:
    assert "attempts were made" not in concluded([REFUSED]).explanation
    assert concluded([REFUSED] * 3).explanation.endswith("3 attempts were made.")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (45.4, "45 seconds"),
        (60, "1 minute"),
        (90, "90 seconds"),
        (120, "2 minutes"),
        (3600, "1 hour"),
        (7200, "2 hours"),
        (3 * 86400, "3 days"),
        (float("inf"), "more than a year"),
    ],
)
def test_duration(seconds: float, words: str) -> None:
    assert wording.duration(seconds) == words


def test_every_fault_has_its_sentences() -> None:
    for kind in FaultKind:
        happened, advice = wording._HAPPENED[kind]
        assert happened.endswith(".")
        assert not advice or advice.endswith(".")
