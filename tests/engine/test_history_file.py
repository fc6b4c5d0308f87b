"""Lost keys and damaged files: a clear choice, and never at the cost of what was kept."""

from __future__ import annotations

import apsw
import pytest

from appcues_console.activity.exchange import Outcome
from appcues_console.engine import history_file
from appcues_console.engine.condition import HistoryState
from appcues_console.engine.engine import Engine
from appcues_console.history.schema import MIGRATIONS
from appcues_console.paths import Places
from appcues_console.storage import aside as aside_module
from appcues_console.storage.database import unlock
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.histories import (
    Change,
    aside,
    bodies,
    change_key,
    condition,
    keys,
    listed,
    read,
    remove_key,
    spoil_key,
)
from tests.engine.story import PATIENCE, TIMED, Starter, send
from tests.storage.damage import damage_start, damage_table


@pytest.fixture
def kept(start: Starter, backend: MemoryKeyring) -> int:
    """Keep one exchange in a history, close it, and return the exchange's number."""
    engine = start()
    exchange = send(engine)
    engine.close()
    return exchange.id


@pytest.mark.parametrize("lose", [remove_key, change_key, spoil_key])
def test_a_lost_key_is_a_choice_and_the_old_file_is_kept(
    lose: Change, kept: int, start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    items, before = dict(backend.items), places.database.read_bytes()
    (key,) = keys(backend)
    lose(backend)
    lost = dict(backend.items)
    engine = start()
    meanwhile = send(engine)
    said = condition(engine)
    assert said.history_state is HistoryState.LOST_KEY
    assert said.may_start_new
    assert said.may_try_again
    assert "untouched" in said.history_note
    assert (backend.items, aside(places)) == (lost, []), "nothing happens without a word"

    said = engine.start_new_history().result(PATIENCE)
    assert said.history_state is HistoryState.DURABLE
    assert said.history_durable
    (old,) = aside(places)
    assert said.set_aside == old
    assert old.name in said.history_note
    assert old.read_bytes() == before
    assert [each.opening for each in listed(engine)] == [meanwhile.opening]
    assert lost.items() <= backend.items.items(), "no key was written over"

    engine.close()
    again = start()
    assert [each.opening for each in listed(again)] == [meanwhile.opening]
    assert condition(again).history_note == ""
    assert items.keys() <= backend.items.keys() | items.keys()
    assert [each.id for each in read(old, key)] == [kept]


def test_a_key_that_was_put_back_opens_the_old_history(
    kept: int, start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    items = dict(backend.items)
    remove_key(backend)
    engine = start()
    meanwhile = send(engine)
    assert condition(engine).history_state is HistoryState.LOST_KEY
    backend.items = dict(items)

    said = engine.try_keyring_again().result(PATIENCE)
    assert said.history_durable
    assert said.history_note == ""
    newest, oldest = listed(engine)
    assert newest.opening == meanwhile.opening
    assert oldest.id == kept
    assert aside(places) == []
    assert backend.items == items


def test_a_new_start_that_was_asked_for_too_late_opens_the_old_history(
    kept: int, start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    items = dict(backend.items)
    remove_key(backend)
    engine = start()
    assert condition(engine).may_start_new
    backend.items = dict(items)

    assert engine.start_new_history().result(PATIENCE).history_durable
    assert [each.id for each in listed(engine)] == [kept]
    assert aside(places) == []
    assert backend.items == items


def test_a_new_start_where_all_is_well_changes_nothing(
    engine: Engine, backend: MemoryKeyring, places: Places
) -> None:
    exchange = send(engine)
    items = dict(backend.items)
    assert engine.start_new_history().result(PATIENCE) == condition(engine)
    assert engine.try_keyring_again().result(PATIENCE) == condition(engine)
    assert listed(engine) == [exchange]
    assert aside(places) == []
    assert backend.items == items


def test_a_locked_keyring_is_no_reason_to_start_anew(
    kept: int, start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    backend.locked = True
    engine = start()
    said = condition(engine)
    assert said.history_state is HistoryState.LOCKED
    assert not said.may_start_new
    assert engine.start_new_history().result(PATIENCE).history_state is HistoryState.LOCKED
    assert aside(places) == []
    backend.locked = False
    assert engine.try_keyring_again().result(PATIENCE).history_durable
    assert [each.id for each in listed(engine)] == [kept]


def test_a_keyring_that_fails_at_the_new_start_leaves_the_old_file_where_it_is(
    kept: int, start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    remove_key(backend)
    engine = start()
    assert condition(engine).history_state is HistoryState.LOST_KEY
    backend.forgetful = True
    said = engine.start_new_history().result(PATIENCE)
    assert said.history_state is HistoryState.KEYRING_FAILED
    assert "did not keep it" in said.history_note
    assert places.database.exists()
    assert aside(places) == []
    assert send(engine).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("table", ["exchange_unfinished", "sqlite_sequence"])
def test_a_damaged_file_is_set_aside_by_itself_and_said(
    table: str, kept: int, start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    (key,) = keys(backend)
    assert damage_table(places.database, key, table) > 0
    before = places.database.read_bytes()
    engine = start()
    assert send(engine).outcome is Outcome.ACCEPTED
    said = condition(engine)
    assert said.history_durable
    assert "was damaged" in said.history_note
    (old,) = aside(places)
    assert old.name in said.history_note
    assert old.read_bytes() == before
    assert said.set_aside == old
    assert bodies(engine) == [TIMED.body]
    assert keys(backend) == [key], "the damaged file keeps its key"
    engine.close()
    assert bodies(start()) == [TIMED.body]


def test_a_cut_file_is_set_aside_too(
    kept: int, start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    content = places.database.read_bytes()
    places.database.write_bytes(content[: len(content) // 2])
    engine = start()
    assert send(engine).outcome is Outcome.ACCEPTED
    assert condition(engine).history_durable
    assert len(aside(places)) == 1


def test_a_damaged_start_reads_as_another_key_and_is_left_to_the_person(
    kept: int, start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    damage_start(places.database)
    before = places.database.read_bytes()
    engine = start()
    assert send(engine).outcome is Outcome.ACCEPTED
    said = condition(engine)
    assert said.history_state is HistoryState.LOST_KEY
    assert "its beginning is damaged" in said.history_note
    assert places.database.read_bytes() == before
    assert engine.start_new_history().result(PATIENCE).history_durable
    (old,) = aside(places)
    assert old.read_bytes() == before


def test_a_newer_file_is_left_to_the_newer_version(
    kept: int, start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    (key,) = keys(backend)
    newer = apsw.Connection(str(places.database))
    unlock(newer, key)
    newer.pragma("user_version", len(MIGRATIONS) + 1)
    newer.close()
    engine = start()
    assert send(engine).outcome is Outcome.ACCEPTED
    said = condition(engine)
    assert said.history_state is HistoryState.TOO_NEW
    assert "newer version" in said.history_note
    assert said.may_start_new
    assert engine.start_new_history().result(PATIENCE).history_durable
    assert len(aside(places)) == 1
    assert keys(backend) == [key]


def test_what_another_copy_uses_is_not_set_aside(
    kept: int,
    start: Starter,
    backend: MemoryKeyring,
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(aside_module, "PATIENCE", 0.1)
    first = start()
    assert condition(first).history_durable
    remove_key(backend)
    second = start()
    assert condition(second).history_state is HistoryState.LOST_KEY
    said = second.start_new_history().result(PATIENCE)
    assert said.may_start_new
    assert "Close the other copy" in said.history_note
    assert aside(places) == []
    assert send(first).outcome is Outcome.ACCEPTED
    first.close()
    assert second.start_new_history().result(PATIENCE).history_durable


def test_copies_that_meet_the_same_damage_agree(
    kept: int, start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    (key,) = keys(backend)
    damage_table(places.database, key, "exchange_unfinished")
    engines = [start() for _ in range(4)]
    conditions = [engine.condition() for engine in engines]
    said = [each.result(PATIENCE) for each in conditions]
    assert len(aside(places)) == 1
    assert sum(each.set_aside is not None for each in said) == 1
    assert all(each.history_durable for each in said)
    for engine in engines:
        send(engine)
    assert len(listed(engines[0])) == 4


def test_a_folder_in_the_files_place_is_said(
    engine: Engine, backend: MemoryKeyring, places: Places
) -> None:
    places.database.mkdir(parents=True)
    assert send(engine).outcome is Outcome.ACCEPTED
    said = condition(engine)
    assert said.history_state is HistoryState.UNWRITABLE
    assert not said.may_start_new
    places.database.rmdir()
    assert engine.try_keyring_again().result(PATIENCE).history_durable
    assert bodies(engine) == [TIMED.body]


def test_every_error_of_storage_has_its_state() -> None:
    states = {state for _, state in history_file._STATES}
    others = {
        HistoryState.DURABLE,
        HistoryState.WAITING,
        HistoryState.NO_KEYRING,
    }
    assert states | others == set(HistoryState)
    assert not states & others
