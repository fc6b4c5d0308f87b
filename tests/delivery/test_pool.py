"""Costly things are made once for each setting, lent, and closed when there are too many."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from appcues_console.delivery.pool import Pool


class Things:
    """Makes numbered things and notes which are closed."""

    def __init__(self) -> None:
        self.made = 0
        self.closed: list[int] = []

    async def make(self) -> int:
        await asyncio.sleep(0)
        self.made += 1
        return self.made

    async def close(self, thing: int) -> None:
        self.closed.append(thing)


def run(story: Callable[[Pool[int], Things], Awaitable[None]], most: int = 2) -> Things:
    things = Things()
    asyncio.run(_run(story, things, most))
    return things


async def _run(
    story: Callable[[Pool[int], Things], Awaitable[None]], things: Things, most: int
) -> None:
    await story(Pool(things.close, most), things)


async def use(pool: Pool[int], things: Things, *settings: str) -> list[int]:
    lent = []
    for each in settings:
        async with pool.lent(each, things.make) as thing:
            lent.append(thing)
    return lent


def test_one_setting_has_one_thing() -> None:
    async def story(pool: Pool[int], things: Things) -> None:
        assert await use(pool, things, "a", "a", "b", "a") == [1, 1, 2, 1]

    assert run(story).closed == []


def test_the_one_not_used_for_longest_goes_first() -> None:
    async def story(pool: Pool[int], things: Things) -> None:
        await use(pool, things, "a", "b", "a", "c")
        assert things.closed == [2]
        assert await use(pool, things, "a", "c", "b") == [1, 3, 4]

    assert run(story).closed == [2, 1]


def test_what_is_in_use_is_not_closed() -> None:
    async def story(pool: Pool[int], things: Things) -> None:
        async with pool.lent("a", things.make):
            await use(pool, things, "b", "c", "d")
            assert 1 not in things.closed
            assert len(pool) == 2
        assert await use(pool, things, "a") == [1]

    run(story)


def test_two_who_come_at_once_share_one() -> None:
    async def story(pool: Pool[int], things: Things) -> None:
        lent = await asyncio.gather(*(use(pool, things, "a") for _ in range(5)))
        assert len({tuple(each) for each in lent}) == 1
        assert len(pool) == 1
        assert len(things.closed) == things.made - 1

    run(story)


def test_what_cannot_be_made_is_said_and_not_kept() -> None:
    async def fail() -> int:
        raise LookupError("no such file")

    async def story(pool: Pool[int], things: Things) -> None:
        with pytest.raises(LookupError):
            async with pool.lent("a", fail):
                pytest.fail("lent nothing")
        assert await use(pool, things, "a") == [1]

    run(story)


def test_at_the_end_everything_is_closed() -> None:
    async def story(pool: Pool[int], things: Things) -> None:
        await use(pool, things, "a", "b")
        await pool.aclose()
        assert len(pool) == 0

    assert sorted(run(story).closed) == [1, 2]
