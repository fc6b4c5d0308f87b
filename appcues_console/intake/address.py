"""Whom a request is for, as its address says: base URL, account ID and user ID.

What stands in for an ID, such as `ACCOUNT_ID` or `{user_id}`, is told from one. Nothing else of an
address is kept: a query or a password in it may be secret.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote_to_bytes

LONGEST: Final = 8_000
"""Characters of an address that is taken apart; servers take less."""

_ADDRESS = re.compile(
    r"(?:(?P<scheme>https?)://)?+(?:[^/?\#@\s]*+@)?+(?P<host>[\w.-]++|\[[\da-f:.]+\])(?P<port>:\d++)?+"
    r"(?P<path>/[^?\#]*+)?+(?P<rest>[?\#].*+)?+",
    re.IGNORECASE | re.DOTALL,
)
_ENDPOINT = re.compile(
    r"(?P<prefix>.*?)/(?P<version>v\d+)/accounts/(?:(?P<account>[^/]*)/)?users/(?P<user>[^/]+)"
    r"/(?P<what>\w+)/?",
    re.DOTALL,
)
# As it stands in an address, where an ID would be percent-encoded, and after decoding.
_UNENCODED = re.compile(r"[<>{}$•\[\]]|^:|^%[^%]+%$|^\.{3}$|^…$")
_STANDS_IN = re.compile(
    r"[<{\[]+[^<>{}]*[>}\]]+|\$\{?\w+\}?|•+|x{4,}"
    r"|(?:(?:your|my|the)[ _-]?)?(?:appcues[ _-]?)?(?:account|user|bearer)[ _-]?(?:id|value|token)"
    r"|your[ _-]\w+",
    re.IGNORECASE,
)
_LOOPBACK = re.compile(r"localhost|127\.[\d.]+|\[::1\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """What an address names; None is what it does not name. `account_id` is a secret."""

    base_url: str | None = None
    account_id: str | None = field(default=None, repr=False)
    user_id: str | None = None
    sentences: tuple[str, ...] = ()


def stands_in(text: str) -> bool:
    """True where `text` holds the place of an ID instead of being one."""
    return _STANDS_IN.fullmatch(text) is not None


def only_an_address(text: str) -> Address | None:
    """Return what `text` names where all of it is the address of a request; None otherwise."""
    if (
        len(text) > LONGEST
        or not re.match(r"https?://", text, re.IGNORECASE)
        or re.search(r"\s", text)
    ):
        return None
    found = read(text)
    return found if found.user_id is not None or found.account_id is not None else None


def read(text: str) -> Address:
    """Return what the address `text` names."""
    parts = _ADDRESS.fullmatch(text) if len(text) <= LONGEST else None
    endpoint = _ENDPOINT.fullmatch(parts["path"] or "") if parts else None
    if parts is None or endpoint is None:
        return Address(
            sentences=("The address is not that of an activity, so nothing was taken from it.",)
        )
    sentences: list[str] = []
    account = _segment(endpoint["account"], "account ID", sentences)
    user = _segment(endpoint["user"], "user ID", sentences)
    if account is not None:
        sentences.insert(0, "It names an account ID, which is shown nowhere.")
    if endpoint["what"] != "activity" or endpoint["version"] != "v1":
        sentences.append(
            f"It was made for another endpoint, {endpoint['version']} {endpoint['what']}; here it "
            "is sent as an activity."
        )
    if parts["rest"]:
        sentences.append("The query of the address was left out.")
    return Address(_base_url(parts, endpoint), account, user, tuple(sentences))


def _base_url(parts: re.Match[str], endpoint: re.Match[str]) -> str:
    host = parts["host"].lower()
    # Without a scheme, curl would send an account ID in the clear.
    scheme = (parts["scheme"] or ("http" if _LOOPBACK.fullmatch(host) else "https")).lower()
    return f"{scheme}://{host}{parts['port'] or ''}{endpoint['prefix'].rstrip('/')}"


def _segment(encoded: str | None, what: str, sentences: list[str]) -> str | None:
    if not encoded:
        sentences.append(f"The address has no {what}.")
        return None
    if _UNENCODED.search(encoded):
        sentences.append(f"The {what} in the address is a placeholder and was left out.")
        return None
    try:
        decoded = unquote_to_bytes(encoded).decode("utf-8")
    except UnicodeError:
        sentences.append(f"The {what} in the address is not UTF-8 and was left out.")
        return None
    if stands_in(decoded):
        sentences.append(f"The {what} in the address is a placeholder and was left out.")
        return None
    return decoded
