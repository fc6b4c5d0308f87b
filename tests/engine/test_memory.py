"""A history in memory keeps what is sent, under numbers that no other history gives out."""

from __future__ import annotations

import asyncio

from appcues_console.engine.memory import FIRST_IN_MEMORY, MOST_IN_MEMORY, MemoryHistory
from tests.history.exchanges import opening


def test_each_has_numbers_of_its_own() -> None:
    async def first_number(earlier: int) -> int:
        memory = MemoryHistory(earlier)
        await memory.until_usable()
        number = await asyncio.wrap_future(memory.store.begin(opening()))
        kept = await asyncio.wrap_future(memory.store.exchange(number))
        await memory.close()
        assert kept is not None
        assert kept.opening == opening()
        return number

    assert asyncio.run(first_number(0)) == FIRST_IN_MEMORY
    assert asyncio.run(first_number(2)) == FIRST_IN_MEMORY + 2 * MOST_IN_MEMORY
