"""`send --lines`: each line goes the way of a single send, and each has its result."""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from appcues_console import cli
from appcues_console.activity.draft import Draft
from appcues_console.activity.known import Known
from appcues_console.cli.parser import MOST_AT_ONCE
from appcues_console.delivery.limits import Limits
from appcues_console.delivery.retry import RetryPolicy
from appcues_console.engine.engine import Engine
from appcues_console.engine.sending import Sending
from appcues_console.practice import rendezvous
from tests.accounts.memory_keyring import MemoryKeyring
from tests.cli.calling import Called, call, make_engine, spawn
from tests.cli.conftest import ACCOUNT_ID
from tests.delivery.wire import Connection, Received, response
from tests.engine.wired import WiredServer

PATIENCE = 20


def line(user: str, *, event: bool = False, **members: Any) -> str:
    body: dict[str, Any] = {"profile_update": {"a": 1}}
    if event:
        body = {"events": [{"name": "x", "timestamp": "2999-01-01T00:00:00Z"}]}
    return json.dumps({"user": user, "body": {**body, **members}})


def batch(account: str, lines: list[str], *more: str) -> Called:
    called = call("send", "--account", account, "--lines", *more, stdin="\n".join(lines))
    assert ACCOUNT_ID not in called.out + called.err
    return called


def user_of(request: Received) -> str:
    return request.target.split(b"/")[-2].decode()


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


def interrupting(server: WiredServer, count: int) -> threading.Thread:
    """Press Ctrl+C once so many requests have arrived."""

    def interrupt() -> None:
        server.wait_for_requests(count)
        signal.raise_signal(signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    return thread


async def never_answering(connection: Connection) -> None:
    await connection.take()
    await connection.until_closed()


def test_ctrl_c_ends_what_is_under_way_and_begins_nothing_more(
    acme: str, server: WiredServer
) -> None:
    server.behave(never_answering)
    thread = interrupting(server, 3)
    lines = [line(str(n), event=True) for n in range(30)]
    called = batch(acme, lines, "--at-once", "3", "--json")
    thread.join()
    assert called.status == 3
    assert sorted(each["line"] for each in called.records) == [1, 2, 3]
    assert {each["outcome"] for each in called.records} == {"unknown"}
    assert "Cancelling.\nInterrupted. Each line that was begun is told above" in called.err
    assert len(call("history", "--json").records) == 3


def test_a_second_ctrl_c_does_not_wait(
    acme: str, server: WiredServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancel(_: Sending) -> None:
        signal.raise_signal(signal.SIGINT)

    server.behave(never_answering)
    monkeypatch.setattr(Sending, "cancel", cancel)
    thread = interrupting(server, 2)
    called = batch(acme, [line("a", event=True), line("b", event=True)])
    thread.join()
    assert called.status == 3
    assert "May have arrived: lines 1, 2. Look at their users" in called.err


def test_ctrl_c_at_the_very_end_is_no_failure(acme: str, server: WiredServer) -> None:
    async def answer_after_ctrl_c(connection: Connection) -> None:
        await connection.take()
        while not interrupted.is_set():  # noqa: ASYNC110 - set on another thread
            await asyncio.sleep(0)
        await connection.write(response())

    interrupted = threading.Event()
    server.behave(answer_after_ctrl_c)
    cancel, Sending.cancel = Sending.cancel, lambda _: interrupted.set()  # type: ignore[assignment,method-assign]
    thread = interrupting(server, 1)
    try:
        called = batch(acme, [line("a")])
    finally:
        Sending.cancel = cancel  # type: ignore[method-assign]
    thread.join()
    assert called.status == 0
    assert "1 accepted" in called.err


def test_ctrl_c_before_anything_was_sent(
    acme: str, server: WiredServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_path: Path) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(rendezvous, "find_running", interrupted)
    called = batch("Practice", [line("a")])
    assert (called.status, called.out) == (4, "")
    assert called.err.endswith("Interrupted before anything was sent.\n")


class Gone(io.RawIOBase):
    """A pipe whose reader leaves after the first line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[bytes] = []
        self.over = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self.lines and not self.over:
            raise BrokenPipeError
        self.lines.append(bytes(data))
        return len(self.lines[-1])


def test_results_that_nobody_reads_end_it(acme: str, server: WiredServer) -> None:
    given = io.TextIOWrapper(io.BytesIO("\n".join(line(str(n)) for n in range(60)).encode()))
    gone = Gone()
    out = io.TextIOWrapper(io.BufferedWriter(gone), encoding="utf-8")
    err = io.StringIO()
    arguments = ["send", "--account", acme, "--lines", "--at-once", "1"]
    status = cli.main(arguments, make_engine, given, out, err)
    assert status == 4
    assert "Nobody reads the results any more." in err.getvalue()
    assert 1 <= len(server.received) < 60
    gone.over = True
    out.close()


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


def test_results_come_while_lines_are_still_to_come_and_ctrl_c_is_heard() -> None:
    """As a program, fed through a pipe that stays open."""
    program = spawn("send", "--account", "Practice", "--lines", "--json", stdin=subprocess.PIPE)
    with program:
        assert program.stdin is not None
        assert program.stdout is not None
        for user in ("a", "b"):
            program.stdin.write(line(user).encode() + b"\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["user_id"] == user
        program.send_signal(signal.SIGINT)
        # Its standard input is still open, and a thread of it waits there.
        assert program.wait(PATIENCE) == 4
        assert program.stderr is not None
        told = program.stderr.read().decode()
    assert "Interrupted. Each line that was begun is told above" in told
    assert told.endswith(" s: 2 accepted.\n")
    assert os.name == "nt" or "Fatal Python error" not in told
