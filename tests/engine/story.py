"""What the engine's tests say again and again."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable
from typing import Self, TypeAlias

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.activity.destination import Credentials
from appcues_console.activity.exchange import Activity, Exchange
from appcues_console.delivery.progress import Progress
from appcues_console.engine.engine import Engine
from tests.accounts.memory_keyring import MemoryKeyring

PATIENCE = 20.0
SECRET = Credentials("AC-77/61", "bearer-of-mark")

TIMED = Activity(
    "u1", b'{"events":[{"name":"clicked widget","timestamp":1452690325}]}', "clicked widget", 1
)
"""An event as the documentation writes it, which the practice server accepts."""

Starter: TypeAlias = Callable[[], Engine]


def quiet(_: Progress) -> None:
    """Listen to nothing."""


def send(engine: Engine, account: Account = PRACTICE, activity: Activity = TIMED) -> Exchange:
    return engine.send(activity, account, quiet).future.result(PATIENCE)


def saved(engine: Engine, account: Account, credentials: Credentials = SECRET) -> Account:
    return engine.save_account(account, credentials).result(PATIENCE).account


def get(url: str) -> bytes:
    """Return what a server on this computer answers, without any proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=PATIENCE) as answer:
        return bytes(answer.read())


class Prompt:
    """A prompt of the keyring that appears at the next call about an item whose name holds `only`,
    and waits until the block ends."""

    def __init__(self, backend: MemoryKeyring, only: str = "") -> None:
        self._backend = backend
        self._only = only
        self._shown, self._answered = threading.Event(), threading.Event()

    def __enter__(self) -> Self:
        usual = self._backend._enter

        def enter(call: str, *given: str) -> None:
            if self._only in given[0]:
                self._shown.set()
                self._answered.wait(PATIENCE)
            usual(call, *given)

        self._backend._enter = enter  # type: ignore[method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        self._answered.set()

    def until_shown(self) -> None:
        assert self._shown.wait(PATIENCE)
