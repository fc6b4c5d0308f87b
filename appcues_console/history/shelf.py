"""What a person is composing and what they saved under a name, in the encrypted database.

Drafts hold real users' data as much as exchanges do, so they are kept where those are. They are
records of `activity.record`; what a later version of the program wrote is left alone, not lost.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appcues_console.activity.draft import Draft
from appcues_console.activity.record import RecordProblem, dump, load
from appcues_console.storage.worker import DatabaseWorker

from .records import pack, unpack

if TYPE_CHECKING:
    import apsw


@dataclass(frozen=True, slots=True)
class Template:
    """A draft saved under a name. `saved_at` is Unix milliseconds."""

    name: str
    draft: Draft
    saved_at: int


class Shelf:
    """The current draft and the templates. Each method returns a future."""

    def __init__(self, worker: DatabaseWorker) -> None:
        self._worker = worker

    def keep(self, draft: Draft, at: int) -> Future[None]:
        """Keep `draft` as the current one, durably. `at` is Unix milliseconds."""

        def work(connection: apsw.Connection) -> None:
            # Written here: a large draft must not hold up the thread that asks.
            record = dump(draft).encode()
            connection.execute(
                "INSERT INTO current_draft (id, record, saved_at) VALUES (1, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET record = excluded.record,"
                " saved_at = excluded.saved_at",
                (record, at),
            )

        return self._worker.write(work)

    def kept(self) -> Future[Draft | None]:
        """Return the draft that was kept last, None where there is none that can be read."""

        def work(connection: apsw.Connection) -> Draft | None:
            for (record,) in connection.execute("SELECT record FROM current_draft"):
                return _read(record)
            return None

        return self._worker.submit(work)

    def save(self, template: Template) -> Future[None]:
        """Save `template`, in the place of one of the same name."""

        def work(connection: apsw.Connection) -> None:
            row = (pack(template.name), dump(template.draft).encode(), template.saved_at)
            connection.execute(
                "INSERT INTO template (name, record, saved_at) VALUES (?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET record = excluded.record,"
                " saved_at = excluded.saved_at",
                row,
            )

        return self._worker.write(work)

    def remove(self, name: str) -> Future[None]:
        """Remove the template of that name; without one, do nothing."""
        packed = pack(name)

        def work(connection: apsw.Connection) -> None:
            connection.execute("DELETE FROM template WHERE name = ?", (packed,))

        return self._worker.write(work)

    def templates(self) -> Future[tuple[Template, ...]]:
        """Return the templates, the one saved last first. One that this version of the program
        cannot read is left out, and left alone."""

        def work(connection: apsw.Connection) -> tuple[Template, ...]:
            rows = connection.execute(
                "SELECT name, record, saved_at FROM template ORDER BY saved_at DESC, name"
            )
            read = ((unpack(name), _read(record), at) for name, record, at in rows)
            return tuple(Template(name, draft, at) for name, draft, at in read if draft is not None)

        return self._worker.submit(work)


def _read(record: bytes) -> Draft | None:
    try:
        return load(record.decode("ascii"))
    except (RecordProblem, UnicodeDecodeError):
        return None
