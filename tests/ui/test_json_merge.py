"""Replacements turn one text into the other, and touch little else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appcues_console.ui.json_merge import least_replacement, replacements, utf16

texts = st.text(alphabet="ab{}\n\U0001f600", max_size=30)


@given(texts, texts)
def test_it_makes_the_new_text(old: str, new: str) -> None:
    change = least_replacement(old, new)
    made = old if change is None else old[: change.start] + change.text + old[change.end :]
    assert made == new


@given(texts)
def test_the_same_text_needs_none(text: str) -> None:
    assert least_replacement(text, text) is None


def test_only_what_differs_is_replaced() -> None:
    change = least_replacement('{"a": 1, "b": 2}', '{"a": 10, "b": 2}')
    assert change is not None
    assert (change.start, change.end, change.text) == (7, 7, "0")


@given(texts, texts)
def test_several_replacements_make_the_new_text_too(old: str, new: str) -> None:
    made, last = old, len(old)
    for change in reversed(replacements(old, new)):
        assert change.end <= last
        last = change.start
        made = made[: change.start] + change.text + made[change.end :]
    assert made == new


def test_lines_between_two_changes_are_left_alone() -> None:
    old = '{\n  "t": "10:00:01",\n  "kept": 1,\n  "a": 1\n}'
    new = '{\n  "t": "10:00:02",\n  "kept": 1,\n  "a": 1,\n  "b": 2\n}'
    kept = old.index('"kept"')
    changes = replacements(old, new)
    assert all(change.end < kept or change.start > kept + 10 for change in changes)
    assert changes[0].text == "2"


def test_a_text_of_very_many_lines_is_replaced_as_one() -> None:
    old = "".join(f"{number}\n" for number in range(5_000))
    assert len(replacements(old, old.replace("\n", ",\n"))) == 1


def test_an_emoji_counts_two_for_qt() -> None:
    assert utf16("a\U0001f600b", 2) == 3
    assert utf16("abc", 2) == 2
    assert utf16("\ud800b", 1) == 1
