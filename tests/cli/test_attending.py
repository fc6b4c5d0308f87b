"""Beside a batch: Ctrl+C is heard, and results reach whoever reads them, or end it."""

from __future__ import annotations

import asyncio
import errno
import io
import json
import os
import select
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from appcues_console import cli
from appcues_console.cli import attending, interruptions, spool
from appcues_console.cli.batch import IN_A_ROW, Batch
from appcues_console.practice import rendezvous
from tests.cli.batches import batch, line
from tests.cli.calling import call, make_engine, spawn
from tests.delivery.wire import Connection, response
from tests.engine.wired import WiredServer

PATIENCE = 20


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
    def interrupt(_: Batch) -> None:
        signal.raise_signal(signal.SIGINT)

    server.behave(never_answering)
    monkeypatch.setattr(interruptions, "ECHO", 0.0)
    monkeypatch.setattr(Batch, "interrupt", interrupt)
    thread = interrupting(server, 2)
    called = batch(acme, [line("a", event=True), line("b", event=True)])
    thread.join()
    assert called.status == 3
    assert "May have arrived: lines 1, 2. Look at their users" in called.err


def test_two_at_one_stroke_begin_nothing_more(
    acme: str, server: WiredServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def press() -> None:
        server.wait_for_requests(2)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)

    async def deaf(*_: object) -> None:
        """As a loop that does not look before both have come."""
        await asyncio.Event().wait()

    monkeypatch.setattr(attending, "_hear", deaf)
    server.behave(never_answering)
    thread = threading.Thread(target=press)
    thread.start()
    lines = [line(str(n), event=True) for n in range(9)]
    called = batch(acme, lines, "--at-once", "2")
    thread.join()
    assert called.status == 3
    assert "May have arrived: lines 1, 2. Look" in called.err
    assert "no other was sent" in called.err
    assert len(server.received) == 2


