"""Exchanges as bytes that a database can hold, and back again without loss.

User IDs, event names and server headers may hold lone surrogates and NUL. Both survive here: text
becomes UTF-8 with surrogates passed through, which no other text encodes to.
"""

from __future__ import annotations

import json
from typing import Any

from appcues_console.activity.exchange import Attempt, Reached, Reply


def pack(text: str) -> bytes:
    """Return any `str` as bytes."""
    return text.encode("utf-8", "surrogatepass")


def unpack(data: bytes) -> str:
    """Return the `str` that `pack` was given."""
    return data.decode("utf-8", "surrogatepass")


def pack_attempts(attempts: tuple[Attempt, ...]) -> bytes:
    """Return attempts as JSON: a list of lists in the order of the fields."""
    return _pack_json(
        [[a.number, a.started_at, a.duration, a.reached, a.result, a.status] for a in attempts]
    )


def unpack_attempts(data: bytes) -> tuple[Attempt, ...]:
    """Return the attempts that `pack_attempts` was given."""
    return tuple(
        Attempt(number, started_at, duration, Reached(reached), result, status)
        for number, started_at, duration, reached, result, status in _unpack_json(data)
    )


def pack_head(reply: Reply) -> bytes:
    """Return all of a reply but its body as JSON."""
    return _pack_json(
        {
            "status": reply.status,
            "reason": reply.reason,
            "http_version": reply.http_version,
            "headers": reply.headers,
            "truncated": reply.truncated,
            "redacted": reply.redacted,
        }
    )


def unpack_reply(head: bytes, body: bytes) -> Reply:
    """Return the reply whose head `pack_head` was given."""
    fields = _unpack_json(head)
    headers = tuple((name, value) for name, value in fields.pop("headers"))
    return Reply(headers=headers, body=body, **fields)


def _pack_json(value: Any) -> bytes:
    # Not escaped to ASCII: two lone surrogates side by side would come back as one character.
    return pack(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _unpack_json(data: bytes) -> Any:
    return json.loads(unpack(data))
