"""Packets come out of a stream as they went in, however it is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.exchange import Ending, Opening
from appcues_console.history.messages import (
    Answer,
    Begin,
    Complete,
    Hello,
    Message,
    Packets,
    packed,
)
from tests.history.exchanges import ENDINGS, OPENINGS


@given(OPENINGS, ENDINGS, st.integers(1, 400))
def test_messages_survive_a_stream_in_pieces(opened: Opening, ended: Ending, piece: int) -> None:
    sent: list[Message] = [Begin(1, opened), Complete(2, 2**62, ended), Begin(3, opened)]
    answers = [Answer(1, 2**62), Answer(2, None)]
    stream = b"".join(packed(each) for each in sent) + packed(answers)
    packets = Packets()
    found = []
    for start in range(0, len(stream), piece):
        found += packets.take(stream[start : start + piece])
    assert found == [*sent, answers]
    assert [type(each) for each in found] == [Begin, Complete, Begin, list]


def test_half_a_packet_is_none() -> None:
    packets = Packets()
    stream = packed([Answer(1, 2)])
    assert packets.take(stream[:-1]) == []
    assert packets.take(b"") == []
    assert packets.take(stream[-1:]) == [[Answer(1, 2)]]


def test_the_key_is_in_no_text_of_a_message() -> None:
    key = b"k" * 32
    assert "kkk" not in repr(Hello("history.db", (1, 2), key, "this copy"))
