"""A send is stopped and hurried from any thread, before, during and after it runs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from appcues_console.engine.loop import LoopThread
from appcues_console.engine.sending import Sending


@pytest.fixture
def loop() -> Iterator[LoopThread]:
    loop = LoopThread("engine")
    loop.start()
    settle(loop)
    yield loop
    loop.close(5)


def settle(loop: LoopThread) -> None:
    """Wait until the loop has done what it was asked so far."""

    async def turn() -> None:
        await asyncio.sleep(0)

    loop.submit(turn).result(5)


def test_it_is_stopped_and_hurried_while_it_runs(loop: LoopThread) -> None:
    calls: list[str] = []
    sending = Sending(loop)
    sending.attach(lambda: calls.append("stop"), lambda: calls.append("hurry"))
    sending.try_now()
    sending.cancel()
    settle(loop)

    assert calls == ["hurry", "stop"]


def test_one_that_was_cancelled_before_it_ran_is_stopped_when_it_does(loop: LoopThread) -> None:
    calls: list[str] = []
    sending = Sending(loop)
    sending.cancel()
    sending.try_now()
    settle(loop)
    sending.attach(lambda: calls.append("stop"), lambda: calls.append("hurry"))

    assert calls == ["stop"]


def test_one_that_has_ended_is_left_alone(loop: LoopThread) -> None:
    calls: list[str] = []
    sending = Sending(loop)
    sending.attach(lambda: calls.append("stop"), lambda: calls.append("hurry"))
    sending.detach()
    sending.cancel()
    sending.try_now()
    settle(loop)

    assert calls == []
