"""The main thread beside a batch: it writes the results, for as long as somebody reads them.

It may have to wait for the reader, and neither the sends nor Ctrl+C must: so the loop of the sends
looks itself whether Ctrl+C was pressed, and a second one breaks off even a write that nobody takes.
"""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from .batch import Batch
from .exits import Exit
from .interruptions import Interruptions
from .line_stream import Source
from .running import TURN
from .spool import Spool

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine
    from appcues_console.engine.sender import Sender

GATHER: Final = 0.03
"""Seconds in which results may gather, to be written together."""

PATIENCE: Final = 1.0
"""Seconds for the loop to hear that it shall begin nothing more. Usually it takes none."""


def attend(
    batch: Batch, source: Source, engine: Engine, spool: Spool, interruptions: Interruptions
) -> Exit:
    """Run `batch` over `source` on the loop of `engine`, and return its exit status. A second
    interruption does not wait for the end of what is under way, nor for a reader.

    Raises `Failure` where the results cannot be written; nothing more is begun then.
    """

    async def work(sender: Sender) -> Exit:
        hearing = asyncio.create_task(_hear(interruptions, batch))
        try:
            return await batch.run(source, sender)
        finally:
            hearing.cancel()

    running = engine.run(work)
    left = False
    try:
        while not interruptions.asked > 1:
            over = running.done()
            with interruptions.breaking_in(after=1):
                spool.drain()
            if over:
                return running.result()
            if spool.gone and not left:
                left = True
                engine.call_soon(lambda: batch.leave("Nobody reads the results any more."))
            spool.wait(TURN)
            time.sleep(GATHER)
    except KeyboardInterrupt:
        spool.abandon()
        spool.say("Results that nobody took are left out. What was sent is in the history.")
    except BaseException:
        engine.call_soon(lambda: batch.leave("The results cannot be written."))
        raise
    status = running.result() if running.done() else _give_up(batch, engine)
    with suppress(KeyboardInterrupt), interruptions.breaking_in(after=interruptions.asked):
        spool.drain()
    return status


def _give_up(batch: Batch, engine: Engine) -> Exit:
    """Leave `batch` to itself, once it is sure to begin nothing more."""
    stopped = threading.Event()

    def stop() -> None:
        batch.interrupt()
        stopped.set()

    # Two interruptions may have come at one stroke, before the first was heard.
    engine.call_soon(stop)
    stopped.wait(PATIENCE)
    return batch.conclude(given_up=batch.unfinished)


async def _hear(interruptions: Interruptions, batch: Batch) -> None:
    """Interrupt `batch` once that was asked for."""
    while not interruptions.asked:  # noqa: ASYNC110 - a signal sets it
        await asyncio.sleep(TURN)
    batch.interrupt()
