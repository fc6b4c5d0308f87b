"""Waiting for a server on a computer that may be asleep meanwhile."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from appcues_console.delivery.patience import GRACE, OVERSHOT, Patience
from tests.delivery.sleeper import READ
from tests.delivery.wire import Connection, response
from tests.engine.wired import PATIENCE, WiredServer

ROOT = Path(__file__).parents[2]


class Clock(asyncio.SelectorEventLoop):
    """A loop whose clock a test puts forward, as a sleep of the computer does."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead


def lived(story: Callable[[Clock, Patience], Coroutine[None, None, None]], total: float) -> bool:
    """Return whether it was the silence that ended a wait which begins as `story` tells."""
    loop = Clock()
    waits: list[Patience] = []

    async def run() -> None:
        async with asyncio.timeout(None) as scope:
            with Patience(scope, total) as patience:
                waits.append(patience)
                await story(loop, patience)
                assert not scope.expired()
                await asyncio.Event().wait()

    try:
        with pytest.raises(TimeoutError):
            loop.run_until_complete(run())
    finally:
        loop.close()
    assert not waits[0]._timers
    return waits[0].silent


async def turns() -> None:
    """Let the loop do what is due."""
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.parametrize(("total", "silence"), [(100.0, 0.05), (0.05, 100.0)])
def test_a_time_that_is_over_ends_the_wait(total: float, silence: float) -> None:
    async def story(loop: Clock, patience: Patience) -> None:
        patience.hear(silence)

    assert lived(story, total) is (silence < total)


@pytest.mark.parametrize(("total", "silence"), [(1_000.0, 50.0), (50.0, 1_000.0)])
def test_after_a_sleep_there_is_a_little_more_time(total: float, silence: float) -> None:
    async def story(loop: Clock, patience: Patience) -> None:
        patience.hear(silence)
        loop.ahead += 50.0 + 2 * OVERSHOT
        await turns()
        # That it has not ended is asserted after this; now the little is over too.
        asyncio.get_running_loop().call_soon(add, loop, GRACE)

    def add(loop: Clock, seconds: float) -> None:
        loop.ahead += seconds

    assert lived(story, total) is (silence < total)


def test_each_sign_of_life_begins_the_silence_anew() -> None:
    async def story(loop: Clock, patience: Patience) -> None:
        for _ in range(3):
            patience.hear(50.0)
            loop.ahead += 40.0
            await turns()
        loop.ahead += 10.0

    assert lived(story, 1_000.0)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="there is no such signal here")
def test_an_answer_that_came_during_a_sleep_is_read() -> None:
    asleep = threading.Event()

    async def answer_the_sleeping(connection: Connection) -> None:
        await connection.take()
        await asyncio.to_thread(asleep.wait, PATIENCE)
        await connection.write(response())
        await connection.until_closed()

    with WiredServer() as server:
        server.behave(answer_the_sleeping)
        with subprocess.Popen(
            [sys.executable, "-m", "tests.delivery.sleeper", server.url],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as sender:
            server.wait_for_requests(1)
            sender.send_signal(signal.SIGSTOP)
            _, status = os.waitpid(sender.pid, os.WUNTRACED)
            assert os.WIFSTOPPED(status)
            asleep.set()
            woken_at = time.monotonic() + READ + 1.2 * OVERSHOT
            while time.monotonic() < woken_at:
                time.sleep(0.05)
            sender.send_signal(signal.SIGCONT)
            out, _ = sender.communicate(timeout=PATIENCE)
    assert out == "200\n"
