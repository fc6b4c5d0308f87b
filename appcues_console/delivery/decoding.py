"""Undoes the content coding of an answer without ever holding more than the limit.

A few kilobytes of gzip can stand for gigabytes. What decodes each chunk whole, before one may look
at its size, has lost already; so decoding stops at the limit here. The console asks for no coding
(`Accept-Encoding: identity`); a server that codes all the same is met with gzip and deflate, as
RFC 9110 section 8.4.1 defines them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

GZIP = 16 + zlib.MAX_WBITS
MEMBER = b"\x1f\x8b"
"""How a gzip member begins."""
KNOWN = frozenset({"gzip", "x-gzip", "deflate", "identity"})
MOST_CODINGS = 3
"""An answer coded more often than this is an attack or a mistake."""


class BadCoding(Exception):
    """The answer is not what its `Content-Encoding` says."""


def codings(values: Sequence[str]) -> tuple[str, ...]:
    """Return the codings that the `Content-Encoding` values name, in the order of application."""
    named = (part.strip().lower() for value in values for part in value.split(","))
    return tuple(name for name in named if name and name != "identity")


class Decoder:
    """Collects the decoded bytes of one answer, up to `limit`.

    `full` becomes true once the limit is reached and something is left over. Codings that are not
    known leave the bytes as they came, and `undecoded` says so.
    """

    def __init__(self, names: Sequence[str], limit: int) -> None:
        if len(names) > MOST_CODINGS:
            raise BadCoding(f"coded {len(names)} times")
        self.undecoded = any(name not in KNOWN for name in names)
        self._stages: list[_Stage] = []
        if not self.undecoded:
            self._stages = [_Stage(name) for name in reversed(names)]
        self._limit = limit
        self._data = bytearray()
        self.full = False

    @property
    def data(self) -> bytes:
        return bytes(self._data)

    def feed(self, chunk: bytes) -> None:
        """Take in one raw chunk. Raise `BadCoding` where it cannot be decoded."""
        if not self.full:
            self.full = not self._pass_on(chunk, 0)

    def finish(self) -> None:
        """Say that the answer is over. Raise `BadCoding` where a coding was left unfinished."""
        if self.full:
            return
        for stage in self._stages:
            stage.check_finished()

    def _pass_on(self, chunk: bytes, position: int) -> bool:
        """Hand `chunk` to the stage at `position`. Return whether all of it found room."""
        if position == len(self._stages):
            room = self._limit - len(self._data)
            self._data += chunk[:room]
            return len(chunk) <= room
        pieces = self._stages[position].decode(chunk)
        return all(self._pass_on(piece, position + 1) for piece in pieces)


class _Stage:
    """One coding. Decoded bytes come out in pieces of at most `PIECE`."""

    PIECE = 64 * 1024

    def __init__(self, name: str) -> None:
        self._gzip = name != "deflate"
        self._inflate: zlib._Decompress | None = None
        self._head = b""
        self._ended = False

    def decode(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what `chunk` stands for. Raise `BadCoding`."""
        data = self._head + chunk
        self._head = b""
        while data:
            if self._inflate is None:
                if len(data) < 2:  # Too little to tell what it is.
                    self._head = data
                    return
                # gzip allows several members, one after another; anything else that follows an
                # end is padding, which every client ignores.
                if self._ended and not (self._gzip and data.startswith(MEMBER)):
                    return
                self._inflate = zlib.decompressobj(self._window_bits(data))
            yield from self._inflated(self._inflate, data)
            if not self._inflate.eof:
                return
            data = self._inflate.unused_data
            self._inflate = None
            self._ended = True

    def check_finished(self) -> None:
        """Raise `BadCoding` where the answer ended in the middle of this coding."""
        if self._inflate is not None or (self._head and not self._ended):
            raise BadCoding("ends too early")

    def _window_bits(self, data: bytes) -> int:
        if self._gzip:
            return GZIP
        # "deflate" means zlib's format, and some servers send it without zlib's two bytes of
        # header, whose check sum tells them apart.
        has_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS

    def _inflated(self, inflate: zlib._Decompress, data: bytes) -> Iterator[bytes]:
        while True:
            try:
                piece = inflate.decompress(data, self.PIECE)
            except zlib.error as error:
                raise BadCoding("damaged") from error
            if piece:
                yield piece
            data = inflate.unconsumed_tail
            if inflate.eof or (not data and len(piece) < self.PIECE):
                return
