"""Keeps what is costly to make, such as the clients of several trust settings, up to a number.

An account's certificates make a client of its own necessary, and files change; without a limit
each change would leave a client behind. One that is in use is never closed under its user.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

C = TypeVar("C")


@dataclass(slots=True, eq=False)
class _Kept(Generic[C]):
    thing: C
    users: int = 0


class Pool(Generic[C]):
    """Things by their settings. To be used on one event loop.

    At most `most` that are not in use are kept; the one not used for longest goes first.
    """

    def __init__(self, close: Callable[[C], Awaitable[object]], most: int = 8) -> None:
        self._close = close
        self._most = most
        self._kept: dict[Hashable, _Kept[C]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    @asynccontextmanager
    async def lent(self, settings: Hashable, make: Callable[[], Awaitable[C]]) -> AsyncIterator[C]:
        """Lend the thing for `settings`, made where there is none. What `make` raises is raised."""
        kept = self._kept.pop(settings, None)
        if kept is None:
            made = _Kept(await make())
            # Another may have made one meanwhile; then this one is not needed.
            kept = self._kept.pop(settings, made)
            if kept is not made:
                await self._close(made.thing)
                kept = self._kept.pop(settings, kept)
        self._kept[settings] = kept  # at the end: used last
        kept.users += 1
        try:
            yield kept.thing
        finally:
            kept.users -= 1
            await self._shrink()

    async def aclose(self) -> None:
        """Close everything, in use or not."""
        kept, self._kept = list(self._kept.values()), {}
        for each in kept:
            await self._close(each.thing)

    async def _shrink(self) -> None:
        idle = [settings for settings, kept in self._kept.items() if not kept.users]
        for settings in idle[: max(0, len(self._kept) - self._most)]:
            await self._close(self._kept.pop(settings).thing)
