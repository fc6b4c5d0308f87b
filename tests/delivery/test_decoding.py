"""Content codings undone, whole or in any pieces, and never beyond the limit."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.delivery.decoding import BadCoding, Decoder, codings

LIMIT = 1000


def raw_deflate(data: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflate.compress(data) + deflate.flush()


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "x-gzip": gzip.compress,
}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], ()),
        (["identity"], ()),
        (["gzip"], ("gzip",)),
        ([" GZip , deflate"], ("gzip", "deflate")),
        (["gzip", "br"], ("gzip", "br")),
        ([",,"], ()),
    ],
)
def test_codings(values: list[str], expected: tuple[str, ...]) -> None:
    assert codings(values) == expected


@given(
    data=st.binary(max_size=LIMIT),
    names=st.lists(st.sampled_from(sorted(ENCODERS)), max_size=3),
    cut=st.integers(1, 50),
)
def test_what_was_coded_comes_out_whatever_the_pieces(
    data: bytes, names: list[str], cut: int
) -> None:
    coded = data
    for name in names:
        coded = ENCODERS[name](coded)
    decoder = Decoder(names, LIMIT)
    for start in range(0, len(coded), cut):
        decoder.feed(coded[start : start + cut])
    decoder.finish()
    assert (decoder.data, decoder.full) == (data, False)


@given(st.binary(max_size=LIMIT), st.integers(1, 9))
def test_deflate_without_its_header(data: bytes, cut: int) -> None:
    coded = raw_deflate(b"{" + data[:-1])
    decoder = Decoder(["deflate"], LIMIT)
    for start in range(0, len(coded), cut):
        decoder.feed(coded[start : start + cut])
    decoder.finish()
    assert decoder.data == b"{" + data[:-1]


@pytest.mark.parametrize("cut", [1, 7, 100])
def test_members_of_gzip_follow_one_another_and_padding_is_ignored(cut: int) -> None:
    coded = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 20
    decoder = Decoder(["gzip"], LIMIT)
    for start in range(0, len(coded), cut):
        decoder.feed(coded[start : start + cut])
    decoder.finish()
    assert decoder.data == b"one two"


@given(st.binary(min_size=LIMIT + 1, max_size=3 * LIMIT), st.sampled_from(["", "gzip", "deflate"]))
def test_nothing_is_kept_beyond_the_limit(data: bytes, name: str) -> None:
    decoder = Decoder([name] if name else [], LIMIT)
    decoder.feed(ENCODERS[name](data) if name else data)
    decoder.finish()
    assert (decoder.data, decoder.full) == (data[:LIMIT], True)


@pytest.mark.parametrize("name", ["gzip", "deflate"])
@pytest.mark.parametrize("coded", [b"\xff\xff\xff\xff", b'{"ok":true}'])
def test_what_is_not_coded_as_it_says_is_bad(name: str, coded: bytes) -> None:
    decoder = Decoder([name], LIMIT)
    with pytest.raises(BadCoding):
        decoder.feed(coded)


@pytest.mark.parametrize("name", ["gzip", "deflate"])
@pytest.mark.parametrize("kept", [1, 2, 8, -1])
def test_what_ends_too_early_is_bad(name: str, kept: int) -> None:
    decoder = Decoder([name], LIMIT)
    decoder.feed(ENCODERS[name](b"some text")[:kept])
    with pytest.raises(BadCoding):
        decoder.finish()


def test_an_empty_body_is_never_bad() -> None:
    decoder = Decoder(["gzip"], LIMIT)
    decoder.finish()
    assert decoder.data == b""


def test_an_unknown_coding_leaves_everything_as_it_is() -> None:
    decoder = Decoder(["gzip", "br"], LIMIT)
    decoder.feed(b"\x0b\x05\x80")
    decoder.finish()
    assert decoder.undecoded
    assert decoder.data == b"\x0b\x05\x80"


def test_too_many_codings_are_refused() -> None:
    with pytest.raises(BadCoding):
        Decoder(["gzip"] * 4, LIMIT)
