"""The whole program, killed in the middle of a series of sends, again and again.

A real server counts what reached it. Whatever did is in the history afterwards, nothing that never
arrived is called accepted, what was in flight reads *unknown*, and the next start works on.
`KILLS=100 … pytest tests/cli/test_kill.py` tries more.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections import Counter

import pytest

from appcues_console.accounts.vault import Vault
from appcues_console.history.schema import MIGRATIONS
from appcues_console.paths import Places, places
from appcues_console.storage.database import open_database
from tests.accounts.secret_service import SecretService
from tests.cli.calling import ROOT, spawn
from tests.engine.wired import WiredServer

pytestmark = [pytest.mark.only_on("linux"), pytest.mark.timeout(1_000)]

KILLS = int(os.environ.get("KILLS", "5"))
LINES = 700
EARLY, LATE = range(1, 60), range(250, 600)
"""Requests that reach the server before a kill: while the program itself keeps them, and when a
process of its own does."""


def user_of(target: bytes) -> str:
    return target.split(b"/")[5].decode()


def kill_in_mid_series(server: WiredServer, turn: int, reached: int) -> None:
    """Start a series of sends, and kill the program once `reached` more requests have come."""
    lines = "".join(
        json.dumps({"user": f"k{turn}-{number}", "body": {"profile_update": {"n": number}}}) + "\n"
        for number in range(LINES)
    )
    before = len(server.received)
    with spawn(
        *("send", "--account", "Acme", "--lines", "--at-once", "8", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    ) as program:
        feeder = threading.Thread(target=feed, args=(program, lines.encode()))
        feeder.start()
        server.wait_for_requests(before + reached)
        program.kill()
        feeder.join()


def feed(program: subprocess.Popen[bytes], lines: bytes) -> None:
    assert program.stdin is not None
    try:
        program.stdin.write(lines)
        program.stdin.flush()
    except BrokenPipeError:
        pass  # It was killed before it had read everything.


def test_nothing_is_lost_or_claimed_however_often_it_is_killed(
    secret_service: SecretService, server: WiredServer
) -> None:
    added = run("accounts", "add", "Acme", "--base-url", server.url, stdin=b"8417265390\n")
    assert added.returncode == 0, added.stderr
    chance = random.Random(7)
    for turn in range(KILLS):
        kill_in_mid_series(server, turn, chance.choice(LATE if turn % 2 else EARLY))

    listed = run("history", "--json", "--limit", "1000000")
    assert listed.returncode == 0, listed.stderr
    outcomes = {
        row["user_id"]: row["outcome"] for row in map(json.loads, listed.stdout.splitlines())
    }
    arrived = {user_of(request.target) for request in server.received}
    counted = Counter(outcomes.values())
    assert arrived <= {*outcomes}, "it reached the server, so it must be in the history"
    assert {user for user, outcome in outcomes.items() if outcome == "accepted"} <= arrived
    assert {*counted} <= {"accepted", "unknown"}, counted
    assert 0 < counted["unknown"] <= 8 * KILLS, "what was in flight, eight at once, is unknown"
    assert len(listed.stdout.splitlines()) == len(outcomes), "nobody is in it twice"
    assert soundness(places()) == "ok"


def soundness(home: Places) -> str:
    """Return what SQLite says of the whole file."""
    key = Vault(home.home).store_key(create=False)
    connection = open_database(home.database, key, MIGRATIONS)
    try:
        return str(connection.pragma("integrity_check"))
    finally:
        connection.close()


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "appcues_console", *arguments],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        check=False,
        timeout=60,
    )
