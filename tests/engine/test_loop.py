"""The engine's thread and its loop."""

from __future__ import annotations

import asyncio
import threading

import pytest

from appcues_console.engine.errors import EngineClosed
from appcues_console.engine.loop import LoopThread


async def give(value: str) -> str:
    return value


async def name() -> str:
    return threading.current_thread().name


async def fail() -> str:
    raise ZeroDivisionError


async def never() -> str:
    await asyncio.get_running_loop().create_future()
    return "never"


def test_work_runs_on_the_named_thread() -> None:
    loop = LoopThread("engine")
    loop.start()
    assert loop.submit(name).result(5) == "engine"
    assert loop.close(5)


def test_work_that_came_before_the_start_is_done_at_the_start() -> None:
    loop = LoopThread("engine")
    futures = [loop.submit(lambda n=n: give(str(n))) for n in range(5)]  # type: ignore[misc]
    assert not any(future.done() for future in futures)
    loop.start()
    loop.start()
    assert [future.result(5) for future in futures] == list("01234")
    assert loop.close(5)


def test_an_error_travels_in_its_future() -> None:
    loop = LoopThread("engine")
    loop.start()
    with pytest.raises(ZeroDivisionError):
        loop.submit(fail).result(5)
    assert loop.submit(name).result(5) == "engine"
    assert loop.close(5)


def test_the_end_cancels_what_runs_and_lets_it_clean_up() -> None:
    loop = LoopThread("engine")
    loop.start()
    begun, cleaned = threading.Event(), threading.Event()

    async def work() -> str:
        try:
            begun.set()
            return await never()
        finally:
            await asyncio.sleep(0)
            cleaned.set()

    future = loop.submit(work)
    assert begun.wait(5)
    assert loop.close(5)
    assert cleaned.is_set()
    with pytest.raises(EngineClosed):
        future.result(0)


@pytest.mark.parametrize("started", [True, False])
def test_after_the_end_nothing_is_taken(started: bool) -> None:
    loop = LoopThread("engine")
    early = loop.submit(name)
    if started:
        loop.start()
    loop.close(5)
    late = loop.submit(name)
    loop.call_soon(lambda: pytest.fail("the loop is gone"))
    loop.start()
    for future in (early, late):
        try:
            assert future.result(5) == "engine"
        except EngineClosed:
            continue
    with pytest.raises(EngineClosed):
        late.result(0)


def test_closing_right_after_the_start_leaves_no_thread_and_no_open_future() -> None:
    for _ in range(50):
        loop = LoopThread("engine")
        loop.start()
        future = loop.submit(never)
        assert loop.close(5)
        with pytest.raises(EngineClosed):
            future.result(0)
