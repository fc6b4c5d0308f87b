"""Undo in steps that a person would call one change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appcues_console.ui.timeline import JOIN_WITHIN, MOST_STEPS, Timeline


def typed(*states: str, field: object = "name", gap: int = 100) -> Timeline[str]:
    timeline = Timeline("")
    for number, state in enumerate(states, 1):
        timeline.record(state, f"step {number}", field, 10_000 + number * gap)
    return timeline


def test_typing_on_in_one_field_is_one_step() -> None:
    timeline = typed("a", "ab", "abc")
    assert timeline.undo()
    assert timeline.current == ""
    assert not timeline.undo()


def test_the_first_state_is_never_joined_away() -> None:
    timeline = Timeline("start")
    timeline.record("other", "edit", None, 0)
    timeline.record("more", "edit", None, 0)
    assert timeline.undo()
    assert timeline.undo()
    assert timeline.current == "start"


def test_how_many_steps_can_be_undone_is_told() -> None:
    timeline = typed("a", "ab", field=None)
    assert timeline.position == 2
    timeline.undo()
    assert timeline.position == 1
    timeline.redo()
    assert timeline.position == 2


def test_a_pause_begins_a_new_step() -> None:
    timeline = typed("a", "ab", gap=JOIN_WITHIN + 1)
    assert timeline.undo()
    assert timeline.current == "a"


def test_another_field_begins_a_new_step() -> None:
    timeline = typed("a")
    timeline.record("ab", "other", "user", 10_101)
    timeline.undo()
    assert timeline.current == "a"


def test_a_sealed_step_is_not_joined() -> None:
    timeline = typed("a")
    timeline.seal()
    timeline.record("ab", "again", "name", 10_101)
    timeline.undo()
    assert timeline.current == "a"


def test_an_edit_after_undo_forgets_what_could_be_redone() -> None:
    timeline = typed("a", "ab", field=None)
    timeline.undo()
    timeline.record("x", "other", None, 20_000)
    assert not timeline.redo()
    assert timeline.current == "x"


def test_recording_what_is_current_changes_nothing() -> None:
    timeline = typed("a")
    timeline.record("a", "same", None, 20_000)
    assert timeline.undo_label == "step 1"


def test_labels_say_what_undo_and_redo_would_do() -> None:
    timeline = typed("a", "b", field=None)
    assert (timeline.undo_label, timeline.redo_label) == ("step 2", None)
    timeline.undo()
    assert (timeline.undo_label, timeline.redo_label) == ("step 1", "step 2")


def test_the_history_does_not_grow_for_ever() -> None:
    timeline = typed(*map(str, range(MOST_STEPS + 50)), field=None)
    undone = 0
    while timeline.undo():
        undone += 1
    assert undone == MOST_STEPS - 1


@given(st.lists(st.text(max_size=3), max_size=30))
def test_all_the_way_back_and_forward_again(states: list[str]) -> None:
    timeline = typed(*states, field=None)
    end = timeline.current
    while timeline.undo():
        pass
    assert timeline.current == ""
    while timeline.redo():
        pass
    assert timeline.current == end
