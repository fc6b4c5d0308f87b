"""Lines about one user never overtake one another, and hold up nobody else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.exchange import Activity
from appcues_console.cli.lines import Ready
from appcues_console.cli.turns import Turns


def line(number: int, user: str) -> Ready:
    return Ready(number, 0, Activity(user, b"", "", 0), None)


def test_lines_of_different_users_come_in_their_order() -> None:
    turns = Turns()
    for number, user in enumerate("abc"):
        turns.add(line(number, user))
    assert len(turns) == 3
    taken = [turns.take() for _ in range(4)]
    assert [each and each.number for each in taken] == [0, 1, 2, None]
    assert not turns


def test_a_second_line_of_a_user_waits_for_the_first() -> None:
    turns = Turns()
    for number, user in enumerate("aab"):
        turns.add(line(number, user))
    first, other = turns.take(), turns.take()
    assert first is not None
    assert other is not None
    assert (first.number, other.number, turns.take(), len(turns)) == (0, 2, None, 1)
    turns.done(first)
    second = turns.take()
    assert second is not None
    assert second.number == 1
    turns.done(second)
    turns.add(line(3, "a"))
    again = turns.take()
    assert again is not None
    assert again.number == 3


@given(st.lists(st.sampled_from("abc")), st.lists(st.integers(0, 9)))
def test_every_line_comes_once_and_each_user_in_order(users: list[str], ends: list[int]) -> None:
    turns = Turns()
    for number, user in enumerate(users):
        turns.add(line(number, user))
    flying: list[Ready] = []
    came: list[Ready] = []
    picks = iter([*ends, *([0] * len(users))])
    while True:
        while (taken := turns.take()) is not None:
            assert taken.activity.user_id not in {each.activity.user_id for each in flying}
            flying.append(taken)
            came.append(taken)
        if not flying:
            break
        turns.done(flying.pop(next(picks) % len(flying)))
    assert sorted(each.number for each in came) == list(range(len(users)))
    for user in "abc":
        numbers = [each.number for each in came if each.activity.user_id == user]
        assert numbers == sorted(numbers)
    assert not turns
    assert turns._behind == {}
