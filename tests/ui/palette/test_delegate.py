from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from appcues_console.ui.palette.delegate import runs


def test_marked_letters_are_cut_out() -> None:
    assert runs("Add event", frozenset({0, 4, 5})) == [
        ("A", True),
        ("dd ", False),
        ("ev", True),
        ("ent", False),
    ]


@given(st.text(), st.frozensets(st.integers(0, 20)))
def test_the_pieces_are_the_name(name: str, places: frozenset[int]) -> None:
    pieces = runs(name, places)

    assert "".join(text for text, _ in pieces) == name
    assert all(one[1] is not other[1] for one, other in pairwise(pieces))
