"""A send under way, step by step: what a step keeps, and what it ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appcues_console.accounts.account import PRACTICE
from appcues_console.activity.exchange import Activity, Ending, Outcome
from appcues_console.delivery.progress import AttemptStarted, Held, Progress, Recorded, Waiting
from appcues_console.ui.sends import UnderWay
from tests.ui.sending_engine import FakeSending

WAIT = Waiting(2, 0.0, asked=False)


@pytest.fixture
def send() -> UnderWay:
    made = FakeSending(Activity("user-42", b"{}", "", 0), PRACTICE, lambda _: None)
    return UnderWay(made)  # type: ignore[arg-type] # it has the same members


def test_it_begins_looked_at_and_in_no_history(send: UnderWay) -> None:
    assert (send.exchange_id, send.looked_at, send.waiting) == (None, True, False)


def test_its_id_stays_through_all_that_follows(send: UnderWay) -> None:
    for progress in (Recorded(9), AttemptStarted(1, 2, 0), WAIT):
        send = send.told(progress)
    assert send.exchange_id == 9


@pytest.mark.parametrize("progress", [Held(""), Recorded(9), AttemptStarted(2, 2, 0)])
def test_a_wait_lasts_until_the_next_word(progress: Progress, send: UnderWay) -> None:
    waiting = send.told(WAIT)
    assert waiting.waiting
    assert not waiting.told(progress).waiting


def test_another_exchange_takes_the_eyes_from_it_and_its_own_brings_them_back(
    send: UnderWay,
) -> None:
    send = send.told(Recorded(9))
    left = send.asked_for(3)
    assert not left.looked_at
    assert not left.told(WAIT).looked_at
    assert left.asked_for(9).looked_at


def test_before_it_is_recorded_no_exchange_is_its_own(send: UnderWay) -> None:
    assert not send.asked_for(1).looked_at


def test_the_end_has_the_number_of_the_history_and_no_wait(send: UnderWay) -> None:
    opening = replace(send.told(WAIT), exchange_id=-1)
    fake = FakeSending(Activity("user-42", b"{}", "", 0), PRACTICE, lambda _: None)
    ended = opening.ended(fake.exchange(Ending(Outcome.ACCEPTED, "It did."), 9))
    assert (ended.exchange_id, ended.waiting, ended.looked_at) == (9, False, True)
