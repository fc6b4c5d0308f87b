"""What a database can hold comes back as what it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.exchange import Attempt, Reply
from appcues_console.history.records import (
    pack,
    pack_attempts,
    pack_head,
    unpack,
    unpack_attempts,
    unpack_reply,
)
from tests.history.exchanges import ANY_TEXT, ATTEMPTS, REPLIES


@given(ANY_TEXT)
def test_any_text_comes_back(text: str) -> None:
    assert unpack(pack(text)) == text


def test_two_surrogates_side_by_side_do_not_become_one_character() -> None:
    text = "\ud83d\ude00"
    reply = Reply(200, text, "", ((text, text),), b"")

    assert unpack(pack(text)) == text
    assert unpack_reply(pack_head(reply), b"") == reply


@given(st.lists(ATTEMPTS, max_size=4).map(tuple))
def test_any_attempts_come_back(attempts: tuple[Attempt, ...]) -> None:
    assert unpack_attempts(pack_attempts(attempts)) == attempts


@given(REPLIES)
def test_any_reply_comes_back(reply: Reply) -> None:
    assert unpack_reply(pack_head(reply), reply.body) == reply
