"""A command line is taken apart as Windows does: it is the inverse of how one is put together."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.jsontext import JsonProblem
from appcues_console.intake.shell import MAX_WORDS
from appcues_console.intake.traced import Traced
from appcues_console.intake.windows import WindowsLine, without_carets


def words(text: str) -> list[str]:
    return [word.text.text for word in WindowsLine(without_carets(Traced(text))).line().words]


TEXTS = st.lists(
    st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=12)
    | st.text(st.sampled_from('\\" ^&|<>%a'), max_size=12),
    max_size=4,
)


@given(TEXTS)
def test_what_the_standard_library_quotes_is_found_again(meant: list[str]) -> None:
    line = subprocess.list2cmdline(["curl", *meant])
    # As browsers do it: each character that means something to the prompt gets a caret.
    assert words(re.sub(r'(["^&|<>%!()])', r"^\1", line)) == ["curl", *meant]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("curl ^\n  -d ^\r\n  x", ["curl", "-d", "x"]),
        ('curl "a b" "c\\"d"', ["curl", "a b", 'c"d']),
        ('curl "a""b"', ["curl", 'a"b']),
        ('curl "a\\\\" b', ["curl", "a\\", "b"]),
        ("curl C:\\x\\y", ["curl", "C:\\x\\y"]),
        ('curl ^"{^\\^"a^\\^":^\\^"50^% ^^^"', ["curl", '{"a":"50% ^']),
        ('curl ^"a^\n\nb^"', ["curl", "a\nb"]),
        ('curl "a^\n\nb"', ["curl", "a^\n\nb"]),
        ("curl a & del b", ["curl", "a"]),
        ("curl a\nb", ["curl", "a"]),
        ('curl ""', ["curl", ""]),
        ("curl a^", ["curl", "a"]),
        ("curl 'a b'", ["curl", "'a", "b'"]),
    ],
)
def test_lines(text: str, meant: list[str]) -> None:
    assert words(text) == meant


def test_words_know_where_they_came_from() -> None:
    text = 'curl ^"{^\\^"a^\\^":1}^"'
    word = WindowsLine(without_carets(Traced(text))).line().words[1].text

    assert word.text == '{"a":1}'
    assert text[word.source(word.text.index("1"))] == "1"
    assert text[word.source(word.text.index("a"))] == "a"


def test_a_quote_that_is_not_closed_has_its_place() -> None:
    with pytest.raises(JsonProblem) as wrong:
        words('curl ^\n -d "x')
    assert (wrong.value.line, wrong.value.column) == (2, 5)


def test_the_number_of_words_is_bounded() -> None:
    assert len(words("a " * 5_000)) == MAX_WORDS
