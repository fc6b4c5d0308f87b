"""The step of a story that sends what is in the window."""

from __future__ import annotations

from .driver import Driver

_MANY = 1_000


def send(window: Driver, label: str) -> None:
    """Press the button that names `label`; wait until this send, not an earlier one, succeeded."""
    before = len(window["History"].rows(_MANY))
    window[f"Send to {label}"].press()
    # The new row comes after the answer that was shown before has been taken away.
    window["History"].wait_for(
        lambda _: len(window["History"].rows(_MANY)) > before, "to hold what is sent"
    )
    window["Delivery"].wait_for_text("Accepted")
