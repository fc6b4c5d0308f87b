"""Exchanges as records for `--json`. Times are ISO 8601 in UTC, durations milliseconds."""

from __future__ import annotations

import base64
from typing import Any

from appcues_console.activity.exchange import Attempt, Exchange, Outcome, Reply, Summary
from appcues_console.activity.times import iso


def exchange_record(exchange: Exchange, request_id: str | None) -> dict[str, Any]:
    """Return one exchange that is over. `request_id` is the one in the body, if any."""
    opening, ending = exchange.opening, exchange.ending
    reply = ending.reply if ending else None
    return {
        "outcome": exchange.outcome.value,
        "status": reply.status if reply else None,
        "explanation": ending.explanation if ending else "",
        "account": opening.destination.label,
        "safety": opening.destination.safety.value,
        "user_id": opening.activity.user_id,
        "request_id": request_id,
        # A send that is stopped before its record has none.
        "exchange_id": exchange.id or None,
        "url": opening.masked_url,
        "started_at": iso(opening.started_at),
        "duration_ms": round(ending.duration, 3) if ending and ending.attempts else None,
        "attempts": [_attempt(attempt) for attempt in ending.attempts] if ending else [],
        "response": _response(reply) if reply else None,
    }


def unsent_record(
    outcome: Outcome, explanation: str, user_id: str | None, request_id: str | None
) -> dict[str, Any]:
    """Return the same of a line of a batch that has no exchange."""
    nothing = dict.fromkeys(
        ("account", "safety", "exchange_id", "url", "started_at", "duration_ms", "response")
    )
    return {
        **nothing,
        "outcome": outcome.value,
        "status": None,
        "explanation": explanation,
        "user_id": user_id,
        "request_id": request_id,
        "attempts": [],
    }


def summary_record(summary: Summary) -> dict[str, Any]:
    """Return one row of the history."""
    return {
        "exchange_id": summary.id,
        "started_at": iso(summary.started_at),
        "outcome": summary.outcome.value,
        "status": summary.status,
        "account": summary.account_label,
        "safety": summary.safety,
        "user_id": summary.user_id,
        "summary": summary.text,
        "duration_ms": None if summary.duration is None else round(summary.duration, 3),
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "number": attempt.number,
        "started_at": iso(attempt.started_at),
        "duration_ms": round(attempt.duration, 3),
        "reached": attempt.reached.value,
        "result": attempt.result,
        "status": attempt.status,
    }


def _response(reply: Reply) -> dict[str, Any]:
    try:
        body, encoding = reply.body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        body, encoding = base64.b64encode(reply.body).decode("ascii"), "base64"
    return {
        "status": reply.status,
        "reason": reply.reason,
        "http_version": reply.http_version,
        "headers": [list(header) for header in reply.headers],
        "body": body,
        "body_encoding": encoding,
        "truncated": reply.truncated,
        "redacted": reply.redacted,
    }
