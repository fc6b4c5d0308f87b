"""The main thread beside a batch: it writes the results and hears Ctrl+C.

Both may have to wait, the one for a reader and the other for a person, and the sends must not.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from .batch import Batch
from .exits import Exit
from .interruptions import Interruptions
from .line_stream import Source
from .running import TURN
from .spool import Spool

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine

GATHER: Final = 0.03
"""Seconds in which results may gather, to be written together."""


def attend(
    batch: Batch, source: Source, engine: Engine, spool: Spool, interruptions: Interruptions
) -> Exit:
    """Run `batch` over `source` on the loop of `engine`, and return its exit status. A second
    interruption does not wait for the end of what is under way.

    Raises `Failure` where the results cannot be written; nothing more is begun then.
    """
    running = engine.run(lambda sender: batch.run(source, sender))
    heard = left = False
    try:
        while True:
            over = running.done()
            spool.drain()
            if over:
                return running.result()
            if spool.gone and not left:
                left = True
                engine.call_soon(lambda: batch.leave("Nobody reads the results any more."))
            if interruptions.asked and not heard:
                heard = True
                engine.call_soon(batch.interrupt)
            elif interruptions.asked > 1:
                status = batch.conclude(given_up=batch.unfinished)
                spool.drain()
                return status
            spool.wait(TURN)
            time.sleep(GATHER)
    except BaseException:
        engine.call_soon(lambda: batch.leave("The results cannot be written."))
        raise
