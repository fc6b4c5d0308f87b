"""What the history itself says: of an exchange whose program ended before it did."""

from __future__ import annotations


def interrupted(event_count: int) -> str:
    """Return the sentence for an exchange whose program ended before it did."""
    happened = (
        "The program ended before an answer came, so it is not known whether the request arrived."
    )
    if event_count == 0:
        return f"{happened} It sets profile values only: sending it again is harmless."
    counted = "the event" if event_count == 1 else f"the {event_count} events"
    return (
        f"{happened} Look at the user’s events first: if it did, sending it again may count"
        f" {counted} twice."
    )
