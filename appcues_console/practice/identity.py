"""How a practice server proves which one it is, without telling its secret to whoever asks.

The file that announces a server holds a random token. A port can be taken over by another program
after the server is gone; so the console asks with a random challenge, and only the server that made
the token can answer it. Both sides of that question need this one function.
"""

from __future__ import annotations

import hmac
from typing import Final

IDENTITY_PATH: Final = "/practice/identity"
"""GET with ``?challenge=`` 16 to 128 lower-case hexadecimal digits."""


def proof(token: str, challenge: str) -> str:
    """Return the answer to `challenge`, 64 hexadecimal digits: HMAC-SHA-256 keyed with `token`."""
    return hmac.new(token.encode(), challenge.encode(), "sha256").hexdigest()
