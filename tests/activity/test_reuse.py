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
