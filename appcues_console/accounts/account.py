"""An account as far as it may be shown and kept in a file, and the rules for what may be typed.

Secrets (the account ID and the bearer value) are not here: they are `Credentials`, and only the
vault keeps them. The checks are pure: each returns a sentence for the field, or None.
"""

from __future__ import annotations

import ipaddress
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from appcues_console.activity.destination import Destination, Safety
from appcues_console.activity.linting.account_id import account_id_problems
from appcues_console.activity.problems import Severity
from appcues_console.activity.trust import SYSTEM_TRUST, TrustFault, TrustFiles, TrustPart

REGIONS: Mapping[str, str] = MappingProxyType(
    {"us": "https://api.appcues.com", "eu": "https://api.eu.appcues.com"}
)
"""Base URL of each region. Only ``us`` is documented for this endpoint; that ``eu`` serves it is
inferred from the Public API's host and not verified."""

UNVERIFIED_REGIONS = frozenset({"eu"})
"""Regions of which no documentation says that they serve the activity endpoint."""

COLOURS = ("blue", "green", "teal", "amber", "red", "pink", "violet", "slate")
"""Names of the account colours. The window's tokens give each a value for light and dark."""

DEFAULT_COLOURS: Mapping[Safety, str] = MappingProxyType(
    {Safety.PRACTICE: "teal", Safety.TEST: "blue", Safety.PRODUCTION: "red"}
)
"""The colour offered for a new account of each safety level."""

LONGEST_LABEL = 60
LONGEST_SECRET = 1200
"""UTF-16 units. Windows refuses a keyring item above 2,560 bytes, and stores text as UTF-16."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account. `key` is the console's own stable name for it and never the account ID.

    `region` is ``us``, ``eu``, or None where `base_url` was typed by hand; `base_url` has no
    trailing slash; `colour` is one of `COLOURS`; `has_bearer` says that the vault holds a bearer
    value beside the account ID, so that showing an account needs no keyring. `trust` names the
    account's own certificate files; `has_passphrase` says that the vault holds the passphrase of
    the client key.
    """

    key: str
    label: str
    region: str | None
    base_url: str
    safety: Safety
    colour: str
    has_bearer: bool = False
    trust: TrustFiles = SYSTEM_TRUST
    has_passphrase: bool = False

    @property
    def is_practice(self) -> bool:
        """True for the built-in account, which needs no keyring and cannot be removed."""
        return self.key == PRACTICE.key

    def destination(self, base_url: str | None = None) -> Destination:
        """Return where an activity for this account goes. `base_url` takes the place of the
        account's own: the practice server has a new port each time."""
        return Destination(self.key, self.label, base_url or self.base_url, self.safety)


PRACTICE = Account("practice", "Practice", None, "", Safety.PRACTICE, "teal")
"""The built-in account. Its base URL is known when the practice server runs."""

PRACTICE_ACCOUNT_ID = "12345"
"""The account ID of the built-in account: an invented one, so that it may be known to all."""


def new_key() -> str:
    """Return a key that no account has had before."""
    return uuid.uuid4().hex


def tidy_base_url(text: str) -> str:
    """Return what was typed as a base URL without spaces around it and slashes after it."""
    return text.strip().rstrip("/")


def check_label(label: str, others: Collection[str] = ()) -> str | None:
    """Return what is wrong with a label, given the labels of the other accounts."""
    text = label.strip()
    if not text:
        return "Give the account a name."
    if any(not character.isprintable() for character in text):
        return "The name holds a character that cannot be shown, such as a line break. Remove it."
    if len(text) > LONGEST_LABEL:
        return f"The name is longer than {LONGEST_LABEL} characters. Choose a shorter one."
    if text.casefold() == PRACTICE.label.casefold():
        return "“Practice” is the built-in account. Choose another name."
    if text.casefold() in {other.strip().casefold() for other in others}:
        return f"There is an account named “{text}” already. Choose another name."
    return None


def check_base_url(text: str) -> str | None:
    """Return what is wrong with a base URL: https everywhere, plain http on this computer only."""
    url = tidy_base_url(text)
    if not url:
        return "Enter a base URL, such as https://api.appcues.com."
    if any(character.isspace() or not character.isprintable() for character in url):
        return "The base URL holds a space or a character that cannot be shown. Remove it."
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "This is not a URL. Enter one such as https://api.appcues.com."
    if parts.scheme not in {"http", "https"} or not host:
        return "Start the base URL with https:// and a host name."
    if parts.scheme == "http" and not _is_loopback(host):
        return "Use https: over http the account ID could be read on its way."
    if "@" in parts.netloc:
        return "Remove the user name from the base URL: it would be kept in a file."
    if "?" in url or "#" in url:
        return "Remove everything from “?” or “#” on: the base URL is a host and a path only."
    if port == 0:
        return "Port 0 cannot be reached. Enter another port, or none."
    return None


def check_account_id(text: str) -> str | None:
    """Return what makes an account ID impossible. Digits are usual and not demanded."""
    return _check_secret(text, "account ID") or _sentence(text, Severity.ERROR)


def doubt_account_id(text: str) -> str | None:
    """Return what is only doubtful about an account ID, where nothing makes it impossible."""
    return _sentence(text, Severity.WARNING)


def _sentence(account_id: str, severity: Severity) -> str | None:
    found = account_id_problems(account_id)
    return next((each.message for each in found if each.severity is severity), None)


def check_bearer(text: str) -> str | None:
    """Return what makes a bearer value impossible; empty means that there is none."""
    if text[:7].casefold() == "bearer ":
        return "Enter the value alone, without the word “Bearer” before it."
    if text and not text.isascii():
        return "A bearer value consists of ASCII characters only. Copy it again."
    return _check_secret(text, "bearer value")


def check_passphrase(text: str) -> str | None:
    """Return what makes the passphrase of a client key impossible; empty means that there is none.

    It may hold spaces, but nothing that ends a line: some keyrings lose what comes after.
    """
    if any(not character.isprintable() for character in text):
        return "The passphrase holds a character that cannot be shown. Type or copy it again."
    if len(text.encode("utf-16-le")) > 2 * LONGEST_SECRET:
        return (
            f"The passphrase is longer than {LONGEST_SECRET} characters, more than a keyring holds."
        )
    return None


def check_trust(trust: TrustFiles) -> TrustFault | None:
    """Return what is wrong with the paths of an account's certificate files, without looking at
    the files (`Engine.check_trust` does)."""
    named = {
        TrustPart.CA_FILE: trust.ca_file,
        TrustPart.CLIENT_CERTIFICATE: trust.client_certificate,
        TrustPart.CLIENT_KEY: trust.client_key,
    }
    for what, path in named.items():
        if any(not character.isprintable() for character in path):
            return TrustFault(
                what,
                f"The path of the {what} holds a character that cannot be shown. Choose it again.",
            )
        if path and not Path(path).is_absolute():
            return TrustFault(
                what, f"Enter the whole path of the {what}, from the root of the disk on."
            )
    if trust.client_key and not trust.client_certificate:
        return TrustFault(
            TrustPart.CLIENT_CERTIFICATE, "A client key needs its certificate. Choose that too."
        )
    return None


def _check_secret(text: str, what: str) -> str | None:
    if any(character.isspace() for character in text):
        return f"The {what} holds a space or a line break. Remove it."
    if any(not character.isprintable() for character in text):
        return f"The {what} holds a character that cannot be shown. Type or copy it again."
    if len(text.encode("utf-16-le")) > 2 * LONGEST_SECRET:
        return f"The {what} is longer than {LONGEST_SECRET} characters, more than a keyring holds."
    return None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
