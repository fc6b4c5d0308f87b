"""What was worked out for the parts of a draft, found again while those parts stay the same.

An edit makes a new draft that shares all its other events with the one before, so what was derived
from an event can be kept beside it. Parts are told apart by identity, which costs nothing however
large they are; they are immutable, so the result cannot differ from a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Reuse(Generic[K, V]):
    """Calls `make` for each part once, as long as it is in every call of `each`.

    It holds the parts of the last call and no others, so it grows no larger than one draft. Threads
    may share it: at worst they work something out twice.
    """

    def __init__(self, make: Callable[[K], V]) -> None:
        self._make = make
        # The parts themselves are held too: an identity is given again once its owner is gone.
        self._kept: dict[int, tuple[K, V]] = {}
        self._last: tuple[Iterable[K], list[V]] = ((), [])

    def each(self, parts: Iterable[K]) -> list[V]:
        """Return the result for each of `parts`."""
        last = self._last
        if parts is last[0]:
            return list(last[1])
        kept = self._kept
        fresh: dict[int, tuple[K, V]] = {}
        results = []
        for part in parts:
            key = id(part)
            entry = kept.get(key) or fresh.get(key) or (part, self._make(part))
            fresh[key] = entry
            results.append(entry[1])
        self._kept = fresh
        if isinstance(parts, tuple):
            # Several ask for the same parts at each keystroke. Only a tuple is what it was.
            self._last = (parts, results)
        return list(results)

    def missing(self, parts: Iterable[K]) -> list[K]:
        """Return those of `parts` that would have to be worked out."""
        kept = self._kept
        return [part for part in parts if id(part) not in kept]

    def ready(self, part: K) -> V:
        """Return the result for `part`, and keep it for the next call of `each`."""
        entry = self._kept.get(id(part))
        if entry is None:
            entry = self._kept[id(part)] = (part, self._make(part))
        return entry[1]

    def of(self, part: K) -> V:
        """Return the result for `part`, the only one that is then kept."""
        return self.each((part,))[0]
