"""One path segment for any user ID, and secrets that print as bullets."""

from __future__ import annotations

import traceback
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.destination import (
    MASK,
    Credentials,
    Destination,
    Safety,
    activity_url,
    masked_activity_url,
    path_segment,
)

characters = st.text(st.characters(exclude_categories=["Cs"]))


@given(characters)
def test_a_path_segment_is_one_segment_and_comes_back(text: str) -> None:
    segment = path_segment(text)
    assert unquote(segment, errors="strict") == text
    assert segment.isascii()
    assert not set(segment) & set("/?#\\ @:;=&+")
    assert segment not in {".", ".."}


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("user-42", "user-42"),
        ("a/b", "a%2Fb"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("...", "..."),
        ("../x", "..%2Fx"),
        ("a b+c", "a%20b%2Bc"),
        ("%2F", "%252F"),
        ("mail@example.com", "mail%40example.com"),
        ("é🙂", "%C3%A9%F0%9F%99%82"),
        ("\x00\n", "%00%0A"),
        ("~._-", "~._-"),
        ("", ""),
    ],
)
def test_path_segments(text: str, segment: str) -> None:
    assert path_segment(text) == segment


def test_half_a_character_pair_has_no_segment_and_can_still_be_shown() -> None:
    with pytest.raises(UnicodeEncodeError):
        path_segment("\ud800")
    assert masked_activity_url("https://x", "\ud800").endswith("/users/%3F/activity")


@given(characters, characters)
def test_the_url_has_the_documented_shape(account: str, user: str) -> None:
    parts = urlsplit(activity_url("https://api.appcues.com/", account, user))
    segments = parts.path.split("/")
    assert parts.netloc == "api.appcues.com"
    assert (parts.query, parts.fragment) == ("", "")
    assert segments[1:3] + segments[4:5] + segments[6:] == ["v1", "accounts", "users", "activity"]
    assert (unquote(segments[3]), unquote(segments[5])) == (account, user)


def test_the_masked_url_holds_bullets_where_the_account_id_was() -> None:
    assert masked_activity_url("http://127.0.0.1:1/", "a/b") == (
        f"http://127.0.0.1:1/v1/accounts/{MASK}/users/a%2Fb/activity"
    )


def test_credentials_never_print() -> None:
    credentials = Credentials("secret-id", "secret-bearer")
    assert "secret" not in f"{credentials!r} {credentials} {[credentials]}"
    with pytest.raises(ValueError, match=MASK) as caught:
        raise ValueError(credentials)
    assert "secret-" not in "".join(traceback.format_exception(caught.value))


def test_a_destination_is_a_test_account_unless_said_otherwise() -> None:
    assert Destination("k", "Staging", "https://x").safety is Safety.TEST
