from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.destination import path_segment
from appcues_console.practice.routes import decoded, raw_path


@given(st.text(min_size=1))
def test_every_id_comes_back_from_the_segment_that_the_console_writes(text: str) -> None:
    try:
        segment = path_segment(text)
    except UnicodeEncodeError:  # a lone surrogate has no form in a URL
        return
    assert "/" not in segment
    assert decoded(segment) == text


@pytest.mark.parametrize(
    ("segment", "text"),
    [
        ("user-42", "user-42"),
        ("a%2Fb%2f..", "a/b/.."),
        ("%2E%2e", ".."),
        (".", "."),
        ("a+b%20c", "a+b c"),
        ("%25%32%35", "%25"),
        ("%E4%BD%A0", "你"),
        ("%00", "\x00"),
        ("%0A", "\n"),
    ],
)
def test_a_segment_is_decoded_once(segment: str, text: str) -> None:
    assert decoded(segment) == text


@pytest.mark.parametrize("segment", ["%", "%4", "%zz", "a%2", "%FF", "%ED%A0%80", "%C0%AF"])
def test_what_is_not_encoded_utf_8_is_nothing(segment: str) -> None:
    assert decoded(segment) is None


def test_the_raw_path_is_made_where_the_server_does_not_hand_it_on() -> None:
    assert raw_path({"type": "http", "path": "/a b"}) == "/a%20b"
