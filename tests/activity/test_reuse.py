"""Results kept beside the parts they were made from."""

from __future__ import annotations

import gc
import weakref

from appcues_console.activity.reuse import Reuse


class Part:
    """Something with an identity."""


def test_each_part_is_worked_out_once_while_it_is_there() -> None:
    made: list[Part] = []

    def make(part: Part) -> int:
        made.append(part)
        return len(made)

    reuse = Reuse(make)
    first, second, third = Part(), Part(), Part()
    assert reuse.each((first, second, first)) == [1, 2, 1]
    assert reuse.each((third, second, first)) == [3, 2, 1]
    assert reuse.of(third) == 3
    assert made == [first, second, third]


def test_only_the_parts_of_the_last_call_are_held() -> None:
    reuse: Reuse[Part, str] = Reuse(str)
    part = Part()
    gone = weakref.ref(part)
    reuse.of(part)
    del part
    gc.collect()
    assert gone() is not None
    reuse.of(Part())
    gc.collect()
    assert gone() is None


def test_equal_parts_are_told_apart() -> None:
    reuse: Reuse[tuple[str, ...], list[str]] = Reuse(list)
    letters = ["a", "b"]
    one, other = tuple(letters), tuple(letters)
    assert one == other
    first, second = reuse.each((one, other))
    assert first is not second


def test_parts_can_be_made_ready_one_by_one() -> None:
    made: list[Part] = []
    reuse = Reuse(made.append)
    parts = (Part(), Part(), Part())
    reuse.each(parts[:1])
    assert reuse.missing(parts) == [*parts[1:]]
    for part in parts:
        reuse.ready(part)
    assert reuse.missing(parts) == []
    reuse.each(parts)
    assert made == [*parts]


def test_a_list_may_be_another_the_next_time() -> None:
    reuse: Reuse[str, str] = Reuse(str.upper)
    letters = ["a"]
    assert reuse.each(letters) == ["A"]
    letters.append("b")
    assert reuse.each(letters) == ["A", "B"]


def test_whoever_changes_a_result_changes_no_other() -> None:
    reuse: Reuse[str, str] = Reuse(str.upper)
    parts = ("a", "b")
    reuse.each(parts).clear()
    reuse.each(parts).clear()
    assert reuse.each(parts) == ["A", "B"]
