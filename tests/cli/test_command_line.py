"""The last door: every end is a status and a sentence, never a traceback."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from appcues_console import cli
from appcues_console.cli import lint
from appcues_console.cli.exits import Exit
from tests.accounts.secret_service import SecretService
from tests.cli.calling import EVENT, NO_EVENTS, ROOT, SAMPLE, call, spawn
from tests.cli.conftest import ACCOUNT_ID
from tests.delivery.wire import Connection
from tests.e2e.secrets_found import said
from tests.engine.wired import WiredServer

PATIENCE = 30


def test_a_bug_says_that_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> int:
        raise RuntimeError("holds a secret")

    monkeypatch.setattr(lint, "run", broken)
    called = call("lint")
    assert (called.status, called.out) == (Exit.BUG, "")
    assert "This is a fault in the console (RuntimeError at cli/test_command_line.py" in called.err
    assert "secret" not in called.err
    assert "Traceback" not in called.err


def test_an_interruption_outside_of_a_send(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(lint, "run", interrupted)
    called = call("lint")
    assert (called.status, called.err) == (Exit.INTERRUPTED, "Interrupted.\n")


def test_commands_that_need_no_engine_make_none() -> None:
    def forbidden() -> None:
        pytest.fail("an engine was made")

    out, err = io.StringIO(), io.StringIO()
    stdin = io.StringIO('{"profile_update": {"a": 1}}')
    assert cli.main(["lint"], forbidden, stdin, out, err) == 0  # type: ignore[arg-type]


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "appcues_console", *arguments],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        timeout=PATIENCE,
        check=False,
    )


def test_the_exit_statuses_of_the_program_itself() -> None:
    assert run("lint", str(SAMPLE)).returncode == 0
    assert run("lint", stdin=b"{}").returncode == 1
    assert run("lint", stdin=b"{").returncode == 2
    assert run("nonsense").returncode == 2
    assert run("history").returncode == 5
    sent = run("send", "--account", "Practice", "--user", "u1", stdin=NO_EVENTS)
    assert (sent.returncode, sent.stdout) == (0, b'{"ok":true}')


def test_no_secret_gets_out_of_a_session_with_a_real_keyring(
    secret_service: SecretService,
    server: WiredServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # asyncio then tells of each slow step and each task that was left.
    monkeypatch.setenv("PYTHONASYNCIODEBUG", "1")
    written = b""
    for arguments, stdin in [
        (["accounts", "add", "Acme", "--base-url", server.url], f"{ACCOUNT_ID}\n".encode()),
        (["send", "--account", "Acme", "--user", "u1", "--json"], EVENT),
        (["history", "--json"], b""),
        (["accounts", "list", "--json"], b""),
        (["accounts", "remove", "Acme"], b""),
        (["send", "--account", "Acme", "--user", "u1"], EVENT),
    ]:
        done = run(*arguments, stdin=stdin)
        assert done.returncode == (2 if arguments[-1] == "u1" else 0), done.stderr
        written += done.stdout + done.stderr
    assert ACCOUNT_ID.encode() in server.received[0].target
    for path in (tmp_path / "home").rglob("*"):
        if path.is_file():
            written += path.read_bytes()
    assert b"Acme" in written
    assert said(ACCOUNT_ID, written) == []


def test_ctrl_c_during_a_send_ends_in_its_honest_outcome(
    secret_service: SecretService, server: WiredServer
) -> None:
    async def never(connection: Connection) -> None:
        await connection.take()
        await connection.until_closed()

    assert run("accounts", "add", "Acme", "--base-url", server.url, stdin=b"1").returncode == 0
    server.behave(never)
    with spawn("send", "--account", "Acme", "--user", "u1", "--json", str(SAMPLE)) as program:
        server.wait_for_requests(1)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=PATIENCE)
    assert program.returncode == 3
    assert json.loads(out)["outcome"] == "unknown"
    assert b"Traceback" not in err
    assert json.loads(run("history", "--json").stdout)["outcome"] == "unknown"


@pytest.mark.parametrize("command", ["--help", "accounts", "send"])
def test_a_closed_pipe_is_quiet(command: str) -> None:
    arguments = {
        "--help": ["--help"],
        "accounts": ["accounts", "list"],
        "send": ["send", "--account", "Practice", "--user", "u1", str(SAMPLE)],
    }[command]
    with spawn(*arguments) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        err = program.stderr.read().decode()
    assert program.returncode == 0
    assert "Traceback" not in err
    assert "BrokenPipe" not in err
    assert ("Accepted" in err) == (command == "send")
