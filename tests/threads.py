"""A thread that outlives its test is found here and fails that test.

A leaked thread is work that nobody waits for: it keeps a closed window's program alive, or touches
the next test's database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection

PATIENCE = 5.0
"""Seconds that a thread may take to end by itself after its test."""


def leaked(before: Collection[threading.Thread], patience: float | None = None) -> list[str]:
    """Return the names of the threads that were not there `before` and do not end within
    `patience` seconds, or within PATIENCE."""
    deadline = time.monotonic() + (PATIENCE if patience is None else patience)
    left = []
    for thread in threading.enumerate():
        if thread in before or _foreign(thread):
            continue
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            left.append(f"{thread.name} ({'daemon' if thread.daemon else 'not a daemon'})")
    return left


def _foreign(thread: threading.Thread) -> bool:
    """Tell whether `thread` is only Python's note of a thread that something else has started.

    Such a note may outlive its thread, and cannot be waited for.
    """
    return isinstance(thread, threading._DummyThread)
