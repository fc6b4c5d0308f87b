"""Accounts are found by their label, and an engine lives no longer than its command."""

from __future__ import annotations

import concurrent.futures
import threading

import pytest

from appcues_console.cli.running import result, running
from appcues_console.engine.engine import Engine
from appcues_console.engine.errors import EngineClosed
from tests.accounts.memory_keyring import MemoryKeyring
from tests.cli.calling import call, make_engine


def add(label: str) -> None:
    assert call("accounts", "add", label, stdin="1").status == 0


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("staging", "Staging is removed"),
        (" STAGING ", "Staging is removed"),
        ("Staging", "Staging is removed"),
        ("Stagin", "No account is called “Stagin”. Known are: Practice, Staging."),
        ("\x1b[2J", "No account is called “\\u001b[2J”."),
        ("", "No account is called “”."),
    ],
)
def test_labels(backend: MemoryKeyring, typed: str, says: str) -> None:
    add("Staging")
    called = call("accounts", "remove", typed)
    assert called.err.startswith(says)
    assert called.status == (0 if "removed" in says else 2)


def test_what_looks_like_an_account_id_is_not_repeated() -> None:
    called = call(
        "send", "--account", "424242", "--user", "u", stdin='{"profile_update": {"a": 1}}'
    )
    assert called.status == 2
    assert "Give the label, never the account ID" in called.err
    assert "424242" not in called.err


def test_the_engine_is_closed_even_where_its_command_fails() -> None:
    engines: list[Engine] = []

    def make() -> Engine:
        engines.append(make_engine())
        return engines[0]

    def fail() -> None:
        with running(make) as engine:
            assert result(engine.accounts())[0].is_practice
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with pytest.raises(EngineClosed):
        engines[0].accounts().result(5)


def test_a_result_is_waited_for() -> None:
    future: concurrent.futures.Future[int] = concurrent.futures.Future()
    timer = threading.Timer(0.15, future.set_result, [7])
    timer.start()
    assert result(future) == 7
    timer.join()
