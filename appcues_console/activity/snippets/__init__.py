"""A request as a program that a person may share: cURL, HTTPie, Python, JavaScript, PowerShell.

Placeholders stand for the account ID and the bearer value unless real ones are asked for. Each
sends the very bytes of the body.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .curl import as_curl
from .httpie import as_httpie
from .javascript import as_javascript
from .powershell import as_powershell
from .python import as_python
from .request import ACCOUNT_PLACEHOLDER, BEARER_PLACEHOLDER, Request

__all__ = [
    "ACCOUNT_PLACEHOLDER",
    "BEARER_PLACEHOLDER",
    "SNIPPETS",
    "Request",
    "Snippet",
    "as_curl",
    "as_httpie",
    "as_javascript",
    "as_powershell",
    "as_python",
]


@dataclass(frozen=True, slots=True)
class Snippet:
    """One kind of snippet: what it is called, and what writes it."""

    name: str
    write: Callable[[Request], str]


SNIPPETS: Final = (
    Snippet("cURL", as_curl),
    Snippet("HTTPie", as_httpie),
    Snippet("Python (httpx)", as_python),
    Snippet("JavaScript (fetch)", as_javascript),
    Snippet("PowerShell", as_powershell),
)
