"""The thread for calls that may block."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from appcues_console.engine.errors import EngineClosed
from appcues_console.engine.serial import SerialThread


def test_calls_run_in_order_on_one_named_thread() -> None:
    thread = SerialThread("keyring")
    seen: list[int] = []

    def note(number: int) -> int:
        seen.append(number)
        return number

    futures = [thread.submit(partial(note, number)) for number in range(50)]
    name = thread.submit(lambda: threading.current_thread().name)
    assert [future.result(5) for future in futures] == list(range(50))
    assert seen == list(range(50))
    assert name.result(5) == "keyring"
    assert thread.close(5)


def test_an_error_travels_in_its_future_and_the_thread_lives_on() -> None:
    thread = SerialThread("keyring")
    with pytest.raises(ZeroDivisionError):
        thread.submit(lambda: 1 / 0).result(5)
    assert thread.submit(lambda: 1).result(5) == 1
    assert thread.close(5)


def test_a_cancelled_call_is_left_out() -> None:
    thread = SerialThread("keyring")
    go_on = threading.Event()
    thread.submit(lambda: go_on.wait(5))
    seen: list[str] = []
    waiting = thread.submit(lambda: seen.append("ran"))
    assert waiting.cancel()
    go_on.set()
    assert thread.close(5)
    assert seen == []


def test_a_call_that_hangs_holds_up_nobody() -> None:
    thread = SerialThread("keyring")
    entered, go_on = threading.Event(), threading.Event()

    def hang() -> str:
        entered.set()
        go_on.wait(10)
        return "late"

    hanging = thread.submit(hang)
    waiting = thread.submit(lambda: "never")
    cancelled = thread.submit(lambda: "never")
    cancelled.cancel()
    assert entered.wait(5)
    assert not thread.close(0.01)
    go_on.set()
    assert hanging.result(5) == "late"
    with pytest.raises(EngineClosed):
        waiting.result(5)
    assert thread.close(5)


def test_after_the_end_nothing_is_taken() -> None:
    thread = SerialThread("keyring")
    assert thread.close(0)
    with pytest.raises(EngineClosed):
        thread.submit(lambda: 1).result(5)
