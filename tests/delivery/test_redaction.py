"""Secrets that a server repeats are masked, in each spelling, and nothing else is."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.destination import MASK, Credentials
from appcues_console.activity.exchange import Reply
from appcues_console.delivery.redaction import Redaction

M = MASK.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"123", M),
        (b"/v1/accounts/123/users", b"/v1/accounts/" + M + b"/users"),
        (b'{"id":123,"text":"123."}', b'{"id":' + M + b',"text":"' + M + b'."}'),
        (b"123 123-123", M + b" " + M + b"-" + M),
        (b"%2F123%2Fusers", b"%2F" + M + b"%2Fusers"),
        (b'"a\\n123\\u00e9123"', b'"a\\n' + M + b"\\u00e9" + M + b'"'),
        (b"91234", b"91234"),
        (b"1234", b"1234"),
        (b"a123", b"a123"),
        (b"123b", b"123b"),
        (b"user_123", b"user_" + M),
        (b"", b""),
    ],
)
def test_an_account_id_counts_as_a_whole_token_only(text: bytes, expected: bytes) -> None:
    assert Redaction(Credentials("123")).clean(text) == expected


@pytest.mark.parametrize("secret", ["a/b c", "ü-1", "x+y=z&", '"quoted"', "100%", "tab\there"])
def test_each_spelling_is_found(secret: str) -> None:
    redaction = Redaction(Credentials(secret))
    spellings = [
        secret,
        quote(secret, safe=""),
        quote(secret),
        quote(secret, safe="").replace("%2F", "%2f").replace("%C3", "%c3"),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        secret.replace("/", "\\/"),
    ]
    for spelling in spellings:
        assert redaction.clean(b"<" + spelling.encode() + b">") == b"<" + M + b">"


def test_the_bearer_value_is_masked_too() -> None:
    redaction = Redaction(Credentials("123", "abc.def"))
    assert redaction.clean_text("Bearer abc.def for 123") == f"Bearer {MASK} for {MASK}"


def test_where_one_secret_begins_another_the_longer_wins() -> None:
    redaction = Redaction(Credentials("12", "12-34"))
    assert redaction.clean(b"12-34 12-35") == M + b" " + M + b"-35"


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip),
    st.binary(max_size=30),
    st.binary(max_size=30),
)
def test_no_secret_survives_between_boundaries(secret: str, before: bytes, after: bytes) -> None:
    cleaned = Redaction(Credentials(secret)).clean(before + b" " + secret.encode() + b" " + after)
    assert b" " + secret.encode() + b" " not in cleaned.replace(M, b"")


@pytest.mark.parametrize("cut", range(1, 7))
def test_the_beginning_of_a_secret_at_a_cut_is_left_out(cut: int) -> None:
    text = b'{"path":"/' + b"123456"[:cut]
    cleaned = Redaction(Credentials("123456")).clean_cut(text)
    assert cleaned == b'{"path":"/' + (M if cut == 6 else b"")


def test_the_end_of_a_cut_text_that_is_no_secret_stays() -> None:
    redaction = Redaction(Credentials("1234"))
    assert redaction.clean_cut(b"total: 9991") == b"total: 9991"
    assert redaction.clean_cut(b"1" * 1_000_000) == b"1" * 1_000_000


def test_a_reply_is_cleaned_in_every_part() -> None:
    reply = Reply(404, "No 123", "HTTP/1.1", (("X-123", "a=123;"),), b"/123/")
    cleaned = Redaction(Credentials("123")).clean_reply(reply)
    assert cleaned == Reply(
        404, f"No {MASK}", "HTTP/1.1", ((f"X-{MASK}", f"a={MASK};"),), b"/" + M + b"/", False, True
    )


def test_a_reply_without_secrets_stays_as_it_is() -> None:
    reply = Reply(200, "OK", "HTTP/1.1", (("A", "\xff1234"),), b"1234 \xff")
    assert Redaction(Credentials("123")).clean_reply(reply) == reply


def test_nothing_to_hide_hides_nothing() -> None:
    assert Redaction(Credentials("")).clean(b"any text") == b"any text"


def test_it_prints_without_its_secrets() -> None:
    assert "123" not in repr(Redaction(Credentials("123")))