def test_ctrl_c_at_the_very_end_is_no_failure(
    acme: str, server: WiredServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer_after_ctrl_c(connection: Connection) -> None:
        await connection.take()
        while not interrupted.is_set():  # noqa: ASYNC110 - set on another thread
            await asyncio.sleep(0)
        await connection.write(response())

    def interrupt(batch: Batch) -> None:
        """As where the answer is there already: cancelling comes too late."""
        flying, batch._flying = batch._flying, {}
        usual(batch)
        batch._flying = flying
        interrupted.set()

    interrupted = threading.Event()
    server.behave(answer_after_ctrl_c)
    usual = Batch.interrupt
    monkeypatch.setattr(Batch, "interrupt", interrupt)
    thread = interrupting(server, 1)
    called = batch(acme, [line("a")])
    thread.join()
    assert called.status == 0
    assert "Interrupted." in called.err
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


def test_results_that_cannot_be_written_end_it(acme: str, server: WiredServer) -> None:
    class Full(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    given = io.TextIOWrapper(io.BytesIO("\n".join(line(str(n)) for n in range(600)).encode()))
    err = io.StringIO()
    arguments = ["send", "--account", acme, "--lines", "--at-once", "1"]
    assert cli.main(arguments, make_engine, given, Full(), err) == 5
    assert "The output could not be written: No space left on device." in err.getvalue()
    assert 1 <= len(server.received) < 600


def test_a_reader_that_takes_nothing_holds_up_what_is_not_begun_yet(
    acme: str, server: WiredServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(io.StringIO):
        def write(self, text: str) -> int:
            if not self.getvalue():
                server.wait_for_requests(2)
                held.append(len(server.received))
            return super().write(text)

    held: list[int] = []
    monkeypatch.setattr(spool, "MOST_KEPT", 0)
    given = io.TextIOWrapper(io.BytesIO("\n".join(line(str(n)) for n in range(40)).encode()))
    out, err = Slow(), io.StringIO()
    arguments = ["send", "--account", acme, "--lines", "--at-once", "2"]
    assert cli.main(arguments, make_engine, given, out, err) == 0
    assert held == [2]
    assert len(server.received) == 40


def test_lines_that_cannot_be_sent_wait_for_a_reader_too(
    acme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Counting(io.StringIO):
        def write(self, text: str) -> int:
            pieces.append(text.count("\n"))
            return super().write(text)

    pieces: list[int] = []
    monkeypatch.setattr(spool, "MOST_KEPT", 0)
    monkeypatch.setattr(attending, "GATHER", 0)
    given = io.TextIOWrapper(io.BytesIO(b"x\n" * 1000))
    out, err = Counting(), io.StringIO()
    arguments = ["send", "--account", acme, "--lines", "--at-once", "2", "--json"]
    assert cli.main(arguments, make_engine, given, out, err) == 2
    assert sum(pieces) == 1000
    assert max(pieces) <= 2 * IN_A_ROW


class Stuck(io.StringIO):
    """A pipe that nobody takes anything from, until somebody does."""

    def __init__(self) -> None:
        super().__init__()
        self.full, self.taken = threading.Event(), threading.Event()

    def write(self, text: str) -> int:
        self.full.set()
        # In short waits, between which signals are handled as in a write to a pipe.
        assert any(self.taken.wait(0.02) for _ in range(50 * PATIENCE))
        return super().write(text)


def test_ctrl_c_is_heard_while_nobody_takes_the_results(
    acme: str, server: WiredServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = threading.Event()

    def interrupt(batch: Batch) -> None:
        usual(batch)
        heard.set()

    def press() -> None:
        out.full.wait(PATIENCE)
        signal.raise_signal(signal.SIGINT)
        heard_at_once.append(heard.wait(PATIENCE / 4))
        out.taken.set()

    usual, heard_at_once = Batch.interrupt, list[bool]()
    monkeypatch.setattr(Batch, "interrupt", interrupt)
    given = io.TextIOWrapper(io.BytesIO("\n".join(line(str(n)) for n in range(5000)).encode()))
    out, err = Stuck(), io.StringIO()
    thread = threading.Thread(target=press)
    thread.start()
    status = cli.main(["send", "--account", acme, "--lines"], make_engine, given, out, err)
    thread.join()
    assert heard_at_once == [True]
    assert status in {3, 4}
    assert len(server.received) < 5000
    assert "Interrupted. Each line that was begun is told above" in err.getvalue()


def test_a_second_ctrl_c_does_not_wait_for_a_reader(
    acme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(batch: Batch) -> None:
        usual(batch)
        first.set()

    monkeypatch.setattr(interruptions, "ECHO", 0.0)
    usual, first = Batch.interrupt, threading.Event()
    monkeypatch.setattr(Batch, "interrupt", interrupt)
    given = io.TextIOWrapper(io.BytesIO("\n".join(line(str(n)) for n in range(5000)).encode()))
    out, err = Stuck(), io.StringIO()

    def press() -> None:
        out.full.wait(PATIENCE)
        signal.raise_signal(signal.SIGINT)
        first.wait(PATIENCE)
        signal.raise_signal(signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    arguments = ["send", "--account", acme, "--lines", "--at-once", "1"]
    status = cli.main(arguments, make_engine, given, out, err)
    thread.join()
    assert out.getvalue() == ""
    assert status in {3, 4}
    assert "Results that nobody took are left out. What was sent is in the history." in (
        err.getvalue()
    )


@contextmanager
def held_up_by_its_reader(**variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program in the middle of writing one result, which is longer than its pipe."""
    from fcntl import F_SETPIPE_SZ, fcntl

    options: dict[str, Any] = {"stdin": subprocess.PIPE, "environment": variables}
    with spawn("send", "--account", "Practice", "--lines", "--json", **options) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        fcntl(program.stdout, F_SETPIPE_SZ, 4096)
        program.stdin.write(line("u" * 8000).encode() + b"\n")
        program.stdin.flush()
        select.select([program.stdout], [], [])
        program.send_signal(signal.SIGINT)
        yield program


@pytest.mark.only_on("linux")
def test_a_pipe_that_nobody_reads_does_not_keep_the_program_alive() -> None:
    with held_up_by_its_reader() as program:
        while program.poll() is None:
            program.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                program.wait(1)
        assert program.stderr is not None
        told = program.stderr.read().decode()
    assert program.returncode in {0, 4}, told
    assert "Results that nobody took are left out." in told
    assert "Fatal Python error" not in told
    assert "Traceback" not in told


@pytest.mark.only_on("linux")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_ctrl_c_in_the_middle_of_a_result_tears_nothing_off(unbuffered: str) -> None:
    with held_up_by_its_reader(PYTHONUNBUFFERED=unbuffered) as program:
        out, _ = program.communicate(timeout=PATIENCE)
    assert json.loads(out)["user_id"] == "u" * 8000


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
