"""The program of the process that keeps a long series of sends, and nothing else.

In one interpreter the thread that sends and the thread that writes take turns, and each turn is
waited for: with a database on a thread of its own a send took more than half as long again as
without any. In a process of its own the writing costs the sending nothing but the messages.

The promises are those of the history's thread: no answer before the commit is on the disk, and a
work that fails takes nothing of its neighbours with it. The end of the input is the end of the
process, once what came before it is written; it comes when the program closes the pipe, and also
when it was killed. Ctrl+C is meant for the program, which ends this process in its own time.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appcues_console.storage.aside import identity
from appcues_console.storage.commits import LARGEST_GROUP, Failed, commit
from appcues_console.storage.database import open_database
from appcues_console.storage.errors import StorageError

from .entries import Entries
from .messages import READY, Answer, Begin, Hello, Message, Packets, packed
from .schema import MIGRATIONS

if TYPE_CHECKING:
    import apsw

NOT_OPENED = 1
"""The status where the history could not be opened, so that nothing was kept."""

_INPUT, _OUTPUT = 0, 1
_PIECE = 1 << 20
"""Bytes that are read at once, at most."""


def main() -> int:
    """Keep what comes through the standard input until it ends. Return the exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pieces = _received()
    first = next(pieces, None)
    if first is None:
        return 0
    hello, *early = first
    try:
        connection = _opened(hello)
    except StorageError:
        return NOT_OPENED
    if connection is None:
        return NOT_OPENED
    try:
        _tell([Answer(READY, READY)])
        entries = Entries(hello.owner)
        for messages in chain([early], pieces):
            for start in range(0, len(messages), LARGEST_GROUP):
                _tell(_kept(connection, entries, messages[start : start + LARGEST_GROUP]))
    finally:
        connection.close()
    return 0


def _opened(hello: Hello) -> apsw.Connection | None:
    """Open the history, or None where another file has its name by now: none must be made here."""
    path = Path(hello.path)
    if hello.file is None or identity(path) != hello.file:
        return None
    return open_database(path, hello.key, MIGRATIONS)


def _received() -> Iterator[list[Any]]:
    """Yield what has come together, until the end of the input."""
    packets = Packets()
    while data := os.read(_INPUT, _PIECE):
        if values := packets.take(data):
            yield values


def _kept(
    connection: apsw.Connection, entries: Entries, messages: Sequence[Message]
) -> list[Answer]:
    """Do what `messages` ask for, in one transaction, and return the answers to them."""
    results = commit(connection, [partial(_write, entries, message) for message in messages])
    answers = []
    for message, result in zip(messages, results, strict=True):
        if isinstance(result, Failed):
            kept = None
        elif isinstance(message, Begin):
            kept = result
        else:
            kept = message.exchange_id
            entries.ended(kept, result)
        answers.append(Answer(message.sequence, kept))
    return answers


def _write(entries: Entries, message: Message, connection: apsw.Connection) -> Any:
    if isinstance(message, Begin):
        return entries.begin(connection, message.opening)
    return entries.end(connection, message.exchange_id, message.ending)


def _tell(answers: list[Answer]) -> None:
    """Answer. Where nobody is there to hear it, what is still to be read is kept all the same."""
    rest = memoryview(packed(answers))
    try:
        while rest:
            rest = rest[os.write(_OUTPUT, rest) :]
    except OSError:
        return
