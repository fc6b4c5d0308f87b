"""The records of `--json`, field by field."""

from __future__ import annotations

import json

from appcues_console.activity.destination import Destination, Safety
from appcues_console.activity.exchange import (
    Activity,
    Attempt,
    Ending,
    Exchange,
    Opening,
    Outcome,
    Reached,
    Reply,
    Summary,
)
from appcues_console.cli.report import exchange_record, summary_record

AT = 1_452_690_322_000
OPENING = Opening(
    AT,
    Destination("k", "Acme", "https://x", Safety.PRODUCTION),
    "https://x/v1/…",
    Activity("u1", b"{}", "clicked", 1),
)


def test_a_whole_exchange() -> None:
    attempt = Attempt(1, AT, 12.3456, Reached.ANSWERED, "200 OK", 200)
    reply = Reply(200, "OK", "HTTP/1.1", (("a", "b"), ("a", "c")), b'{"ok":true}', True, True)
    ending = Ending(Outcome.ACCEPTED, "Fine.", (attempt,), reply)
    record = exchange_record(Exchange(7, OPENING, ending), "r-1")
    assert json.loads(json.dumps(record)) == {
        "outcome": "accepted",
        "status": 200,
        "explanation": "Fine.",
        "account": "Acme",
        "safety": "production",
        "user_id": "u1",
        "request_id": "r-1",
        "exchange_id": 7,
        "url": "https://x/v1/…",
        "started_at": "2016-01-13T13:05:22.000Z",
        "duration_ms": 12.346,
        "attempts": [
            {
                "number": 1,
                "started_at": "2016-01-13T13:05:22.000Z",
                "duration_ms": 12.346,
                "reached": "answered",
                "result": "200 OK",
                "status": 200,
            }
        ],
        "response": {
            "status": 200,
            "reason": "OK",
            "http_version": "HTTP/1.1",
            "headers": [["a", "b"], ["a", "c"]],
            "body": '{"ok":true}',
            "body_encoding": "utf-8",
            "truncated": True,
            "redacted": True,
        },
    }


def test_an_exchange_without_an_answer_or_a_record() -> None:
    record = exchange_record(Exchange(0, OPENING, Ending(Outcome.NOT_SENT, "No.")), None)
    nothing = ("status", "request_id", "exchange_id", "duration_ms", "response")
    assert [record[key] for key in nothing] == [None] * 5
    assert record["attempts"] == []
    assert exchange_record(Exchange(1, OPENING), None)["outcome"] == "sending"


def test_an_answer_that_is_no_text_is_base64() -> None:
    reply = Reply(502, "", "HTTP/1.1", (), b"\xff\x00")
    record = exchange_record(Exchange(1, OPENING, Ending(Outcome.REJECTED, "", (), reply)), None)
    assert record["response"]["body"] == "/wA="
    assert record["response"]["body_encoding"] == "base64"


def test_a_row_of_the_history() -> None:
    row = Summary(3, AT, Outcome.UNKNOWN, None, "u\u2028", "clicked", "Acme", "test", None)
    assert summary_record(row) == {
        "exchange_id": 3,
        "started_at": "2016-01-13T13:05:22.000Z",
        "outcome": "unknown",
        "status": None,
        "account": "Acme",
        "safety": "test",
        "user_id": "u\u2028",
        "summary": "clicked",
        "duration_ms": None,
    }
