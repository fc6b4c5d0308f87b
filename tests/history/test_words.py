"""Folding is the same for the part and the whole; a search box's text is never an operator."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.history.words import MOST_INDEXED, fold, haystack, question
from tests.history.exchanges import ANY_TEXT


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("User-42", "user-42"),
        ("Müller", "muller"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ΣΑΣ", "σασ"),
        ("ﬁle", "file"),
        ("e\u0301", "e"),
        ("İ", "i"),
        ("a\0b", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        ("日本", "日本"),
    ],
)
def test_case_accents_and_forms_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANY_TEXT, ANY_TEXT)
def test_a_part_folds_to_a_part(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@given(ANY_TEXT)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_folded_text_can_be_stored_as_text(text: str) -> None:
    assert "\0" not in fold(text)
    assert fold(text).encode("utf-8").decode("utf-8") == fold(text)


@pytest.mark.parametrize("search", ["", "   ", "\t\n", "\u0301"])
def test_an_empty_box_asks_nothing(search: str) -> None:
    assert question(search) is None


def test_words_are_split_by_what_the_index_can_look_up() -> None:
    asked = question("clicked  4 widget 42 clicked")

    assert asked is not None
    assert set(asked.indexed) == {"clicked", "widget"}
    assert asked.direct == ("4", "42")


def test_a_pasted_page_is_a_small_question_of_its_longest_words() -> None:
    asked = question(" ".join("x" * length + str(length) for length in range(1, 60)))

    assert asked is not None
    assert len(asked.indexed) == MOST_INDEXED
    assert len(asked.direct) == 59 - MOST_INDEXED
    assert min(map(len, asked.indexed)) > max(map(len, asked.direct))


def test_quotes_are_doubled_so_that_no_word_ends_its_quotation() -> None:
    asked = question('say"OR')

    assert asked is not None
    assert asked.match == '"say""or"'


@given(st.lists(ANY_TEXT, max_size=4), ANY_TEXT)
def test_an_exchange_fits_each_of_its_own_words(parts: list[str], search: str) -> None:
    text = haystack(parts)
    own = question(" ".join(parts))
    other = question(search)

    assert own is None or own.fits(text)
    if other is not None:
        words = [fold(word) for word in search.split()]
        assert other.fits(text) == all(word in text for word in words)
