"""A request as a PowerShell script, for Windows PowerShell 5.1 and PowerShell 7.

Here-strings would take the line breaks of whatever the script is saved with, so a body is written
as its lines, each a string in single quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from .request import Request

# PowerShell takes the typographic ones for single quotes too; doubled, each stands for itself.
_QUOTE = re.compile("['\u2018\u2019\u201a\u201b]")


def as_powershell(request: Request) -> str:
    """Return the script."""
    lines = ",\n".join(f"  {_literal(line)}" for line in request.body.split("\n"))
    text = [
        f'$body = @(\n{lines}\n) -join "`n"',
        "$request = @{",
        "  Method = 'Post'",
        f"  Uri = {_literal(request.url)}",
        "  ContentType = 'application/json'",
        # A string would be sent in an encoding of the session's choosing.
        "  Body = [System.Text.Encoding]::UTF8.GetBytes($body)",
    ]
    if request.bearer_value is not None:
        header = _literal(f"Bearer {request.bearer_value}")
        text.append(f"  Headers = @{{ Authorization = {header} }}")
    text += ["}", "Invoke-RestMethod @request", ""]
    if request.user_is_dots:
        text.insert(0, "# .NET folds a user ID of one or two dots away: this will not arrive.")
    if not "".join(text).isascii():
        note = "# Paste it, or save it with a byte order mark: without one, version 5.1 reads ANSI."
        text.insert(0, note)
    return "\n".join(text)


def _literal(text: str) -> str:
    """Return an expression for one line: strings in single quotes, in which nothing but the quote
    has a meaning, and what cannot be seen as the number of its character."""
    parts = [
        "'" + _QUOTE.sub(r"\g<0>\g<0>", "".join(run)) + "'" if seen else _characters(run)
        for seen, run in groupby(text, str.isprintable)
    ]
    if len(parts) == 1 and parts[0].startswith("'"):
        return parts[0]
    # `+` binds less tightly than the comma of a list, and its left side decides what it adds to.
    return "(" + " + ".join(["''", *parts]) + ")" if parts else "''"


def _characters(run: Iterable[str]) -> str:
    return " + ".join(
        f"[char]0x{ord(character):04X}"
        if ord(character) <= 0xFFFF
        else f"[char]::ConvertFromUtf32(0x{ord(character):X})"
        for character in run
    )
