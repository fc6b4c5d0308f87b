"""Positions are followed back to where things were pasted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appcues_console.intake.traced import Traced, Tracing


def test_pieces_know_where_they_came_from() -> None:
    pasted = Traced("say 'ab' + 'cd'!")
    tracing = Tracing(pasted)
    tracing.copy(5, 7)
    tracing.put("<long>", 9)
    tracing.copy(12, 14)
    made = tracing.done(16)

    assert made.text == "ab<long>cd"
    assert [made.source(i) for i in (0, 1, 2, 8, 9)] == [5, 6, 9, 12, 13]
    # What was put in is longer than what it stands for, and the end is the end.
    assert made.source(7) == 12
    assert made.source(10) == 16
    assert made.origin == pasted.text


def test_steps_are_followed_back_through_each_other() -> None:
    part = Traced("0123456789").part(3, 8)
    wrapped = part.wrapped("{{", "}")

    assert (part.text, wrapped.text) == ("34567", "{{34567}")
    assert [wrapped.source(i) for i in range(8)] == [3, 3, 3, 4, 5, 6, 7, 8]
    assert wrapped.part(4, 6).source(1) == 6


@given(st.text(), st.data())
def test_a_part_of_a_part_is_the_part(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = Traced(text).part(start, end).wrapped("((", "))").part(2, end - start + 2)

    assert part.text == text[start:end]
    assert [part.source(i) for i in range(len(part.text))] == [*range(start, end)]


def test_it_does_not_print_what_was_pasted() -> None:
    assert "424242" not in repr(Traced("424242").part(0, 3))
