"""The values of one exchange."""

from __future__ import annotations

import pytest

from appcues_console.activity.destination import Destination
from appcues_console.activity.exchange import (
    Activity,
    Attempt,
    Ending,
    Exchange,
    Opening,
    Outcome,
    Reached,
)

OPENING = Opening(0, Destination("k", "L", "https://x"), "https://x/…", Activity("u", b"{}", "", 0))


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (Outcome.SENDING, "Sending"),
        (Outcome.NOT_SENT, "Not sent"),
        (Outcome.REJECTED, "Rejected"),
        (Outcome.ACCEPTED, "Accepted"),
        (Outcome.UNKNOWN, "Unknown"),
    ],
)
def test_the_words_of_the_contract(outcome: Outcome, word: str) -> None:
    assert outcome.word == word


def test_an_exchange_is_sending_until_it_has_an_ending() -> None:
    assert Exchange(1, OPENING).outcome is Outcome.SENDING
    assert Exchange(1, OPENING, Ending(Outcome.UNKNOWN, "")).outcome is Outcome.UNKNOWN


def test_the_duration_is_that_of_the_last_attempt() -> None:
    attempts = tuple(Attempt(n, 0, n * 10.0, Reached.NOT_SENT, "refused") for n in (1, 2))
    assert Ending(Outcome.NOT_SENT, "", attempts).duration == 20.0
    assert Ending(Outcome.NOT_SENT, "").duration == 0.0


def test_only_profile_values_are_harmless_to_repeat() -> None:
    assert Activity("u", b"{}", "", 0).harmless_to_repeat
    assert not Activity("u", b"{}", "", 1).harmless_to_repeat
