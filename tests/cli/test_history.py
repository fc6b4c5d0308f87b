"""`history`: newest first, found again, and honest where it cannot be read."""

from __future__ import annotations

import io
import re

import pytest

from appcues_console import cli
from tests.accounts.memory_keyring import MemoryKeyring
from tests.cli.calling import NO_EVENTS, call, make_engine
from tests.cli.conftest import ACCOUNT_ID
from tests.delivery.wire import answering, response
from tests.engine.wired import WiredServer


@pytest.fixture
def sent(acme: str, server: WiredServer) -> str:
    """Three exchanges: u0, u1, and a rejected u2."""
    for number in range(3):
        if number == 2:
            server.behave(answering(response(b"{}", "404 Not Found")))
        call("send", "--account", acme, "--user", f"u{number}", stdin=NO_EVENTS)
    return acme


def test_rows_for_people(sent: str) -> None:
    called = call("history")
    assert (called.status, called.err) == (0, "")
    rows = called.out.splitlines()
    assert [row.split("  ")[-2] for row in rows] == ["u2", "u1", "u0"]
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  ▲ Rejected 404  Acme  u2  profile: team", rows[0]
    )
    assert "● Accepted 200" in rows[1]


def test_rows_for_scripts(sent: str) -> None:
    called = call("history", "--json", "--limit", "2")
    assert [row["user_id"] for row in called.records] == ["u2", "u1"]
    assert called.records[0]["status"] == 404
    assert ACCOUNT_ID not in called.out


def test_search(sent: str) -> None:
    assert [row["user_id"] for row in call("history", "--json", "--search", "404").records] == [
        "u2"
    ]
    found = call("history", "--search", "Acme U1")
    assert found.out.count("\n") == 1
    nothing = call("history", "--search", "nobody")
    assert (nothing.status, nothing.out, nothing.err) == (0, "", "Nothing found.\n")


def test_before_anything_was_sent(backend: MemoryKeyring) -> None:
    called = call("history")
    assert (called.status, called.out, called.err) == (0, "", "Nothing was sent yet.\n")


def test_a_locked_keyring_is_said_and_changes_nothing(sent: str, backend: MemoryKeyring) -> None:
    backend.locked = True
    called = call("history", "--json")
    assert (called.status, called.out) == (5, "")
    assert "The system keyring is locked" in called.err
    assert "untouched" in called.err
    backend.locked = False
    assert len(call("history", "--json").records) == 3


def test_without_a_keyring_there_is_nothing_to_show() -> None:
    called = call("history")
    assert (called.status, called.out) == (5, "")
    assert "No system keyring is available" in called.err


def test_a_closed_pipe_ends_the_list(sent: str) -> None:
    class Closed(io.StringIO):
        writes = 0

        def write(self, _text: str) -> int:
            self.writes += 1
            raise BrokenPipeError

    out, err = Closed(), io.StringIO()
    assert cli.main(["history"], make_engine, io.StringIO(), out, err) == 0
    assert (out.writes, err.getvalue()) == (1, "")
