"""What the dialog of accounts says: safety levels, regions, where secrets are. Help says it too."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from appcues_console.accounts.status import VaultState
from appcues_console.activity.destination import Safety

SAFETY: Mapping[Safety, str] = MappingProxyType(
    {
        Safety.PRACTICE: "For trying things out. A send goes at once.",
        Safety.TEST: "For an account with test users only. A send goes at once.",
        Safety.PRODUCTION: "Real users are affected. Asks before each send, and hatches the band "
        "across the window.",
    }
)
"""What each level does, in one line."""

REGIONS: tuple[tuple[str | None, str], ...] = (
    ("us", "United States"),
    ("eu", "Europe (unverified)"),
    (None, "Custom URL"),
)
"""The regions in the order in which they are offered, as an account holds them and as people read
them."""

UNVERIFIED = (
    "No documentation says that this region serves the activity endpoint. Try it with a test user "
    "first."
)

PRACTICE = (
    "Practice is built in. It sends to a server on this computer that answers as the documentation "
    "says. It needs no account ID, nothing reaches Appcues, and it cannot be changed or removed."
)

TRIMMED = "The spaces around it were removed."
TOGETHER = (
    "Account ID and bearer value are stored together. Enter the bearer value again too, or tick "
    "“Remove the stored bearer value”."
)
ID_TOO = (
    "Account ID and bearer value are stored together. To change the bearer value, enter the "
    "account ID again too."
)
NO_KEY = "The passphrase opens a client key. Choose the client certificate that it belongs to too."
CERTIFICATES = (
    "For an authority of your company, or a gateway that asks who is calling. What the system "
    "trusts stays trusted."
)
KEY_HINT = "Empty where the key is in the file of the certificate."


def placeholder(state: VaultState, *, stored: bool) -> str:
    """Return what an empty field of a secret says. `stored`: the account has one already."""
    if not stored:
        return ""
    if state is VaultState.ABSENT:
        return "no keyring: kept for one session only"
    return "stored in the system keyring"


def removal(label: str, state: VaultState) -> str:
    """Return the question before an account is removed."""
    secret = "its account ID" if state is VaultState.ABSENT else "its account ID in the keyring"
    return f"Remove “{label}” and {secret}? The history keeps what was sent. This cannot be undone."
