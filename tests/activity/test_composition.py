"""A composition is told apart by all that was typed."""

from __future__ import annotations

from appcues_console.activity.compose import Moment
from appcues_console.activity.composition import Composition, LooseText
from appcues_console.activity.draft import example


def test_loose_text_makes_another_composition_of_the_same_draft() -> None:
    plain = Composition(example())
    typed = Composition(example(), LooseText("{", Moment(1, "a")))
    assert plain != typed
    assert typed != Composition(example(), LooseText("{ ", Moment(1, "a")))
    assert typed == Composition(example(), LooseText("{", Moment(1, "a")))
