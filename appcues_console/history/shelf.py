"""What a person is composing and what they saved under a name, in the encrypted database.

Drafts hold real users' data as much as exchanges do, so they are kept where those are. They are
records of `activity.record`; what a later version of the program wrote is left alone, not lost.
"""

from __future__ import annotations

from collections.abc import Container
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING

from appcues_console.activity.composition import Composition, Placed, Template
from appcues_console.activity.record import RecordProblem, dump, load
from appcues_console.storage.worker import DatabaseWorker

from .records import pack, unpack

if TYPE_CHECKING:
    import apsw


PARKED = "Draft of"
"""How the name of a template begins that was made of a draft to keep it from being overwritten."""


def free_name(name: str, taken: Container[str]) -> str:
    """Return `name`, with a number where it is among the `taken`."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


class Shelf:
    """The current draft and the templates. Each method returns a future."""

    def __init__(self, worker: DatabaseWorker) -> None:
        self._worker = worker
        # The draft that was kept last from here, and its record: to read a large one back, only to
        # see that nobody else was there, takes longer than to write the next. The worker's alone.
        self._last: tuple[Composition, bytes] | None = None

    def keep(self, composition: Composition, at: int) -> Future[None]:
        """Keep `composition` as the current draft, durably. `at` is Unix milliseconds."""
        return self._worker.write(lambda connection: self._keep(connection, composition, at))

    def keep_beside(
        self, composition: Composition, at: int, own: Composition | None
    ) -> Future[str | None]:
        """Keep `composition`, and lose nothing that somebody else has kept: a draft other than it
        and `own` becomes a template, also one that this version of the program cannot read. Returns
        the name of that template, None where there was none to make."""

        def work(connection: apsw.Connection) -> str | None:
            name = None
            kept = connection.execute("SELECT record, saved_at FROM current_draft").fetchone()
            if kept is not None and not self._is_own(kept[0], composition, own):
                rows = connection.execute("SELECT name FROM template")
                name = free_name(_parked_name(kept[1]), {unpack(name) for (name,) in rows})
                _save(connection, name, kept[0], at)
            self._keep(connection, composition, at)
            return name

        return self._worker.write(work)

    def kept(self) -> Future[Composition | None]:
        """Return the draft that was kept last, None where there is none that can be read."""

        def work(connection: apsw.Connection) -> Composition | None:
            for (record,) in connection.execute("SELECT record FROM current_draft"):
                return _read(record)
            return None

        return self._worker.submit(work)

    def save(self, template: Template, replacing: Template | None = None) -> Future[Placed]:
        """Save `template`, in the place of `replacing` where one of its name is known.

        Another copy of the program may have saved one meanwhile: unless that holds the same, it
        stays, and nothing is saved.
        """

        def work(connection: apsw.Connection) -> Placed:
            found = _found(connection, template.name)
            if found is not None:
                there = _read(found[0])
                if there is None:
                    return Placed.UNREADABLE
                if there != template.composition and (
                    replacing is None or there != replacing.composition
                ):
                    return Placed.TAKEN
            record = dump(template.composition).encode()
            _save(connection, template.name, record, template.saved_at)
            return Placed.SAVED

        return self._worker.write(work)

    def remove(self, name: str) -> Future[Template | None]:
        """Remove the template of that name and return it as it was, which need not be as it was
        read last. Without one, or where it cannot be read, do nothing."""

        def work(connection: apsw.Connection) -> Template | None:
            found = _found(connection, name)
            there = None if found is None else _read(found[0])
            if found is None or there is None:
                return None
            connection.execute("DELETE FROM template WHERE name = ?", (pack(name),))
            return Template(name, there, found[1])

        return self._worker.write(work)

    def templates(self) -> Future[tuple[Template, ...]]:
        """Return the templates, the one saved last first. One that this version of the program
        cannot read is left out, and left alone."""

        def work(connection: apsw.Connection) -> tuple[Template, ...]:
            rows = connection.execute(
                "SELECT name, record, saved_at FROM template ORDER BY saved_at DESC, name"
            )
            read = ((unpack(name), _read(record), at) for name, record, at in rows)
            return tuple(Template(name, kept, at) for name, kept, at in read if kept is not None)

        return self._worker.submit(work)

    def _is_own(self, record: bytes, composition: Composition, own: Composition | None) -> bool:
        if self._last is not None and self._last[0] is own and self._last[1] == record:
            return True
        return _read(record) in (composition, own or composition)

    def _keep(self, connection: apsw.Connection, composition: Composition, at: int) -> None:
        # Called on the database's thread: a large draft must not hold up the one that asks.
        record = dump(composition).encode()
        self._last = composition, record
        connection.execute(
            "INSERT INTO current_draft (id, record, saved_at) VALUES (1, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET record = excluded.record,"
            " saved_at = excluded.saved_at",
            (record, at),
        )


def _found(connection: apsw.Connection, name: str) -> tuple[bytes, int] | None:
    """Return the record of the template of that name, and when it was saved."""
    row: tuple[bytes, int] | None = connection.execute(
        "SELECT record, saved_at FROM template WHERE name = ?", (pack(name),)
    ).fetchone()
    return row


def _save(connection: apsw.Connection, name: str, record: bytes, at: int) -> None:
    connection.execute(
        "INSERT INTO template (name, record, saved_at) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET record = excluded.record,"
        " saved_at = excluded.saved_at",
        (pack(name), record, at),
    )


def _parked_name(kept_at: int) -> str:
    """Return what to call a draft that was kept at an instant, in the time of this computer."""
    return f"{PARKED} {datetime.fromtimestamp(kept_at / 1_000).astimezone():%Y-%m-%d %H:%M}"


def _read(record: bytes) -> Composition | None:
    try:
        return load(record.decode("ascii"))
    except (RecordProblem, UnicodeDecodeError):
        return None
