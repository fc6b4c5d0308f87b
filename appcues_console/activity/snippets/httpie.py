"""A request as an HTTPie command for a POSIX shell."""

from __future__ import annotations

import shlex

from .curl import is_long, piped
from .request import Request


def as_httpie(request: Request) -> str:
    """Return the command. It needs HTTPie 3 or later, where `--raw` came in."""
    long = is_long(request.body)
    # It reads its input whenever that is no terminal, unless it is told not to.
    options = "" if long else " --ignore-stdin"
    if request.user_is_dots:
        options += " --path-as-is"
    lines = [
        f"http{options} POST {shlex.quote(request.url)}",
        "  Content-Type:application/json",
    ]
    if request.bearer_value is not None:
        lines.append(f"  --auth-type bearer --auth {shlex.quote(request.bearer_value)}")
    if long:
        return piped(request.body, " \\\n".join(lines))
    # With `=`, a value that begins with a dash is not taken for an option.
    lines.append(f"  --raw={shlex.quote(request.body)}")
    return " \\\n".join(lines)
