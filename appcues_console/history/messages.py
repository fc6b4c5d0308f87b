"""What the program and the process that keeps its sends tell each other through two pipes.

Each packet is one pickled value behind its length. Both ends are this program, started by the same
person, and nobody else holds an end of a pipe: that is why pickle may be used, whose values can run
code. The key of the history goes through the pipe as well, because what stands in the arguments or
the environment of a process can be read by others.
"""

from __future__ import annotations

import io
import pickle
import struct
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from appcues_console.activity.destination import Destination
from appcues_console.activity.exchange import Activity, Attempt, Ending, Opening, Reply

READY = 0
"""The number of the answer that says that the history is open. Messages count from one."""

_LENGTH = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message: which history, and for whom. `file` is its `identity`: another file that
    took its name is none of this program's business."""

    path: str
    file: tuple[int, int] | None
    key: bytes = field(repr=False)
    owner: str


class Begin(NamedTuple):
    """Write an exchange as *sending*; the answer holds its id."""

    sequence: int
    opening: Opening


class Complete(NamedTuple):
    """Write how an exchange ended; the answer holds its id again."""

    sequence: int
    exchange_id: int
    ending: Ending


Message: TypeAlias = Begin | Complete


class Answer(NamedTuple):
    """What became of one message, once the commit is on the disk. Without `kept`, the id of the
    exchange, nothing of it is in the file; what was wrong is not told, because whoever writes it
    then will meet the same, and an error's text might hold anything."""

    sequence: int
    kept: int | None


_PARTS = {
    kind: attrgetter(*(part.name for part in fields(kind)))
    for kind in (Opening, Destination, Activity, Ending, Attempt, Reply)
}


def _reduced(value: Any) -> tuple[type, Any]:
    return type(value), _PARTS[type(value)](value)


class _Pickler(pickle.Pickler):
    """Takes dataclasses apart as they are made. By themselves those that have slots ask for their
    fields each time, which takes more than half of the time of a message."""

    dispatch_table = dict.fromkeys(_PARTS, _reduced)


def packed(value: Hello | Message | list[Answer]) -> bytes:
    """Return one packet."""
    stream = io.BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(value)
    data = stream.getvalue()
    return _LENGTH.pack(len(data)) + data


class Packets:
    """Takes packets out of a stream that comes in pieces."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def take(self, data: bytes) -> list[Any]:
        """Return the values that are whole now that `data` has come."""
        self._rest += data
        values = []
        start = 0
        with memoryview(self._rest) as view:
            while len(view) >= (body := start + _LENGTH.size):
                end = body + _LENGTH.unpack_from(view, start)[0]
                if len(view) < end:
                    break
                values.append(pickle.loads(view[body:end]))  # noqa: S301 - see above
                start = end
        del self._rest[:start]
        return values
