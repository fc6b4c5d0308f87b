"""Text that remembers where it came from, so that a mistake is shown where it was pasted.

Between the clipboard and the JSON parser stand code fences, the quotes of a shell and what was
mended. Each step makes a text from the one before it; positions are followed back through them all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Traced:
    """A text made of pieces: piece `i` begins at `starts[i]` in it and came from `sources[i]` of
    the text before it, which is `before`. Without one it is the pasted text itself. It does not
    print: a command holds secrets."""

    text: str
    starts: Sequence[int] = (0,)
    sources: Sequence[int] = (0,)
    before: Traced | None = None

    @property
    def origin(self) -> str:
        """The pasted text."""
        return self.text if self.before is None else self.before.origin

    def source(self, position: int) -> int:
        """Return where in the pasted text that stands which is at `position` here."""
        piece = max(bisect_right(self.starts, position) - 1, 0)
        found = self.sources[piece] + position - self.starts[piece]
        if piece + 1 < len(self.sources):
            # What was put in may be longer than what it stands for.
            found = min(found, self.sources[piece + 1])
        return found if self.before is None else self.before.source(found)

    def part(self, start: int, end: int) -> Traced:
        """Return the text between two positions."""
        return Traced(self.text[start:end], (0,), (start,), self)

    def wrapped(self, prefix: str, suffix: str) -> Traced:
        """Return the text with something around it that nobody pasted."""
        text = f"{prefix}{self.text}{suffix}"
        end = len(self.text)
        return Traced(text, (0, len(prefix), len(prefix) + end), (0, 0, end), self)


class Tracing:
    """Builds a `Traced` from a text, piece by piece and from left to right."""

    def __init__(self, before: Traced) -> None:
        self._before = before
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._sources: list[int] = []
        self._length = 0

    def copy(self, start: int, end: int) -> None:
        """Take over what stands between two positions of the text before."""
        self.put(self._before.text[start:end], start)

    def put(self, text: str, source: int) -> None:
        """Put in `text` for what stands at `source` in the text before."""
        self._parts.append(text)
        self._starts.append(self._length)
        self._sources.append(source)
        self._length += len(text)

    def done(self, end: int) -> Traced:
        """Return the whole; `end` is where the text before was read to."""
        return Traced(
            "".join(self._parts),
            (*self._starts, self._length),
            (*self._sources, end),
            self._before,
        )
