"""The keyring behind its thread: who waits is told, and nobody else waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from appcues_console.accounts.account import REGIONS, Account
from appcues_console.accounts.status import VaultFailed, VaultState
from appcues_console.activity.destination import Credentials, Safety
from appcues_console.engine import vault as vault_module
from appcues_console.engine.errors import CredentialsMissing
from appcues_console.engine.serial import SerialThread
from appcues_console.engine.vault import VaultThread
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.story import PATIENCE, Prompt

ACME = Account("a" * 32, "Acme", "us", REGIONS["us"], Safety.TEST, "blue")


@pytest.fixture
def thread() -> Iterator[SerialThread]:
    thread = SerialThread("keyring")
    yield thread
    assert thread.close(PATIENCE)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault_module, "PATIENCE", 0.05)


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_a_slow_answer_is_told_twice_and_still_comes(
    backend: MemoryKeyring, thread: SerialThread, tmp_path: Path
) -> None:
    told: list[bool] = []

    async def story() -> None:
        slow = asyncio.Event()

        def tell() -> None:
            told.append(vault.waiting)
            slow.set()

        vault = VaultThread(tmp_path, thread, tell)
        with Prompt(backend):
            asking = asyncio.create_task(vault.store_key(create=True))
            await slow.wait()
            assert (await vault.status()).state is VaultState.WAITING
        assert len(await asking or b"") == 32
        assert (await vault.status()).usable

    run(story())
    assert told == [True, False]


def test_a_quick_answer_is_not_told(
    backend: MemoryKeyring, thread: SerialThread, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_module, "PATIENCE", PATIENCE)
    told: list[int] = []

    async def story() -> None:
        vault = VaultThread(tmp_path, thread, lambda: told.append(1))
        await vault.store_key(create=True)
        assert (await vault.status()).usable

    run(story())
    assert told == []


def test_a_status_behind_a_call_that_hangs_comes_in_time_and_asks_no_more(
    backend: MemoryKeyring, thread: SerialThread, tmp_path: Path
) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def hang() -> None:
        entered.set()
        go_on.wait(PATIENCE)

    async def story() -> None:
        thread.submit(hang)
        assert entered.wait(PATIENCE)
        vault = VaultThread(tmp_path, thread)
        for _ in range(3):
            assert (await vault.status()).state is VaultState.WAITING
        await vault.look_again()
        go_on.set()
        assert (await vault.status()).usable

    run(story())


def test_a_question_that_nobody_waits_for_is_not_put(
    backend: MemoryKeyring, thread: SerialThread, tmp_path: Path
) -> None:
    async def story() -> None:
        slow = asyncio.Event()
        vault = VaultThread(tmp_path, thread, slow.set)
        with Prompt(backend) as prompt:
            first = asyncio.create_task(vault.store_key(create=False))
            second = asyncio.create_task(vault.keep(ACME, Credentials("1")))
            await slow.wait()
            prompt.until_shown()
            second.cancel()
            with pytest.raises(asyncio.CancelledError):
                await second
        assert await first is None

    run(story())
    assert "set" not in backend.calls


def test_what_goes_wrong_while_it_is_waited_for_arrives(
    backend: MemoryKeyring, thread: SerialThread, tmp_path: Path
) -> None:
    async def story() -> None:
        slow = asyncio.Event()
        vault = VaultThread(tmp_path, thread, slow.set)
        with Prompt(backend):
            asking = asyncio.create_task(vault.credentials(ACME))
            await slow.wait()
            backend.error = RuntimeError("the service died")
        with pytest.raises(VaultFailed):
            await asking
        backend.error = None
        with pytest.raises(CredentialsMissing, match="Enter it under Accounts"):
            await vault.credentials(ACME)

    run(story())
