"""Requests in languages that are not read here, each with a sentence that names the one that is.

The console writes such snippets itself, and browsers copy a request as fetch: people paste them
back. Only cURL is taken apart; what another one holds, an account ID among it, goes nowhere.
"""

from __future__ import annotations

import re
from typing import Final

_BEGINNING: Final = 20_000
"""Characters that are looked at for each sign: a long body may stand before it."""

_PROGRAMS: Final = (
    (
        re.compile(r"(?<![\w-])(?:Invoke-(?:RestMethod|WebRequest)|irm|iwr)\s", re.IGNORECASE),
        "This is a PowerShell command. Copy the request as cURL instead, or paste only its body.",
    ),
    (
        re.compile(r"(?<![\w.$])(?:window\.)?fetch\s*\("),
        "This is JavaScript that calls fetch. Copy the request as cURL instead, or paste only its "
        "body.",
    ),
    (
        re.compile(r"^(?:\$ )?https? (?:[^\n]*\s)?POST\s", re.MULTILINE),
        "This is an HTTPie command. Copy the request as cURL instead, or paste only its body.",
    ),
    (
        re.compile(r"^(?:import|from) (?:httpx|requests)\b", re.MULTILINE),
        "This is a Python program. Copy the request as cURL instead, or paste only its body.",
    ),
)


def sentence(text: str) -> str | None:
    """Return which program `text` is and what to do, or None where it is none of these."""
    if text.lstrip()[:1] in {"{", "["}:
        # Broken JSON is told where it breaks, whatever its strings speak of.
        return None
    # A body of some length stands in the middle: a sign is at one end or at the other.
    ends = text if len(text) <= 2 * _BEGINNING else f"{text[:_BEGINNING]}\n{text[-_BEGINNING:]}"
    return next((said for sign, said in _PROGRAMS if sign.search(ends)), None)
