"""How long ago, at and around each border."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.ui.command_bar.ago import ago

NOW = 1_790_000_000_000
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (0, "just now"),
        (59 * SECOND, "just now"),
        (MINUTE, "1 min ago"),
        (HOUR - 1, "59 min ago"),
        (2 * HOUR + 59 * MINUTE, "2 h ago"),
        (DAY - 1, "23 h ago"),
        (3 * DAY, "3 d ago"),
        (400 * DAY, "400 d ago"),
        (-5 * MINUTE, "just now"),
    ],
)
def test_it_is_told_in_the_largest_whole_unit(since: int, words: str) -> None:
    assert ago(NOW - since, NOW) == words


def test_now_is_the_clocks_unless_it_is_given() -> None:
    assert ago(0).endswith(" d ago")


@given(st.integers(-(10**15), 10**15))
def test_a_clock_may_stand_anywhere(then: int) -> None:
    assert ago(then, NOW) == "just now" or ago(then, NOW).endswith(" ago")
