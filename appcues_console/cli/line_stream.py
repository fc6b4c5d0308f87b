"""Reads the lines of a batch beside the sending of it, never further than it is asked to.

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
from typing import IO, Protocol, TypeAlias

from appcues_console.activity.known import Known
from appcues_console.activity.problems import shown

from .exits import Exit
from .failures import Failure
from .lines import Faulty, Line, read_line
from .output import Output

LONGEST_LINE = 32 * 1024 * 1024
"""Bytes, as many as `send` takes of one body."""

SHORT = 64 * 1024
"""Bytes of a line that may be read on the loop: a hundredth of a second or so."""

_PIECE = 64 * 1024
_BOM = b"\xef\xbb\xbf"


Numbered: TypeAlias = tuple[int, bytes | Line]
"""A line with its number from 1, read or still to be read."""


class Source(Protocol):
    """Whatever bytes can be read from."""

    def read(self, size: int, /) -> bytes | None: ...


class LineStream:
    """Reads the lines of `source` in groups, each when it is asked for.

    `on_lines` is called on the reading thread with each group, `on_end` with None once the source
    is at its end, or with the error that ended it early. A short line is handed over as its bytes:
    reading it costs less than a second thread that competes for the interpreter. A long one has
    been read already, since nothing else goes on while it is.
    """

    def __init__(
        self,
        source: Source,
        on_lines: Callable[[list[Numbered]], object],
        on_end: Callable[[Exception | None], object],
        known: Known | None = None,
    ) -> None:
        self._source = source
        self._on_lines = on_lines
        self._on_end = on_end
        self._known = known
        self._asked = threading.Semaphore(0)
        self._stopped = threading.Event()
        # A daemon: a pipe that nobody writes to must not keep a finished program alive.
        self._thread = threading.Thread(target=self._run, name="lines", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def more(self) -> None:
        """Ask for one more group."""
        self._asked.release()

    def stop(self) -> None:
        """Read no further. A read that already waits for its source is left to itself."""
        self._stopped.set()
        self._asked.release()

    def _run(self) -> None:
        try:
            self._asked.acquire()
            for group in numbered_lines(self._source):
                if self._stopped.is_set():
                    return
                self._on_lines([(number, self._prepared(number, data)) for number, data in group])
                self._asked.acquire()
                if self._stopped.is_set():
                    return
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            self._on_end(Failure(f"The input cannot be read any further: {reason}.", Exit.USAGE))
        except Exception as error:  # noqa: BLE001 - travels to the thread that waits for the end
            self._on_end(error)
        else:
            self._on_end(None)

    def _prepared(self, number: int, data: bytes | None) -> bytes | Line:
        if data is None:
            message = f"It is longer than {LONGEST_LINE // 1024 // 1024} MiB."
            return Faulty(number, LONGEST_LINE, Exit.USAGE, message)
        return data if len(data) <= SHORT else read_line(number, data, known=self._known)


def numbered_lines(source: Source) -> Iterator[list[tuple[int, bytes | None]]]:
    """Yield the lines that are not blank in groups, as they become known: each with its number from
    1, without its line break; None in the place of one that is too long. A byte order mark before
    the first is left out. No group is empty."""
    number = 0
    for group in _split(source):
        found: list[tuple[int, bytes | None]] = []
        for line in group:
            number += 1
            data = line.removeprefix(_BOM) if number == 1 and line is not None else line
            if data is None or data.strip():
                found.append((number, data))
        if found:
            yield found


def _split(source: Source) -> Iterator[list[bytes | None]]:
    pending: list[bytes] = []
    length = 0
    while piece := _read(source):
        *whole, rest = piece.split(b"\n")
        found: list[bytes | None] = []
        for part in whole:
            length += len(part)
            found.append(b"".join((*pending, part)) if length <= LONGEST_LINE else None)
            pending.clear()
            length = 0
        length += len(rest)
        if length <= LONGEST_LINE:
            pending.append(rest)
        else:
            pending.clear()
        yield found
    if length:
        yield [b"".join(pending) if length <= LONGEST_LINE else None]


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
