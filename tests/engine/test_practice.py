"""One practice server for all copies of the program under one home."""

from __future__ import annotations

from appcues_console.accounts.account import PRACTICE
from appcues_console.activity.exchange import Outcome
from appcues_console.engine.engine import Engine
from appcues_console.paths import Places
from appcues_console.practice.faults import STATUS_500, InForce
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.story import PATIENCE, Starter, get, send


def test_two_copies_share_one_server(start: Starter, backend: MemoryKeyring) -> None:
    first, second = start(), start()
    there = first.destination(PRACTICE).result(PATIENCE).base_url
    assert second.destination(PRACTICE).result(PATIENCE).base_url == there
    send(second)
    assert b"clicked widget" in get(f"{there}/v2/accounts/12345/users/u1/events")


def test_it_stays_the_same_while_the_engine_lives(engine: Engine) -> None:
    destinations = [engine.destination(PRACTICE) for _ in range(10)]
    assert len({each.result(PATIENCE).base_url for each in destinations}) == 1


def test_practice_goes_on_when_the_copy_that_ran_it_ends(
    start: Starter, backend: MemoryKeyring, places: Places
) -> None:
    first, second = start(), start()
    first.destination(PRACTICE).result(PATIENCE)
    first.close()
    assert not places.practice.exists()
    assert send(second).outcome is Outcome.ACCEPTED
    assert places.practice.exists()


def test_a_home_that_cannot_be_written_still_has_practice(engine: Engine, places: Places) -> None:
    places.home.parent.mkdir(exist_ok=True)
    places.home.write_text("a file where the folder should be")
    base_url = engine.destination(PRACTICE).result(PATIENCE).base_url
    assert b"html" in get(f"{base_url}/").lower()
    assert send(engine).outcome is Outcome.ACCEPTED
    assert not engine.condition().result(PATIENCE).history_durable


def test_faults_are_switched_at_the_server_that_all_copies_share(
    start: Starter, backend: MemoryKeyring
) -> None:
    first, second = start(), start()
    assert first.practice_faults().result(PATIENCE) == ()
    assert second.switch_practice_fault(STATUS_500).result(PATIENCE) == (InForce(STATUS_500),)
    assert first.practice_faults().result(PATIENCE) == (InForce(STATUS_500),)
    assert send(first).outcome is Outcome.REJECTED
    assert first.switch_practice_fault(None).result(PATIENCE) == ()
    assert send(second).outcome is Outcome.ACCEPTED
