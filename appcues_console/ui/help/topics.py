"""What the help says, apart from the keys: outcomes, safety levels and secrets in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from appcues_console.activity.exchange import Outcome
from appcues_console.delivery.limits import LONGEST_RETRY_AFTER

OUTCOMES: tuple[tuple[Outcome, str], ...] = (
    (
        Outcome.ACCEPTED,
        "The server answered yes. That it was accepted does not say that it shows anywhere yet.",
    ),
    (
        Outcome.REJECTED,
        "The server answered no. Its answer says why: mend the request, then send it again.",
    ),
    (
        Outcome.NOT_SENT,
        "The request certainly did not reach the server. Sending it again is safe.",
    ),
    (
        Outcome.UNKNOWN,
        "The request left and no answer came: it may have arrived. Sending it again is harmless "
        "for profile values, but may count events twice.",
    ),
)
"""The outcomes of a send, and what each means for the data."""

REPEATS: tuple[str, ...] = (
    "Up to three attempts are made by themselves where that is safe: when nothing reached the "
    "server, after 408, 425, 429, 502, 503 and 504, and after an unknown outcome where the body "
    "sets profile values only.",
    f"A server that asks to wait is obeyed up to {LONGEST_RETRY_AFTER:.0f} seconds; beyond that "
    "the console stops and says so. Ctrl+R ends a wait, Esc the send.",
    "Events that may have arrived are never sent again without your word. Two events are taken "
    "for the same by their name and attributes, whatever their time.",
)
"""When something is sent again, a paragraph each."""

SECRETS: tuple[str, ...] = (
    "Account IDs and bearer values are kept in the system keyring and nowhere else. No file, log "
    "or copied command of this console holds them, but for one: “Copy as cURL with the account ID” "
    "asks first, and is taken off the clipboard after a minute.",
    "The history is encrypted on disk; its key is in the system keyring too.",
    "With no usable keyring both are kept in memory only, and are gone when the window is closed.",
)
"""Where secrets are, a paragraph each."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that works in one place only, and so is no command."""

    keys: str
    name: str


LOCAL_KEYS: tuple[Key, ...] = (
    Key("Enter", "History: load for editing; nothing is sent"),
    Key("Ctrl+C", "History: copy the user ID"),
    Key("Tab", "Tables: next cell, and on to the next field"),
    Key("Enter", "Tables: new row below"),
    Key("Delete", "Tables: remove an empty row"),
)
"""Keys of lists and tables."""
