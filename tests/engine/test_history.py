"""The history is opened when it is needed, and never at the cost of one that was kept before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.core
import pytest

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.accounts.status import VaultState
from appcues_console.activity.exchange import Opening, Outcome
from appcues_console.delivery.progress import Progress, Recorded
from appcues_console.engine import history, vault
from appcues_console.engine.condition import Condition, HistoryState
from appcues_console.engine.engine import Engine
from appcues_console.engine.memory import FIRST_IN_MEMORY
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.paths import Places
from appcues_console.storage.database import open_database
from appcues_console.storage.worker import DatabaseWorker
from tests.accounts.memory_keyring import MemoryKeyring
from tests.delivery.test_transport_faults import never_answer
from tests.engine.histories import change_key, listed, remove_key, spoil_key
from tests.engine.story import PATIENCE, TIMED, Prompt, Starter, quiet, saved, send
from tests.engine.wired import WiredServer


def test_an_exchange_is_found_again_after_a_restart(start: Starter, backend: MemoryKeyring) -> None:
    first = start()
    exchange = send(first)
    first.close()
    second = start()
    assert second.exchange(exchange.id).result(PATIENCE) == exchange
    assert list(second.ids().result(PATIENCE)) == [exchange.id]
    assert list(second.ids("widget").result(PATIENCE)) == [exchange.id]
    assert list(second.ids("nothing such").result(PATIENCE)) == []
    (summary,) = second.summaries([exchange.id]).result(PATIENCE)
    assert (summary.user_id, summary.outcome) == ("u1", Outcome.ACCEPTED)
    condition = second.condition().result(PATIENCE)
    assert condition.history_durable
    assert condition.history_note == ""
    assert condition.vault.usable


def test_people_are_known_from_what_was_sent(engine: Engine, backend: MemoryKeyring) -> None:
    send(engine)
    person = engine.person("practice", "u1").result(PATIENCE)
    assert person is not None
    assert person.count == 1
    assert engine.person("practice", "U1").result(PATIENCE) is None
    people = engine.people("practice", "u").result(PATIENCE)
    assert [each.user_id for each in people] == ["u1"]


def test_without_a_keyring_it_lives_in_memory_and_says_so(engine: Engine, places: Places) -> None:
    exchange = send(engine)
    assert engine.exchange(exchange.id).result(PATIENCE) == exchange
    condition = engine.condition().result(PATIENCE)
    assert not condition.history_durable
    assert condition.vault.state is VaultState.ABSENT
    assert "No system keyring is available" in condition.history_note
    assert not places.database.exists()


def lock(backend: MemoryKeyring) -> None:
    backend.locked = True


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (remove_key, "The key of the history is no longer in the system keyring."),
        (change_key, "key"),
        (spoil_key, "not one that this program made"),
        (lock, "The system keyring is locked"),
    ],
)
def test_a_key_that_cannot_be_had_leaves_the_file_as_it_is(
    trouble: Callable[[MemoryKeyring], None],
    words: str,
    start: Starter,
    backend: MemoryKeyring,
    places: Places,
) -> None:
    first = start()
    kept = send(first)
    first.close()
    before = places.database.read_bytes()
    items = dict(backend.items)
    trouble(backend)
    troubled = dict(backend.items)

    second = start()
    exchange = send(second)
    assert list(second.ids().result(PATIENCE)) == [exchange.id], "in memory, for this session"
    condition = second.condition().result(PATIENCE)
    assert not condition.history_durable
    assert words in condition.history_note
    assert "in memory only" in condition.history_note
    assert "untouched" in condition.history_note
    second.close()
    assert places.database.read_bytes() == before
    assert backend.items == troubled, "no new key over an old file"

    backend.items, backend.locked = items, False
    assert start().exchange(kept.id).result(PATIENCE) == kept


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[200:400] = bytes(200)
    path.write_bytes(content)


def replace_by_text(path: Path) -> None:
    path.write_text("this is no database" * 100)


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [damage, replace_by_text, replace_by_folder])
def test_a_file_that_cannot_be_read_leaves_a_console_that_works(
    spoil: Callable[[Path], None], start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    first = start()
    send(first)
    first.close()
    spoil(places.database)
    second = start()
    assert send(second).outcome is Outcome.ACCEPTED
    condition = second.condition().result(PATIENCE)
    assert not condition.history_durable
    assert "in memory only" in condition.history_note


def test_an_empty_file_becomes_the_history(
    engine: Engine, backend: MemoryKeyring, places: Places
) -> None:
    places.home.mkdir()
    places.database.touch()
    send(engine)
    assert engine.condition().result(PATIENCE).history_durable


def test_what_a_dead_copy_left_in_flight_reads_unknown(
    start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    first = start()
    destination = first.destination(PRACTICE).result(PATIENCE)
    first.condition().result(PATIENCE)
    first.close()
    key = next(value for (service, _), value in backend.items.items() if "history" in service)
    worker = DatabaseWorker(lambda: open_database(places.database, bytes.fromhex(key), MIGRATIONS))
    opening = Opening(1, destination, "POST …", TIMED)
    left = HistoryStore(worker, "a copy that was killed").begin(opening).result(PATIENCE)
    worker.close()
    exchange = start().exchange(left).result(PATIENCE)
    assert exchange is not None
    assert exchange.outcome is Outcome.UNKNOWN


def test_a_copy_that_starts_does_not_touch_what_another_is_sending(
    start: Starter, backend: MemoryKeyring, server: WiredServer, acme: Account
) -> None:
    server.behave(never_answer)
    first = start()
    sending = first.send(TIMED, saved(first, acme), quiet)
    server.wait_for_requests(1)
    second = start()
    (exchange_id,) = second.ids().result(PATIENCE)
    seen = second.exchange(exchange_id).result(PATIENCE)
    assert seen is not None
    assert seen.outcome is Outcome.SENDING
    sending.cancel()
    assert sending.future.result(PATIENCE).outcome is Outcome.UNKNOWN


def test_two_copies_write_into_one_history(start: Starter, backend: MemoryKeyring) -> None:
    first, second = start(), start()
    one, two = send(first), send(second)
    assert sorted(first.ids().result(PATIENCE)) == [one.id, two.id]
    assert second.exchange(one.id).result(PATIENCE) == one


def test_a_prompt_that_is_answered_late_opens_it_all_the_same(
    engine: Engine, backend: MemoryKeyring
) -> None:
    with Prompt(backend) as prompt:
        ids = engine.ids()
        prompt.until_shown()
        assert engine.accounts().result(PATIENCE) == (PRACTICE,)
        assert engine.destination(PRACTICE).result(PATIENCE).base_url
        assert not ids.done()
    assert list(ids.result(PATIENCE)) == []
    assert engine.condition().result(PATIENCE).history_durable


def until_durable(engine: Engine) -> None:
    """Wait until the history is in its file."""
    opened = threading.Event()

    def listen(condition: Condition) -> None:
        if condition.history_durable:
            opened.set()

    engine.on_condition_changed(listen)
    if not engine.condition().result(PATIENCE).history_durable:
        assert opened.wait(PATIENCE)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PATIENCE", 0.2)
    monkeypatch.setattr(vault, "PATIENCE", 0.1)


@pytest.mark.usefixtures("impatient")
def test_a_prompt_that_is_slow_leaves_a_console_that_works_and_moves_it_all_when_answered(
    engine: Engine, backend: MemoryKeyring
) -> None:
    told: list[Condition] = []
    changed: list[int] = []
    opened = threading.Event()

    def listen(condition: Condition) -> None:
        told.append(condition)
        if condition.history_durable and condition.vault.usable:
            opened.set()

    engine.on_condition_changed(listen)
    engine.on_history_changed(changed.append)
    with Prompt(backend) as prompt:
        exchanges = [send(engine), send(engine)]
        prompt.until_shown()
        said = engine.condition().result(PATIENCE)
        assert said.history_state is HistoryState.WAITING
        assert said.vault.state is VaultState.WAITING
        assert "Answer its prompt" in said.history_note
        assert not said.may_try_again
        assert not said.may_start_new
        assert {each.outcome for each in exchanges} == {Outcome.ACCEPTED}
        assert listed(engine) == exchanges[::-1]
        assert engine.accounts().result(PATIENCE) == (PRACTICE,)
    assert opened.wait(PATIENCE)
    moved = listed(engine)
    assert [each.opening for each in moved] == [each.opening for each in exchanges[::-1]]
    assert [each.ending for each in moved] == [each.ending for each in exchanges[::-1]]
    assert [each.id for each in moved] == [2, 1]
    for before, now in zip(exchanges, moved[::-1], strict=True):
        assert engine.exchange(before.id).result(PATIENCE) == now, "found by its old number too"
    assert 0 in changed
    assert told[0].history_state is HistoryState.WAITING
    assert told[-1].history_note == ""


@pytest.mark.usefixtures("impatient")
def test_a_send_in_flight_when_the_history_opens_is_in_it(
    start: Starter, backend: MemoryKeyring, server: WiredServer, acme: Account
) -> None:
    server.behave(never_answer)
    first = start()
    account = saved(first, acme)
    first.close()
    told: list[Progress] = []
    second = start()
    with Prompt(backend, only="/history/"):
        sending = second.send(TIMED, account, told.append)
        server.wait_for_requests(1)
        assert told[0] == Recorded(FIRST_IN_MEMORY, durable=False)
    until_durable(second)
    (exchange_id,) = second.ids().result(PATIENCE)
    assert exchange_id < FIRST_IN_MEMORY
    found = second.exchange(exchange_id).result(PATIENCE)
    assert found is not None
    assert found.outcome is Outcome.SENDING
    sending.cancel()
    exchange = sending.future.result(PATIENCE)
    assert (exchange.id, exchange.outcome) == (exchange_id, Outcome.UNKNOWN)
    assert listed(second) == [exchange]


@pytest.mark.usefixtures("impatient")
def test_a_keyring_that_never_answers_holds_up_neither_the_sends_nor_the_end(
    start: Starter, backend: MemoryKeyring
) -> None:
    engine = start()
    with Prompt(backend):
        assert send(engine).outcome is Outcome.ACCEPTED
        said = engine.try_keyring_again().result(PATIENCE)
        assert said.history_state is HistoryState.WAITING
        assert engine.start_new_history().result(PATIENCE).history_state is HistoryState.WAITING
        engine.close()


def test_without_a_keyring_there_is_one_when_it_was_started(
    engine: Engine, backend: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring.core, "init_backend", lambda: None)  # it is started below
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    exchange = send(engine)
    assert engine.condition().result(PATIENCE).history_state is HistoryState.NO_KEYRING
    said = engine.try_keyring_again().result(PATIENCE)
    assert said.history_state is HistoryState.NO_KEYRING
    keyring.set_keyring(backend)
    said = engine.try_keyring_again().result(PATIENCE)
    assert said.history_durable
    assert said.vault.usable
    assert [each.opening for each in listed(engine)] == [exchange.opening]
