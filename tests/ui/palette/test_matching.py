from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.ui.palette.command import Command
from appcues_console.ui.palette.matching import match, ranked

NAMES = (
    "Send",
    "Cancel send",
    "Add event",
    "Add profile field",
    "Duplicate",
    "Undo",
    "Search history",
    "Go to history",
    "Copy as cURL",
    "Switch to Staging EU",
)


def commands(*names: str) -> list[Command]:
    return [Command(name, "", "", lambda: None) for name in names]


def found(letters: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [each.command.name for each in ranked(commands(*NAMES), letters, recent)]


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("ae", "Add event"),
        ("add e", "Add event"),
        ("apf", "Add profile field"),
        ("ADD", "Add event"),
        ("hist", "Search history"),
        ("goh", "Go to history"),
        ("send", "Send"),
        ("curl", "Copy as cURL"),
        ("sse", "Switch to Staging EU"),
        ("un", "Undo"),
    ],
)
def test_a_few_letters_find_the_command_meant(letters: str, first: str) -> None:
    assert found(letters)[0] == first


def test_letters_that_do_not_occur_in_their_order_find_nothing() -> None:
    assert match("dda", "Add event") is None
    assert match("addx", "Add event") is None
    assert found("zzz") == []


def test_no_letters_find_everything_the_recent_ones_first() -> None:
    assert found("") == list(NAMES)
    assert found("", ("Undo", "Send"))[:3] == ["Undo", "Send", "Cancel send"]


def test_recent_use_decides_between_equals_and_beats_no_better_match() -> None:
    assert found("add", ("Add profile field",))[0] == "Add profile field"
    assert found("send", ("Cancel send",))[0] == "Send"


def test_the_best_places_are_marked_and_not_the_first_ones() -> None:
    fit = match("he", "Search history events")

    assert fit is not None
    assert fit.places == (7, 15)


def test_a_hint_finds_its_command_after_every_name() -> None:
    offered = [
        Command("Cancel send", "Esc", "stop at once", lambda: None),
        Command("Stop practice server", "", "", lambda: None),
    ]

    assert [each.command.name for each in ranked(offered, "stop", ())] == [
        "Stop practice server",
        "Cancel send",
    ]
    assert ranked(offered, "stop", ())[1].places == ()
    assert [each.command.name for each in ranked(offered, "at once", ())] == ["Cancel send"]
    assert ranked(offered, "once at", ()) == ()


def test_what_cannot_be_run_comes_last() -> None:
    offered = [
        Command("Undo", "", "", lambda: None, enabled=False),
        Command("Sundown", "", "", lambda: None),
    ]

    assert [each.command.name for each in ranked(offered, "undo", ())] == ["Sundown", "Undo"]


@given(st.text(max_size=12), st.text(max_size=60))
def test_places_are_the_letters_in_their_order(letters: str, name: str) -> None:
    wanted = [each.lower() for each in letters if not each.isspace()]
    fit = match(letters, name)

    if fit is not None:
        assert [name[place].lower() for place in fit.places] == wanted
        assert list(fit.places) == sorted(set(fit.places))


@given(st.text(max_size=60), st.data())
def test_any_letters_of_a_name_in_their_order_find_it(name: str, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
    letters = "".join(each for each, keep in zip(name, kept, strict=True) if keep)

    assert match(letters, name) is not None


def test_a_long_search_in_long_names_takes_no_time_to_speak_of() -> None:
    offered = commands(*("a" * 200 for _ in range(50)))

    assert ranked(offered, "a" * 500, ())
