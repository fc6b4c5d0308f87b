"""Calls the practice server's application without a socket, with every byte under control."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.types import Message

from appcues_console.practice.app import create_app
from appcues_console.practice.faults import Switchboard
from appcues_console.practice.world import World

JSON = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


async def asked(
    app: Starlette,
    method: str,
    target: str,
    *,
    headers: Iterable[tuple[str, str]],
    chunks: Iterable[bytes],
) -> Answer:
    """Return the answer to one request; the client hangs up where `chunks` run out early."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": "/never-used: the raw path alone counts",
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
    }
    parts = list(chunks)
    sent: list[Message] = []

    async def receive() -> Message:
        if not parts:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *bodies = sent
    return Answer(
        start["status"],
        {name.decode(): value.decode() for name, value in start["headers"]},
        b"".join(message.get("body", b"") for message in bodies),
    )


@dataclass
class Practice:
    """An application with its world and a clock that a test moves by hand."""

    world: World = field(default_factory=World)
    switchboard: Switchboard = field(default_factory=Switchboard)
    seconds: float = 1_700_000_000.0
    token: str = "a-token"

    def __post_init__(self) -> None:
        self.app = create_app(
            self.world,
            switchboard=self.switchboard,
            token=self.token,
            now=lambda: self.seconds,
        )

    def ask(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        both = {"host": "127.0.0.1:8000", **(headers or {})}
        return asyncio.run(asked(self.app, method, target, headers=both.items(), chunks=[body]))

    def get(self, target: str) -> Answer:
        return self.ask("GET", target)

    def post(self, body: object, user: str = "u1", account: str = "12345") -> Answer:
        """Post to the documented endpoint: bytes as they are, anything else as JSON."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", f"/v1/accounts/{account}/users/{user}/activity", content, JSON)
