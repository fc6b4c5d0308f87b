"""Reading a body: the very bytes of a file or of standard input, or a sentence why not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from appcues_console.activity.problems import shown

from .exits import Exit
from .failures import Failure
from .output import Output

MAX_BYTES = 32 * 1024 * 1024
"""More than this is not read. The API documents no limit; this one keeps a wrong file, such as a
disk image, from filling the memory."""

_BOM = b"\xef\xbb\xbf"


def read_body(output: Output, file: str) -> bytes:
    """Return the bytes of `file`, UTF-8 without a byte order mark; ``-`` is standard input.

    Raises `Failure` (wrong usage) where there is no such text.
    """
    name = "Standard input" if file == "-" else shown(file, 200)
    data = _from_stdin(output) if file == "-" else _from_file(file, name)
    if len(data) > MAX_BYTES:
        raise Failure(
            f"{name} is larger than {MAX_BYTES // 1024 // 1024} MiB, which is more than this"
            " command takes. Split the body into several requests.",
            Exit.USAGE,
        )
    if data.startswith(_BOM):
        data = data.removeprefix(_BOM)
        output.say(f"{name} begins with a byte order mark. It is left out of the body.")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Failure(_not_utf8(data, error.start, name), Exit.USAGE) from None
    return data


def _from_file(file: str, name: str) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            return _limited(stream)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise Failure(f"{name} cannot be read: {reason}.", Exit.USAGE) from error
    except ValueError:
        # A NUL in a name; no file can be called so.
        raise Failure(f"{name} is not a name that a file can have.", Exit.USAGE) from None


def _from_stdin(output: Output) -> bytes:
    if output.stdin.isatty():
        keys = "Ctrl+Z and Enter" if os.name == "nt" else "Ctrl+D"
        output.say(f"Type or paste the JSON body, then end it with {keys} on a new line.")
    stream: IO[bytes] | None = getattr(output.stdin, "buffer", None)
    if stream is None:
        return output.stdin.read(MAX_BYTES + 1).encode("utf-8", "surrogateescape")
    try:
        return _limited(stream)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise Failure(f"Standard input cannot be read: {reason}.", Exit.USAGE) from error


def _limited(stream: IO[bytes]) -> bytes:
    return stream.read(MAX_BYTES + 1)


def _not_utf8(data: bytes, position: int, name: str) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return f"{name} is UTF-16. The API takes UTF-8: save it as that and try again."
    line = data.count(b"\n", 0, position) + 1
    start = data.rfind(b"\n", 0, position) + 1
    column = len(data[start:position].decode("utf-8")) + 1
    return f"{name} is not UTF-8: see line {line}, column {column}. Save it as UTF-8 and try again."
