"""Keeps what a batch has to say until the main thread writes it.

Results are made on the engine's loop, where the next answer waits; a reader that does not read,
such as a pager, may hold up a write for minutes. And a thread that is woken for each result costs
the loop more than the result does, so what is kept is written in larger pieces.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Final

from .output import Output

MOST_KEPT: Final = 1 << 20
"""Characters; with more than these, nothing new should be begun until they are written."""


class Spool(Output):
    """Takes what `output` shall write, on one thread; `drain` writes it, on another."""

    def __init__(self, output: Output) -> None:
        super().__init__(output.stdin, output.stdout, output.stderr)
        self._target = output
        self._pieces: deque[tuple[Callable[[str], None], str]] = deque()
        self._there = threading.Event()
        # Each is counted by one thread only.
        self._taken = self._written = 0

    @property
    def full(self) -> bool:
        """Whether more is kept than should be."""
        return self._taken - self._written > MOST_KEPT

    def put(self, text: str) -> None:
        self._keep(self._target.put, text)

    def tell(self, text: str) -> None:
        self._keep(self._target.tell, text)

    def wait(self, seconds: float) -> None:
        """Wait until there is something to write, at most so long."""
        self._there.wait(seconds)

    def abandon(self) -> None:
        self._target.abandon()
        super().abandon()

    def drain(self) -> None:
        """Write what has been taken so far, so that a reader sees it now. Raises `Failure`."""
        self._there.clear()
        while self._pieces:
            write, text = self._pieces.popleft()
            texts = [text]
            while self._pieces and self._pieces[0][0] == write:
                texts.append(self._pieces.popleft()[1])
            text = "".join(texts)
            write(text)
            self._written += len(text)
        self._target.flush()
        self.gone = self._target.gone

    def _keep(self, write: Callable[[str], None], text: str) -> None:
        self._pieces.append((write, text))
        self._taken += len(text)
        if not self._there.is_set():
            self._there.set()
