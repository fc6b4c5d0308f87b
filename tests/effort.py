"""How much work something is, in a measure that does not depend on the machine.

A bound in seconds fails on a slow or busy machine and proves nothing on a fast one. Here the bound
is a multiple of a yardstick: a fixed piece of plain Python, timed by the same processor in the same
run. What is guarded is the algorithm: a wrong one misses such a bound by orders of magnitude.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

LAPS = 100_000


def yardstick() -> float:
    """Return the processor time of the yardstick in seconds: about 0.01 on the usual machine."""
    before = time.process_time()
    lengths: dict[str, int] = {}
    for lap in range(LAPS):
        lengths[str(lap & 255)] = lap
    return time.process_time() - before


@contextmanager
def at_most(yardsticks: float) -> Iterator[None]:
    """Fail where the block takes more of the processor's time than so many yardsticks."""
    unit = yardstick()
    before = time.process_time()
    yield
    took = time.process_time() - before
    if took > yardsticks * unit:
        # The machine may have become slower meanwhile: its pace now counts as well.
        unit = max(unit, yardstick())
    assert took <= yardsticks * unit, f"{took / unit:.0f} yardsticks, at most {yardsticks:.0f}"
