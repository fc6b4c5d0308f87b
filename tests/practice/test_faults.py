"""What is in force for whom, and for how long."""

from __future__ import annotations

import re

import pytest

from appcues_console.practice import faults
from appcues_console.practice.faults import (
    BY_KEY,
    FAULTS,
    MOST_REQUESTS,
    MOST_USERS,
    InForce,
    Switchboard,
    Whom,
)

U1 = Whom("12345", "u1")


def test_each_fault_is_named_for_people_and_for_programs() -> None:
    assert len(BY_KEY) == len(FAULTS) == 19
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    for fault in FAULTS:
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", fault.key)
        assert fault.sentence.endswith(".")
        # A person must be able to tell from the sentence what became of the data.
        assert ("does nothing" in fault.sentence or "nothing of it" in fault.sentence) == (
            not fault.applies
        )


def test_nothing_is_in_force_at_first() -> None:
    board = Switchboard()
    assert board.take("12345", "u1") is None
    assert board.in_force() == ()


def test_a_fault_stays_until_it_is_switched_off() -> None:
    board = Switchboard()
    board.switch(faults.HTML)
    assert [board.take("a", str(n)) for n in range(3)] == [faults.HTML] * 3
    assert board.in_force() == (InForce(faults.HTML),)
    board.switch(None)
    assert board.take("a", "u") is None


def test_a_fault_for_some_requests_counts_them() -> None:
    board = Switchboard()
    board.switch(faults.STATUS_429, requests=2)
    assert board.take("a", "u") is faults.STATUS_429
    assert board.in_force() == (InForce(faults.STATUS_429, 1),)
    assert board.take("b", "v") is faults.STATUS_429
    assert board.take("a", "u") is None
    assert board.in_force() == ()


def test_a_users_own_fault_comes_first_and_meets_nobody_else() -> None:
    board = Switchboard()
    board.switch(faults.HTML)
    board.switch(faults.SILENT, requests=1, whom=U1)
    assert board.take("12345", "u2") is faults.HTML
    assert board.take("1", "u1") is faults.HTML
    assert board.take("12345", "U1") is faults.HTML
    assert board.take("12345", "u1") is faults.SILENT
    assert board.take("12345", "u1") is faults.HTML


def test_switching_off_means_exactly_whom_it_names() -> None:
    board = Switchboard()
    board.switch(faults.HTML)
    board.switch(faults.SILENT, whom=U1)
    board.switch(None, whom=Whom("12345", "nobody"))
    assert [each.fault for each in board.in_force()] == [faults.SILENT, faults.HTML]
    board.switch(None)
    assert board.in_force() == (InForce(faults.SILENT, None, U1),)
    board.clear()
    assert board.take("12345", "u1") is None


def test_the_last_choice_takes_the_place_of_the_one_before() -> None:
    board = Switchboard()
    board.switch(faults.HTML, requests=5)
    board.switch(faults.LARGE)
    assert board.in_force() == (InForce(faults.LARGE),)


def test_users_with_a_fault_of_their_own_are_bounded() -> None:
    board = Switchboard()
    board.switch(faults.HTML)
    for number in range(MOST_USERS + 5):
        board.switch(faults.SILENT, whom=Whom("a", str(number)))
    assert len(board.in_force()) == MOST_USERS + 1
    assert board.take("a", "4") is faults.HTML
    assert board.take("a", "5") is faults.SILENT


@pytest.mark.parametrize("requests", [0, -1, MOST_REQUESTS + 1])
def test_impossible_numbers_are_refused(requests: int) -> None:
    with pytest.raises(ValueError, match="a fault meets 1 to"):
        Switchboard().switch(faults.HTML, requests)
