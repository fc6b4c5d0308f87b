"""The program's end of the process that keeps a long series of sends (history/writer.py).

It is a way to be quick and never one to be safe: where it fails in any manner it is retired, and
whoever asked it has the history itself write the same again, which then meets the real trouble and
has a sentence for it. So nothing is told here but that something was not kept.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from appcues_console.activity.exchange import Ending, Opening
from appcues_console.history import WRITER
from appcues_console.history.messages import (
    READY,
    Answer,
    Begin,
    Complete,
    Hello,
    Message,
    Packets,
    packed,
)
from appcues_console.history.store import HistoryStore

PATIENCE: Final = 5.0
"""Seconds that the process may take to write what it has read, and end. Usually hundredths."""

SILENCE: Final = 15.0
"""Seconds without an answer after which it is ended, since it was stopped or hangs. A commit that
waits for another copy of the program takes ten at most."""

GATHER: Final = 0.001
"""Seconds that a message waits for others."""

# Ctrl+C in a terminal reaches a whole group of processes. This one has a group of its own: it must
# still be there when the program, which stops its sends then, has their endings to keep.
_APART: dict[str, Any]
if sys.platform == "win32":
    _APART = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
else:
    _APART = {"process_group": 0}


class NotKept(Exception):
    """The process did not keep this. `perhaps` it did, and was gone before it could say so."""

    def __init__(self, *, perhaps: bool) -> None:
        super().__init__()
        self.perhaps = perhaps


class HistoryProcess:
    """A process that writes into the file of `store`. Lives on the engine's loop.

    It starts by itself, and may be asked once it is `ready`. What is asked within `GATHER` is
    written in one piece, and shares a commit.
    """

    def __init__(self, store: HistoryStore, hello: Hello) -> None:
        self.store = store
        self.opened = asyncio.Event()
        """Set once its history is open."""
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.SubprocessTransport | None = None
        self._input: asyncio.WriteTransport | None = None
        self._packets = Packets()
        self._sequence = READY
        self._outgoing: list[bytes] = []
        self._waiting: dict[int, asyncio.Future[int]] = {}
        self._answers = 0
        self._look: asyncio.TimerHandle | None = None
        self._retired = False
        self._ended = asyncio.Event()
        self._starting = asyncio.create_task(self._start(hello))

    @property
    def ready(self) -> bool:
        """Whether it can be asked: its history is open, and nothing has failed."""
        return self.opened.is_set() and not self._retired

    @property
    def ended(self) -> bool:
        """Whether it is gone, or was never there."""
        return self._ended.is_set()

    @property
    def pid(self) -> int | None:
        """Its number, while it is known."""
        return None if self._transport is None else self._transport.get_pid()

    def begin(self, opening: Opening) -> asyncio.Future[int]:
        """Write an exchange as *sending*. Its id is known when the row is on the disk. Fails with
        `NotKept`."""
        activity = opening.activity
        if not isinstance(activity.properties, dict | None):
            # Another mapping need not fit into a message; it can be read from the body over there.
            opening = replace(opening, activity=replace(activity, properties=None))
        return self._ask(Begin(self._next(), opening))

    def complete(self, exchange_id: int, ending: Ending) -> asyncio.Future[int]:
        """Write how an exchange ended, and return its id. Fails with `NotKept`."""
        return self._ask(Complete(self._next(), exchange_id, ending))

    async def close(self) -> None:
        """Let it finish what it was asked, and wait for its end."""
        self._retire()
        await self._starting
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), PATIENCE)
        if self._transport is not None and not self.ended:
            with suppress(ProcessLookupError):
                self._transport.kill()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), PATIENCE)

    async def _start(self, hello: Hello) -> None:
        try:
            self._transport, _ = await self._loop.subprocess_exec(
                lambda: _Ends(self._on_answers, self._retire, self._on_end),
                *_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # Nobody reads it, and a traceback's text might name anything that was handled.
                stderr=subprocess.DEVNULL,
                cwd=_folder(),
                **_APART,
            )
        except OSError:
            self._on_end()
            return
        pipe = self._transport.get_pipe_transport(0)
        if isinstance(pipe, asyncio.WriteTransport):
            self._input = pipe
            pipe.write(packed(hello))
        if self._retired:
            self._retire()

    def _next(self) -> int:
        self._sequence += 1
        return self._sequence

    def _ask(self, message: Message) -> asyncio.Future[int]:
        future = self._loop.create_future()
        if not self.ready:
            future.set_exception(NotKept(perhaps=False))
            return future
        if not self._outgoing:
            # Each write wakes the other process, which costs as much as the rest of a message; and
            # each group has a commit. Where others are on their way there will be more in a moment.
            if self._waiting:
                self._loop.call_later(GATHER, self._flush)
            else:
                self._loop.call_soon(self._flush)
        self._outgoing.append(packed(message))
        self._waiting[message.sequence] = future
        if self._look is None:
            self._look = self._loop.call_later(SILENCE, self._look_after, self._answers)
        return future

    def _look_after(self, answers: int) -> None:
        """End it where it said nothing since the last look, though somebody waits."""
        self._look = None
        if self._waiting and answers == self._answers:
            self._retired = True
            if self._transport is not None:
                with suppress(ProcessLookupError):
                    self._transport.kill()
        elif self._waiting:
            self._look = self._loop.call_later(SILENCE, self._look_after, self._answers)

    def _flush(self) -> None:
        if self._outgoing and self._input is not None and not self._input.is_closing():
            self._input.write(b"".join(self._outgoing))
            self._outgoing.clear()

    def _retire(self) -> None:
        """Ask it nothing more. What it was asked it still answers, and ends."""
        self._retired = True
        self._flush()
        if self._input is not None:
            self._input.close()

    def _on_answers(self, data: bytes) -> None:
        answers: list[Answer]
        for answers in self._packets.take(data):
            for sequence, kept in answers:
                if sequence == READY:
                    self.opened.set()
                    continue
                self._answers += 1
                future = self._waiting.pop(sequence)
                if kept is None:
                    self._retire()
                if future.done():
                    continue
                if kept is None:
                    future.set_exception(NotKept(perhaps=False))
                else:
                    future.set_result(kept)

    def _on_end(self) -> None:
        self._retired = True
        if self._look is not None:
            self._look.cancel()
        if self._transport is not None:
            self._transport.close()
        waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            if not future.done():
                future.set_exception(NotKept(perhaps=True))
        self._ended.set()


class _Ends(asyncio.SubprocessProtocol):
    """What asyncio tells of a process and its pipes."""

    def __init__(
        self,
        heard: Callable[[bytes], None],
        deaf: Callable[[], None],
        ended: Callable[[], None],
    ) -> None:
        self._heard = heard
        self._deaf = deaf
        self._ended = ended

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002 - asyncio's
        self._heard(data)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:  # noqa: ARG002
        self._deaf()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        # It has ended, and all that it said was heard.
        self._ended()


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WRITER]
    return [sys.executable, "-m", "appcues_console", WRITER]


def _folder() -> Path | None:
    """Return where the process starts: beside this package. `-m` looks in the current folder first,
    and in one that a person happens to be in there may be any module, which would get the key."""
    return None if getattr(sys, "frozen", False) else Path(__file__).parents[2]
