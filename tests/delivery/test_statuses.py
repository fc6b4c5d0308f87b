"""Each status of refusal on the wire, with the documented answer and with those of others."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import pytest

from appcues_console.activity.exchange import Outcome, Reply
from appcues_console.delivery.outcomes import decide
from appcues_console.delivery.transport import Transport
from tests.delivery.wire import CREDENTIALS, EVENT, QUICK, Connection, response, serving

STATUSES = [status for status in HTTPStatus if status >= 400]

JSON, HTML, TEXT = "application/json", "text/html", "text/plain"
SHAPES: list[tuple[str, bytes, str]] = [
    (
        JSON,
        b'{"error":true,"message":{"description":"D <b>","title":"T","type":"error"}}',
        "“T: D <b>”",
    ),
    (JSON, b'{"error":true,"status":404,"title":"T","detail":"D"}', "“T: D”"),
    (JSON, b'{"errors":[{"detail":"bad key"}]}', "“bad key”"),
    (JSON, b'{"error":"bad account"}', "“bad account”"),
    (JSON, b'{"ok":true}', ""),
    (JSON, b'["no"]', ""),
    (JSON, b'{"error":tr', ""),
    (HTML, b"<html><script>alert(1)</script></html>", ""),
    (TEXT, b"upstream gone", "“upstream gone”"),
    (TEXT, b"\xff\xfe", ""),
    (JSON, b"", ""),
]


@pytest.mark.parametrize(("kind", "body", "quoted"), SHAPES, ids=lambda each: repr(each)[:24])
def test_every_refusal_is_one_whatever_its_body(kind: str, body: bytes, quoted: str) -> None:
    async def run() -> list[object]:
        async def refuse(connection: Connection) -> None:
            for status in STATUSES:
                await connection.take()
                line = f"{status.value} {status.phrase}"
                await connection.write(response(body, line, (f"Content-Type: {kind}",)))

        transport = Transport(QUICK)
        async with serving(refuse) as server:
            happened = [
                await transport.send(server.url, "u1", EVENT.body, CREDENTIALS) for _ in STATUSES
            ]
            await transport.aclose()
            assert len(server.received) == len(STATUSES)
        return list(happened)

    for status, happened in zip(STATUSES, asyncio.run(run()), strict=True):
        assert isinstance(happened, Reply)
        assert (happened.status, happened.body) == (status, body)
        verdict = decide(happened, EVENT)
        assert verdict.outcome is Outcome.REJECTED
        assert f"{status.value} {status.phrase}" in verdict.explanation
        assert quoted in verdict.explanation
        assert "script" not in verdict.explanation
