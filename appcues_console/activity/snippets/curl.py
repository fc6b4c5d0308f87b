"""A request as a cURL command for a POSIX shell."""

from __future__ import annotations

import shlex
from typing import Final

from .request import Request

LONGEST_ARGUMENT: Final = 100_000
"""Bytes of a body that is an argument. Linux takes one of 128 KiB, and beyond that a pipe."""


def as_curl(request: Request) -> str:
    """Return the command."""
    lines = [
        # Without --path-as-is, curl folds away a user ID of one or two dots, encoded or not.
        f"curl --request POST --path-as-is {shlex.quote(request.url)}",
        "  --header 'Content-Type: application/json'",
    ]
    if request.bearer_value is not None:
        lines.append(f"  --header {shlex.quote(f'Authorization: Bearer {request.bearer_value}')}")
    if is_long(request.body):
        lines.append("  --data-binary @-")
        return piped(request.body, " \\\n".join(lines))
    # --data-raw never takes a text for the name of a file, and keeps line breaks.
    lines.append(f"  --data-raw {shlex.quote(request.body)}")
    return " \\\n".join(lines)


def is_long(body: str) -> bool:
    """True where `body` does not fit into an argument."""
    return len(body.encode("utf-8")) > LONGEST_ARGUMENT


def piped(body: str, command: str) -> str:
    """Return a command that gets `body` from its input, to the letter."""
    # Every shell has printf built in, so that what it prints is no argument of a program.
    return f"printf %s {shlex.quote(body)} | {command}"
