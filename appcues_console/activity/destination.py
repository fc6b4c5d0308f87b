"""Where an activity goes, and the secrets that take it there.

The two are kept apart on purpose: a `Destination` may be shown, stored and logged; `Credentials`
may not, so they print as bullets and are handed on only to the one call that needs them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote

MASK = "••••"
"""Stands for an account ID wherever a person may look."""


class Safety(StrEnum):
    """How careful the console is with an account."""

    PRACTICE = "practice"
    TEST = "test"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class Destination:
    """An account as far as it may be shown: everything but its secrets.

    `account_key` is the console's own stable name for the account (never the account ID); `label`
    is what people call it; `base_url` has no trailing slash.
    """

    account_key: str
    label: str
    base_url: str
    safety: Safety = Safety.TEST


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """The account ID of one account, its optional bearer value, and the optional passphrase of the
    key of its client certificate.

    Never printed, stored or logged.
    """

    account_id: str = field(repr=False)
    bearer: str | None = field(default=None, repr=False)
    key_passphrase: str | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        return f"Credentials({MASK})"


def path_segment(text: str) -> str:
    """Return `text` percent-encoded as exactly one URL path segment, whatever it holds.

    Only RFC 3986 unreserved characters stay; a segment of one or two dots is encoded too, because
    clients and servers would otherwise fold it away as a relative path. Lone surrogates cannot be
    written in UTF-8: they raise `UnicodeEncodeError`, and `lint` reports them before that.
    """
    if text in {".", ".."}:
        return text.replace(".", "%2E")
    return quote(text, safe="")


def activity_url(base_url: str, account_id: str, user_id: str) -> str:
    """Return the URL of the documented endpoint, ``…/v1/accounts/{id}/users/{user}/activity``."""
    account, user = path_segment(account_id), path_segment(user_id)
    return f"{base_url.rstrip('/')}/v1/accounts/{account}/users/{user}/activity"


def masked_activity_url(base_url: str, user_id: str) -> str:
    """Return the same URL for showing, with the account ID masked."""
    user = path_segment(user_id.encode("utf-8", "replace").decode("utf-8"))
    return f"{base_url.rstrip('/')}/v1/accounts/{MASK}/users/{user}/activity"
