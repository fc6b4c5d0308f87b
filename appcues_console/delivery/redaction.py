"""Takes secrets out of what a server says, before anybody sees or keeps it.

Servers repeat what they were sent: the documented 404 names the path, and the path holds the
account ID. An answer is shown, stored, copied and searched; so the mask goes in at the door.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import quote

from appcues_console.activity.destination import MASK, Credentials
from appcues_console.activity.exchange import Reply

_BEFORE = rb"(?:(?<![0-9A-Za-z])|(?<=%[0-9A-Fa-f]{2})|(?<=\\u[0-9A-Fa-f]{4})|(?<=\\[bfnrt]))"
_AFTER = rb"(?![0-9A-Za-z])"
_BOUNDARY = re.compile(_BEFORE)
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")


class Redaction:
    """Finds the secrets of one account in bytes, in the spellings a server may choose.

    A secret counts only as a whole token: the account ID ``123`` is left alone inside ``91234``,
    and found in ``/123/``, ``"123"`` and ``%2F123%2F``.
    """

    __slots__ = ("_pattern", "_spellings")

    def __init__(self, credentials: Credentials) -> None:
        spellings: set[bytes] = set()
        for secret in (credentials.account_id, credentials.bearer):
            if secret:
                spellings |= _spellings(secret)
        # The longest first: an alternative that is a prefix of another must not win.
        self._spellings = sorted(spellings, key=len, reverse=True)
        alternatives = b"|".join(_any_case_percent(each) for each in self._spellings)
        self._pattern = re.compile(_BEFORE + b"(?:" + alternatives + b")" + _AFTER)

    def __repr__(self) -> str:
        return f"Redaction({MASK})"

    def clean(self, data: bytes) -> bytes:
        """Return `data` with the mask (UTF-8) in the place of each secret."""
        return self._pattern.sub(MASK.encode(), data) if self._spellings else data

    def clean_cut(self, data: bytes) -> bytes:
        """Return the same of a text that was cut off, without the beginning of a secret that the
        cut may have left at its end."""
        cleaned = self.clean(data)
        lowered = cleaned.lower()
        for spelling in self._spellings:
            needle = spelling.lower()
            for length in range(min(len(needle), len(lowered)), 0, -1):
                start = len(lowered) - length
                if lowered.endswith(needle[:length]) and _BOUNDARY.match(cleaned, start):
                    return cleaned[:start]
        return cleaned

    def clean_text(self, text: str) -> str:
        data = text.encode("utf-8", "surrogatepass")
        return self.clean(data).decode("utf-8", "surrogatepass")

    def clean_reply(self, reply: Reply) -> Reply:
        """Return `reply` with every part cleaned, and `redacted` set where a secret was found."""
        reason = self.clean_text(reply.reason)
        headers = tuple((self.clean_text(k), self.clean_text(v)) for k, v in reply.headers)
        whole = self.clean(reply.body)
        redacted = (reason, headers, whole) != (reply.reason, reply.headers, reply.body)
        body = self.clean_cut(reply.body) if reply.truncated else whole
        return replace(
            reply, reason=reason, headers=headers, body=body, redacted=reply.redacted or redacted
        )


def _spellings(secret: str) -> set[bytes]:
    """Return the ways a server may write `secret`: raw, percent-encoded, and inside JSON text."""
    raw = secret.encode("utf-8", "surrogatepass")
    plain = json.dumps(secret, ensure_ascii=False)[1:-1].encode("utf-8", "surrogatepass")
    ascii_only = json.dumps(secret)[1:-1].encode()
    encoded = {quote(raw, safe=safe).encode() for safe in ("", "/", "/:@!$&'()*+,;=")}
    forms = {raw, plain, ascii_only} | encoded
    return forms | {form.replace(b"/", b"\\/") for form in forms}


def _any_case_percent(spelling: bytes) -> bytes:
    """Return a pattern for `spelling` in which ``%2F`` and ``%2f`` are the same."""
    pattern = b""
    end = 0
    for triplet in _PERCENT.finditer(spelling):
        pattern += re.escape(spelling[end : triplet.start()]) + b"(?i:" + triplet.group() + b")"
        end = triplet.end()
    return pattern + re.escape(spelling[end:])
