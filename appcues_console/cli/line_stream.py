"""Reads the lines of a batch beside the sending of it, never further ahead than a window.

A thread of its own, because a read from a pipe may wait for ever while answers come and Ctrl+C is
pressed. It reads the bare descriptor: a thread that still waits in a buffered stream when the
program ends would make Python abort.
"""

from __future__ import annotations

import errno
import io
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Protocol

from appcues_console.activity.known import Known
from appcues_console.activity.problems import shown

from .exits import Exit
from .failures import Failure
from .lines import Faulty, Line, read_line
from .output import Output

LONGEST_LINE = 32 * 1024 * 1024
"""Bytes, as many as `send` takes of one body."""

MOST_BYTES = 64 * 1024 * 1024
"""Bytes of the lines that are under way together; a line that is longer goes alone."""

_PIECE = 64 * 1024
_BOM = b"\xef\xbb\xbf"


class Source(Protocol):
    """Whatever bytes can be read from."""

    def read(self, size: int, /) -> bytes | None: ...


class LineStream:
    """Reads the lines of `source` ahead, at most `window` of them.

    `on_line` is called on the reading thread with each line, `on_end` with None once the source is
    at its end, or with the error that ended it early. Whoever is done with a line says so by
    `release`. Each is compared with what is `known` of the account.
    """

    def __init__(
        self,
        source: Source,
        window: int,
        on_line: Callable[[Line], object],
        on_end: Callable[[Exception | None], object],
        known: Known | None = None,
    ) -> None:
        self._source = source
        self._window = window
        self._on_line = on_line
        self._on_end = on_end
        self._known = known
        self._room = threading.Condition()
        self._count = self._bytes = 0
        self._stopped = False
        # A daemon: a pipe that nobody writes to must not keep a finished program alive.
        self._thread = threading.Thread(target=self._run, name="lines", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def release(self, line: Line) -> None:
        """Make room for one more line."""
        with self._room:
            self._count -= 1
            self._bytes -= line.size
            self._room.notify()

    def stop(self) -> None:
        """Read no further. A read that already waits for its source is left to itself."""
        with self._room:
            self._stopped = True
            self._room.notify()

    def _run(self) -> None:
        try:
            for number, data in numbered_lines(self._source):
                size = LONGEST_LINE if data is None else len(data)
                if not self._enter(size):
                    return
                self._on_line(self._line(number, data))
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            self._on_end(Failure(f"The input cannot be read any further: {reason}.", Exit.USAGE))
        except Exception as error:  # noqa: BLE001 - travels to the thread that waits for the end
            self._on_end(error)
        else:
            self._on_end(None)

    def _line(self, number: int, data: bytes | None) -> Line:
        if data is None:
            message = f"It is longer than {LONGEST_LINE // 1024 // 1024} MiB."
            return Faulty(number, LONGEST_LINE, Exit.USAGE, message)
        return read_line(number, data, known=self._known)

    def _enter(self, size: int) -> bool:
        with self._room:
            self._room.wait_for(
                lambda: (
                    self._stopped
                    or not self._count
                    or (self._count < self._window and self._bytes + size <= MOST_BYTES)
                )
            )
            self._count += 1
            self._bytes += size
            return not self._stopped


def numbered_lines(source: Source) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line that is not blank with its number from 1, without its line break; None in
    the place of one that is too long. A byte order mark before the first is left out."""
    for number, data in enumerate(_split(source), start=1):
        if number == 1 and data is not None:
            data = data.removeprefix(_BOM)  # noqa: PLW2901
        if data is None or data.strip():
            yield number, data


def _split(source: Source) -> Iterator[bytes | None]:
    pending: list[bytes] = []
    length = 0
    while piece := _read(source):
        *whole, rest = piece.split(b"\n")
        for part in whole:
            length += len(part)
            yield b"".join((*pending, part)) if length <= LONGEST_LINE else None
            pending.clear()
            length = 0
        length += len(rest)
        if length <= LONGEST_LINE:
            pending.append(rest)
        else:
            pending.clear()
    if length:
        yield b"".join(pending) if length <= LONGEST_LINE else None


def _read(source: Source) -> bytes:
    piece = source.read(_PIECE)
    if piece is None:  # a pipe that its owner has set not to wait; it must not pass for the end
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    return piece


def open_source(output: Output, file: str) -> IO[bytes]:
    """Return the bytes of `file`, ``-`` for standard input. Raises `Failure` (wrong usage)."""
    if file == "-":
        return _stdin(output)
    name = shown(file, 200)
    try:
        return Path(file).open("rb", buffering=0)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise Failure(f"{name} cannot be read: {reason}.", Exit.USAGE) from error
    except ValueError:
        # A NUL in a name; no file can be called so.
        raise Failure(f"{name} is not a name that a file can have.", Exit.USAGE) from None


def _stdin(output: Output) -> IO[bytes]:
    if output.stdin.isatty():
        keys = "Ctrl+Z and Enter" if os.name == "nt" else "Ctrl+D"
        output.say(f"Type or paste one JSON object a line, then {keys} on a new line.")
    stream: IO[bytes] | None = getattr(output.stdin, "buffer", None)
    if stream is None:
        return io.BytesIO(output.stdin.read().encode("utf-8", "surrogateescape"))
    try:
        return io.FileIO(stream.fileno(), closefd=False)
    except (OSError, ValueError):  # a stream in memory
        return stream
