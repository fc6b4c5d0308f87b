"""What the practice server of a console itself received: the other end of what a window shows."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from appcues_console.accounts.account import PRACTICE_ACCOUNT_ID
from appcues_console.paths import Places

# The proxies of whoever runs the tests are not asked.
_OPENER = build_opener(ProxyHandler({}))


def base_url(home: Path) -> str:
    """Return the base URL of the practice server that runs for the console in `home`."""
    announced = json.loads(Places(home).practice.read_bytes())
    return str(announced["base_url"])


def received(home: Path, user_id: str, account_id: str = PRACTICE_ACCOUNT_ID) -> bytes:
    """Return the latest body that came for a user, byte for byte."""
    account, user = quote(account_id, safe=""), quote(user_id, safe="")
    url = f"{base_url(home)}/practice/accounts/{account}/users/{user}/received/latest"
    with _OPENER.open(url, timeout=10) as answer:
        body: bytes = answer.read()
        return body
