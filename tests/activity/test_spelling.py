"""What only looks the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.spelling import (
    plain,
    shape,
    without_invisible,
    without_surrogates,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("User-42", "uSER-42"),
        ("plan tier", "plan\u00a0Tier"),
        ("plan tier", "plantier"),
        ("plan", " plan\n"),
        ("plan", "p\u200bl\u00adan"),
        ("plan", "рlаn"),  # Cyrillic р and а
        ("Beta", "Βeta"),  # a Greek capital beta
        ("José", "Jose\u0301"),
        ("fin", "ﬁn"),
        ("ABC", "ＡＢＣ"),
        ("a-b", "a‑b"),
        ("STRASSE", "straße"),
        ("a\x00b", "ab"),
        ("x" * 300, "X" * 300),
    ],
)
def test_one_shape(one: str, other: str) -> None:
    assert shape(one) == shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("user-42", "user-43"), ("a_b", "a-b"), ("José", "Jose"), ("l", "1"), ("plan", "plans")],
)
def test_two_shapes(one: str, other: str) -> None:
    assert shape(one) != shape(other)


@given(st.text(max_size=20))
def test_a_shape_has_its_own_shape(text: str) -> None:
    assert shape(shape(text)) == shape(text)
    assert shape(f" {text.upper()} ") == shape(text.upper())


@given(st.text(st.characters(exclude_categories=()), max_size=20))
def test_what_is_taken_out_is_gone(text: str) -> None:
    assert without_invisible(without_invisible(text)) == without_invisible(text)
    kept = [character for character in text if not "\ud800" <= character <= "\udfff"]
    assert list(without_surrogates(text)) == kept


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("plain", "plain"),
        ("two\nlines\t", "two\nlines\t"),
        ("a\u202eb\u200bc\x1b", "abc"),
        ("👩‍🔬 می‌خواهم", "👩‍🔬 می‌خواهم"),
    ],
)
def test_what_cannot_be_seen(text: str, left: str) -> None:
    assert without_invisible(text) == left


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("plan tier", True),
        ("ключ", True),
        ("", False),
        (" a", False),
        ("a  b", False),
        ("a\tb", False),
        ("a\u00a0b", False),
        ("a\u200bb", False),
        ("\ud800", False),
    ],
)
def test_what_may_be_proposed(text: str, is_plain: bool) -> None:
    assert plain(text) is is_plain
