"""Batches for the tests of the command line: their lines, and a call that looks for leaks."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.calling import Called, call
from tests.cli.conftest import ACCOUNT_ID
from tests.delivery.wire import Received


def line(user: str, *, event: bool = False, **members: Any) -> str:
    body: dict[str, Any] = {"profile_update": {"a": 1}}
    if event:
        body = {"events": [{"name": "x", "timestamp": "2999-01-01T00:00:00Z"}]}
    return json.dumps({"user": user, "body": {**body, **members}})


def batch(account: str, lines: list[str], *more: str) -> Called:
    called = call("send", "--account", account, "--lines", *more, stdin="\n".join(lines))
    assert ACCOUNT_ID not in called.out + called.err
    return called


def user_of(request: Received) -> str:
    return request.target.split(b"/")[-2].decode()
