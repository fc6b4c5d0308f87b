"""`send --lines`: each line goes the way of a single send, and each has its result."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from appcues_console.activity.draft import Draft
from appcues_console.activity.known import Known
from appcues_console.cli.line_report import LineReport
from appcues_console.cli.parser import MOST_AT_ONCE
from appcues_console.delivery.limits import Limits
from appcues_console.delivery.retry import RetryPolicy
from appcues_console.engine.engine import Engine
from tests.accounts.memory_keyring import MemoryKeyring
from tests.cli.batches import batch, line, user_of
from tests.cli.calling import call
from tests.cli.conftest import ACCOUNT_ID
from tests.delivery.wire import Connection, response
from tests.engine.wired import WiredServer

PATIENCE = 20


def by_user(answers: dict[str, bytes]) -> Callable[[Connection], Any]:
    """Answer each user's request in a way of its own."""

    async def handle(connection: Connection) -> None:
        while True:
            request = await connection.take()
            await connection.write(answers.get(user_of(request), response()))

    return handle


def test_lines_are_compared_with_what_was_sent_before_and_asked_of_once(
    acme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert batch(acme, [line("user-1")]).status == 0
    asked: list[str] = []
    usual = Engine.known

    def known(engine: Engine, account_key: str, draft: Draft | None = None) -> Future[Known]:
        asked.append(account_key)
        return usual(engine, account_key, draft)

    monkeypatch.setattr(Engine, "known", known)
    called = batch(acme, [line(f"user-{n}", profile_update={"a": "x"}) for n in range(20)])
    assert called.status == 0
    assert "“a” was a number before and is a text here." in called.err
    assert "The warning [type-drift] stands at 20 lines" in called.err
    assert len(asked) == 1


def test_every_line_is_sent_and_has_its_result(acme: str, server: WiredServer) -> None:
    lines = [line(f"user/{n}", request_id=str(n)) for n in range(50)]
    called = batch(acme, lines, "--json")
    assert called.status == 0
    assert {request.body for request in server.received} == {
        json.dumps(json.loads(each)["body"]).encode() for each in lines
    }
    assert sorted(each["line"] for each in called.records) == list(range(1, 51))
    for each in called.records:
        number = str(each["line"] - 1)
        assert (each["user_id"], each["request_id"]) == (f"user/{number}", number)
        assert (each["outcome"], each["exit_status"], each["status"]) == ("accepted", 0, 200)
        assert each["response"]["body"] == '{"ok":true}'
    assert called.err.count("Sending to Acme (test): POST") == 1
    assert "/users/USER/activity, 8 at once" in called.err
    assert called.err.endswith(" s: 50 accepted.\n")
    kept = call("history", "--json", "--limit", "100").records
    assert {each["exchange_id"] for each in kept} == {e["exchange_id"] for e in called.records}


def test_as_many_go_at_once_as_asked_for_and_no_more(acme: str, server: WiredServer) -> None:
    inside: list[int] = [0]
    most: list[int] = [0]
    together = asyncio.Event()

    async def gather(connection: Connection) -> None:
        while True:
            await connection.take()
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            if inside[0] == 3:
                together.set()
            await asyncio.wait_for(together.wait(), PATIENCE)
            inside[0] -= 1
            await connection.write(response())

    server.behave(gather)
    assert batch(acme, [line(str(n)) for n in range(12)], "--at-once", "3").status == 0
    assert most[0] == 3


def test_the_most_at_once_is_what_the_console_has_connections_for() -> None:
    assert Limits().connections == MOST_AT_ONCE


def test_lines_about_one_user_keep_their_order(acme: str, server: WiredServer) -> None:
    lines = [line(user, n=n) for n in range(10) for user in ("a", "b")]
    assert batch(acme, lines).status == 0
    for user in "ab":
        bodies = [json.loads(r.body) for r in server.received if user_of(r) == user]
        assert [body["n"] for body in bodies] == list(range(10))


def test_a_bad_line_does_not_stop_the_others(acme: str, server: WiredServer) -> None:
    lines = [line("a"), "nonsense", "", line(""), '{"user": "b", "profile_update": {}}', line("c")]
    called = batch(acme, lines, "--json")
    assert called.status == 1
    results = {each["line"]: (each["exit_status"], each["outcome"]) for each in called.records}
    assert results == {
        1: (0, "accepted"),
        2: (2, "not sent"),
        4: (1, "not sent"),
        5: (1, "not sent"),
        6: (0, "accepted"),
    }
    assert sorted(map(user_of, server.received)) == ["a", "c"]
    assert "Line 4: error: user ID: Enter the user ID" in called.err
    assert called.err.endswith("2 accepted, 2 with problems, 1 unreadable.\n")


@pytest.mark.parametrize(
    ("users", "status"),
    [
        (["fine"], 0),
        (["fine", "refused"], 1),
        (["fine", "refused", "cut"], 3),
        (["cut", "fine"], 3),
    ],
)
def test_the_worst_line_gives_the_status(
    acme: str, server: WiredServer, users: list[str], status: int
) -> None:
    refusal = response(b'{"error":true}', "404 Not Found")

    async def handle(connection: Connection) -> None:
        request = await connection.take()
        if user_of(request) == "cut":
            return
        await connection.write(refusal if user_of(request) == "refused" else response())

    server.behave(handle)
    called = batch(acme, [line(user, event=True) for user in users])
    assert called.status == status
    words = Counter(each.partition(" ")[0] for each in called.out.splitlines())
    assert words["Accepted"] == users.count("fine")
    assert words["Rejected"] == users.count("refused")
    assert words["Unknown"] == users.count("cut")


def test_an_unreadable_line_is_worse_than_one_that_was_not_sent(
    backend: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RetryPolicy, "wait", lambda *_: 0.0)
    url = "http://127.0.0.1:9"
    assert call("accounts", "add", "Away", "--base-url", url, stdin=ACCOUNT_ID).status == 0
    assert batch("Away", [line("a")]).status == 4
    assert batch("Away", [line("a"), "nonsense"]).status == 2


def test_it_can_stop_at_the_first_that_is_not_accepted(acme: str, server: WiredServer) -> None:
    server.behave(by_user({"2": response(b"{}", "404 Not Found")}))
    lines = [line(str(n)) for n in range(10)]
    called = batch(acme, lines, "--at-once", "1", "--stop-at-first", "--json")
    assert called.status == 1
    assert [each["line"] for each in called.records] == [1, 2, 3]
    assert [user_of(request) for request in server.received] == ["0", "1", "2"]
    assert "Stopped at line 3. Each line that was begun is told above" in called.err
    called = batch(acme, ["nonsense", line("a")], "--stop-at-first")
    assert called.status == 2
    assert len(server.received) == 3


def test_a_keyring_that_fails_stops_it(
    acme: str, backend: MemoryKeyring, server: WiredServer
) -> None:
    for name in [name for name in backend.items if name[1] == "account-id"]:
        del backend.items[name]
    called = batch(acme, [line(str(n)) for n in range(100)], "--json")
    assert called.status == 5
    assert 1 <= len(called.records) <= 8
    assert {(e["exit_status"], e["outcome"]) for e in called.records} == {(5, "not sent")}
    assert "Stopped at line " in called.err
    assert server.received == []


def test_a_fault_in_the_console_ends_it_and_is_told_as_one(
    acme: str, server: WiredServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(LineReport, "ended", broken)
    called = batch(acme, [line(str(n)) for n in range(60)], "--at-once", "2")
    assert called.status == 70
    assert "This is a fault in the console (ZeroDivisionError at cli/" in called.err
    assert len(server.received) <= 2
    assert len(call("history", "--json").records) == len(server.received)


@pytest.mark.parametrize("file", ["no such file", "a\0b", "."])
def test_a_file_that_cannot_be_read(acme: str, tmp_path: Path, file: str) -> None:
    called = call("send", "--account", acme, "--lines", file)
    assert (called.status, called.out) == (2, "")


def test_a_file_of_lines(acme: str, server: WiredServer, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text("\ufeff" + line("a") + "\r\n" + line("b"), encoding="utf-8")
    assert call("send", "--account", acme, "--lines", str(path)).status == 0
    assert sorted(map(user_of, server.received)) == ["a", "b"]


def test_options_of_a_batch_need_lines() -> None:
    called = call("send", "--account", "Practice", "--user", "u", "--at-once", "2")
    assert called.status == 2
    assert "are about --lines" in called.err
