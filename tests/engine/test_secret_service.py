"""The whole console while a real Secret Service locks, hangs, dies, comes back and loses things."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.accounts.status import VaultFailed, VaultLocked, VaultState
from appcues_console.activity.destination import Credentials
from appcues_console.activity.exchange import Outcome
from appcues_console.delivery.progress import Held, Progress
from appcues_console.engine import history, sender, vault
from appcues_console.engine.condition import Condition, HistoryState
from appcues_console.engine.engine import Engine
from appcues_console.engine.errors import CredentialsMissing
from appcues_console.paths import Places
from tests.accounts.secret_service import SecretService
from tests.engine.histories import aside, condition, listed
from tests.engine.story import PATIENCE, TIMED, Starter, quiet, saved, send
from tests.engine.wired import WiredServer

ID = Credentials("99887766")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "REMEMBERED_FOR", 0.0)
    monkeypatch.setattr(vault, "PATIENCE", 0.2)
    monkeypatch.setattr(history, "PATIENCE", 0.3)
    monkeypatch.setattr(sender, "SOON", 0.1)


@pytest.fixture
def hanging(secret_service: SecretService) -> Iterator[SecretService]:
    """A service that hangs; it goes on after the test at the latest."""
    secret_service.hang()
    yield secret_service
    secret_service.go_on()


class Until:
    """Waits for a condition that the engine tells."""

    def __init__(self, engine: Engine, state: HistoryState) -> None:
        self._there = threading.Event()
        engine.on_condition_changed(
            lambda said: self._there.set() if said.history_state is state else None
        )

    def wait(self) -> None:
        assert self._there.wait(PATIENCE)


def test_present(secret_service: SecretService, start: Starter, acme: Account) -> None:
    engine = start()
    account = saved(engine, acme, ID)
    assert send(engine, account).outcome is Outcome.ACCEPTED
    said = condition(engine)
    assert said == Condition(said.vault, True)
    assert said.vault.usable
    engine.close()
    assert len(listed(start())) == 1


def test_an_item_deleted_behind_our_back_says_what_to_do(
    secret_service: SecretService, engine: Engine, acme: Account, server: WiredServer
) -> None:
    account = saved(engine, acme, ID)
    send(engine, account)
    secret_service.delete_all()
    with pytest.raises(CredentialsMissing, match="Enter it under Accounts, then send again"):
        send(engine, account)
    assert len(server.received) == 1
    saved(engine, account, ID)
    assert send(engine, account).outcome is Outcome.ACCEPTED
    assert condition(engine).history_durable, "the open history needs no key"


def test_a_deleted_key_of_the_history_is_lost_and_a_choice(
    secret_service: SecretService, start: Starter, places: Places
) -> None:
    first = start()
    send(first)
    first.close()
    secret_service.delete_all()
    second = start()
    assert condition(second).history_state is HistoryState.LOST_KEY
    assert aside(places) == []
    assert second.start_new_history().result(PATIENCE).history_durable
    assert len(aside(places)) == 1
    second.close()
    assert condition(start()).history_durable


def test_locked_with_a_prompt_that_is_dismissed(
    secret_service: SecretService,
    start: Starter,
    acme: Account,
    server: WiredServer,
    places: Places,
) -> None:
    first = start()
    account = saved(first, acme, ID)
    kept = send(first, account)
    first.close()
    before = places.database.read_bytes()
    secret_service.lock()

    engine = start()
    with pytest.raises(VaultLocked, match="Unlock it and try again"):
        send(engine, account)
    assert send(engine).outcome is Outcome.ACCEPTED
    said = condition(engine)
    assert said.history_state is HistoryState.LOCKED
    assert said.vault.state is VaultState.LOCKED
    with pytest.raises(VaultLocked):
        engine.save_account(account, Credentials("1")).result(PATIENCE)
    assert engine.try_keyring_again().result(PATIENCE).history_state is HistoryState.LOCKED
    assert places.database.read_bytes() == before

    secret_service.stop_keyring()
    secret_service.start_keyring()  # as a person who unlocks it
    assert engine.try_keyring_again().result(PATIENCE).history_durable
    assert send(engine, account).outcome is Outcome.ACCEPTED
    assert [each.id for each in listed(engine)] == [kept.id + 2, kept.id + 1, kept.id]
    assert {each.target for each in server.received} == {b"/v1/accounts/99887766/users/u1/activity"}


def test_a_service_that_dies_in_mid_session_and_comes_back(
    secret_service: SecretService, engine: Engine, acme: Account
) -> None:
    account = saved(engine, acme, ID)
    send(engine, account)
    secret_service.kill_keyring()
    with pytest.raises(VaultFailed, match="check that the keyring is running"):
        send(engine, account)
    assert send(engine).outcome is Outcome.ACCEPTED
    said = condition(engine)
    assert said.history_durable, "an open history goes on"
    assert said.vault.state is VaultState.FAILED
    secret_service.start_keyring()
    assert send(engine, account).outcome is Outcome.ACCEPTED
    assert condition(engine).vault.usable
    assert len(listed(engine)) == 3


def test_a_bus_that_dies_in_mid_session(
    secret_service: SecretService, engine: Engine, acme: Account
) -> None:
    account = saved(engine, acme, ID)
    send(engine, account)
    secret_service.stop_bus()
    with pytest.raises(VaultFailed):
        send(engine, account)
    assert send(engine).outcome is Outcome.ACCEPTED
    assert condition(engine).history_durable


def test_a_service_that_hangs_from_the_start_and_answers_late(
    hanging: SecretService, engine: Engine
) -> None:
    opened = Until(engine, HistoryState.DURABLE)
    exchange = send(engine)
    assert exchange.outcome is Outcome.ACCEPTED
    assert engine.accounts().result(PATIENCE) == (PRACTICE,)
    said = condition(engine)
    assert said.history_state is HistoryState.WAITING
    assert said.vault.state is VaultState.WAITING
    hanging.go_on()
    opened.wait()
    assert [each.opening for each in listed(engine)] == [exchange.opening]
    assert condition(engine).vault.usable


def test_a_send_held_up_by_a_service_that_hangs_says_so_and_goes_on(
    secret_service: SecretService, engine: Engine, acme: Account, server: WiredServer
) -> None:
    account = saved(engine, acme, ID)
    condition(engine)
    secret_service.hang()
    held = threading.Event()
    told: list[Progress] = []

    def listen(progress: Progress) -> None:
        told.append(progress)
        held.set()

    sending = engine.send(TIMED, account, listen)
    stopped = engine.send(TIMED, account, quiet)
    assert held.wait(PATIENCE)
    assert isinstance(told[0], Held)
    assert "Nothing has been sent" in told[0].sentence
    assert send(engine).outcome is Outcome.ACCEPTED, "practice needs no keyring"
    stopped.cancel()
    assert stopped.future.result(PATIENCE).outcome is Outcome.NOT_SENT
    assert server.received == []
    secret_service.go_on()
    assert sending.future.result(PATIENCE).outcome is Outcome.ACCEPTED
    assert len(server.received) == 1


def test_a_service_that_hangs_and_then_dies(hanging: SecretService, engine: Engine) -> None:
    failed = Until(engine, HistoryState.KEYRING_FAILED)
    opened = Until(engine, HistoryState.DURABLE)
    exchange = send(engine)
    hanging.kill_keyring()
    failed.wait()
    said = condition(engine)
    assert "did not answer as it should" in said.history_note
    assert said.may_try_again
    assert not said.may_start_new
    hanging.start_keyring()
    engine.try_keyring_again().result(PATIENCE)
    opened.wait()
    assert [each.opening for each in listed(engine)] == [exchange.opening]


def test_without_a_bus_it_works_for_this_session(
    engine: Engine, acme: Account, places: Places
) -> None:
    account = saved(engine, acme, ID)
    assert send(engine, account).outcome is Outcome.ACCEPTED
    said = condition(engine)
    assert said.history_state is HistoryState.NO_KEYRING
    assert said.vault.state is VaultState.ABSENT
    assert said.may_try_again
    assert not places.database.exists()
