"""The exit statuses are a contract with other people's scripts."""

from __future__ import annotations

import itertools

from appcues_console.cli.exits import STATUS, WORST_FIRST, Exit, worst
from appcues_console.cli.parser import make_parser


def test_the_numbers_of_the_contract() -> None:
    assert {status.name: int(status) for status in Exit} == {
        "DONE": 0,
        "REJECTED": 1,
        "USAGE": 2,
        "UNKNOWN": 3,
        "NOT_SENT": 4,
        "NOT_KEPT": 5,
        "BUG": 70,
        "INTERRUPTED": 130,
    }


def test_every_outcome_has_its_status() -> None:
    assert {outcome.value: int(status) for outcome, status in STATUS.items()} == {
        "accepted": 0,
        "rejected": 1,
        "unknown": 3,
        "sending": 3,
        "not sent": 4,
    }


def test_the_help_lists_them() -> None:
    text = make_parser().format_help()
    for status in Exit:
        if status is not Exit.INTERRUPTED:
            assert f"\n  {int(status)} " in text


def test_one_status_speaks_for_many() -> None:
    assert worst([]) is Exit.DONE
    assert set(WORST_FIRST) == set(Exit) - {Exit.INTERRUPTED}
    for one, other in itertools.pairwise(WORST_FIRST):
        assert worst([other, one, other]) is one
    assert [int(status) for status in WORST_FIRST] == [70, 5, 3, 1, 2, 4, 0]
