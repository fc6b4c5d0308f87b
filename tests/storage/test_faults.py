"""Errors that the surroundings cause become sentences; our own mistakes stay what they are."""

from __future__ import annotations

import apsw
import pytest

from appcues_console.storage.errors import Busy, Damaged, StorageError, Unwritable, WrongKey
from appcues_console.storage.faults import explain, translated


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (apsw.NotADBError(), WrongKey),
        (apsw.CorruptError(), Damaged),
        (apsw.FullError(), Unwritable),
        (apsw.ReadOnlyError(), Unwritable),
        (apsw.PermissionsError(), Unwritable),
        (apsw.CantOpenError(), Unwritable),
        (apsw.IOError(), Unwritable),
        (apsw.BusyError(), Busy),
        (apsw.LockedError(), Busy),
    ],
)
def test_each_fault_has_a_type_and_a_sentence(error: apsw.Error, kind: type[StorageError]) -> None:
    known = explain(error)

    assert type(known) is kind
    assert known.message.endswith(".")


def test_the_cause_stays_for_a_developer() -> None:
    cause = apsw.FullError("database or disk is full")
    with pytest.raises(Unwritable) as caught, translated():
        raise cause

    assert caught.value.__cause__ is cause


@pytest.mark.parametrize("error", [apsw.SQLError("no such table"), apsw.ConstraintError("unique")])
def test_a_mistake_of_ours_is_not_hidden(error: apsw.Error) -> None:
    with pytest.raises(type(error)), translated():
        raise error


def test_a_disk_that_cannot_be_written_is_told_from_one_that_cannot_be_read() -> None:
    writing, reading = apsw.IOError(), apsw.IOError()
    vars(writing)["extendedresult"] = apsw.SQLITE_IOERR_WRITE
    vars(reading)["extendedresult"] = apsw.SQLITE_IOERR_READ

    assert "a quota is full" in str(explain(writing))
    assert "was read" in str(explain(reading))
