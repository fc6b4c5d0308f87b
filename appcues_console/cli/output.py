"""Where a command writes: data to standard output, sentences to standard error.

What a server or a user ID holds must not command the terminal, so everything for people is shown
with its control characters spelled out. A reader that has gone away (`| head`) is no failure.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO, Any, TextIO

from appcues_console.activity.problems import visible

from .exits import Exit
from .failures import Failure

# Windows reports a closed pipe as an invalid argument.
_GONE = {errno.EPIPE, errno.ESHUTDOWN} | ({errno.EINVAL} if sys.platform == "win32" else set())


class Output:
    """The standard streams of one command."""

    def __init__(self, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> None:
        self.stdin, self.stdout, self.stderr = stdin, stdout, stderr
        self.gone = False
        """True once nobody reads standard output any more."""

    def say(self, sentence: str) -> None:
        """Tell the person something, on standard error."""
        self.tell(visible(sentence) + "\n")

    def line(self, text: str) -> None:
        """Write one line of data as people read it."""
        self.put(visible(text) + "\n")

    def record(self, record: Mapping[str, Any]) -> None:
        """Write one object as one line of JSON, in ASCII: other line breaks than ours, such as
        U+2028, would tear it apart for some readers."""
        self.put(json.dumps(record) + "\n")

    def tell(self, text: str) -> None:
        """Write `text`, which is fit for a terminal, to standard error."""
        try:
            self.stderr.write(text)
            self.stderr.flush()
        except OSError:
            # There is no better place to say that nobody listens.
            return

    def put(self, text: str) -> None:
        """Write `text`, which is fit for a terminal, to standard output."""
        self._out(lambda: self.stdout.write(text))

    def raw(self, data: bytes) -> None:
        """Write bytes as they are; to a terminal, as text that cannot command it."""

        def write() -> None:
            self.stdout.flush()
            stream: IO[bytes] | None = getattr(self.stdout, "buffer", None)
            if stream is None or self.stdout.isatty():
                text = data.decode("utf-8", "replace")
                self.stdout.write("\n".join(visible(line) for line in text.split("\n")) + "\n")
            else:
                stream.write(data)
                stream.flush()

        self._out(write)

    def flush(self) -> None:
        """Hand on what is buffered, so that a reader sees it now."""
        self._out(self.stdout.flush)

    def abandon(self) -> None:
        """Write nothing more to standard output, nor what it still holds: a reader that takes
        nothing would keep even the end of the program waiting."""
        self.gone = True
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.stdout.fileno())
            os.close(nowhere)

    def _out(self, write: Callable[[], object]) -> None:
        if self.gone:
            return
        try:
            write()
        except OSError as error:
            if error.errno not in _GONE and not isinstance(error, BrokenPipeError):
                reason = error.strerror or type(error).__name__
                raise Failure(
                    f"The output could not be written: {reason}.", Exit.NOT_KEPT
                ) from error
            self.gone = True
