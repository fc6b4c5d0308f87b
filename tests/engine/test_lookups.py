"""Names are looked up on threads that nobody waits for."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from appcues_console.engine.errors import EngineClosed
from appcues_console.engine.lookups import Lookups
from appcues_console.engine.loop import LoopThread


def test_a_name_lookup_that_hangs_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        entered.set()
        go_on.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    loop = LoopThread("engine")
    loop.start()
    future = loop.submit(lambda: asyncio.get_running_loop().getaddrinfo("host.invalid", 1))
    assert entered.wait(5)
    assert loop.close(5)
    with pytest.raises(EngineClosed):
        future.result(0)
    assert not go_on.is_set()
    go_on.set()


def test_lookups_answer_and_fail_as_an_executor_does() -> None:
    with Lookups() as lookups:
        assert lookups.submit(lambda a, b: a + b, 1, b=2).result(5) == 3
        with pytest.raises(ZeroDivisionError):
            lookups.submit(lambda: 1 / 0).result(5)
