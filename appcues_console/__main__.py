"""Starts the window, or one command: `appcues-console` and `python -m appcues_console`.

The one place that decides between the two, so that a command never loads Qt and the window never
loads the command line. What the console itself needs of the process (streams in UTF-8, a quiet end
when a pipe is closed) is arranged here, because it concerns the process and no command.

Where no window can be opened, one sentence on standard error says why, and the exit status is 2.

`history-writer` as the only argument, which no help shows, makes this the process that keeps a long
series of sends (history/writer.py). The program starts it for itself, and in a bundle there is no
other interpreter that it could start. Without a history to write into it ends at once.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from appcues_console.history import WRITER

NO_WINDOW = 2
"""The status for wrong usage: here, a window where none can be opened."""

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what `arguments` (by default the process's) ask for and return the exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == [WRITER]:
        from appcues_console.history import writer

        return writer.main()
    return _command_line(given) if given else _window()


def _window() -> int:
    from appcues_console.display import hindrance

    sentence = hindrance(os.environ)
    if sentence is not None:
        print(sentence, file=_utf8(sys.stderr))
        return NO_WINDOW
    # None of what is imported and built now is garbage, and to look for some in it again and again
    # takes a sixth of the start. The window has a collection of its own (ui/garbage.py).
    automatic = gc.isenabled()
    gc.disable()
    try:
        from appcues_console.app import run_window

        return run_window()
    finally:
        if automatic:
            gc.enable()


def _command_line(arguments: Sequence[str]) -> int:
    from appcues_console import cli

    stdout, stderr = _utf8(sys.stdout), _utf8(sys.stderr)
    status = cli.main(arguments, _make_engine, sys.stdin or io.StringIO(), stdout, stderr)
    for stream in (stdout, stderr):
        _flushed(stream)
    return status


def _make_engine() -> Engine:
    from appcues_console.engine.engine import Engine
    from appcues_console.paths import places

    return Engine(places())


class _Nowhere(io.StringIO):
    """Takes everything and keeps nothing: a long series of results must not fill the memory."""

    def write(self, text: str) -> int:
        return len(text)


def _utf8(stream: TextIO | None) -> TextIO:
    """Return a standard stream that can write any text; a program without a console has none."""
    if stream is None:
        return _Nowhere()
    if isinstance(stream, io.TextIOWrapper):
        if isinstance(stream.buffer, io.RawIOBase):
            # PYTHONUNBUFFERED. Such a stream forgets what a pipe did not take at once.
            raw = io.FileIO(stream.fileno(), "w", closefd=False)
            return io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", "backslashreplace")
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream


def _flushed(stream: TextIO) -> None:
    """Write what is left. Where the reader has gone, Python would complain about it at its end."""
    try:
        stream.flush()
    except OSError:
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
