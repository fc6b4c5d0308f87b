"""`send`: exact bytes, honest outcomes, and nothing secret in what is printed."""

from __future__ import annotations

import asyncio
import json
import signal
import threading
from pathlib import Path

import pytest

from appcues_console.cli import interruptions
from appcues_console.engine.sending import Sending
from appcues_console.practice import rendezvous
from tests.accounts.memory_keyring import MemoryKeyring
from tests.cli.calling import EVENT, NO_EVENTS, SAMPLE, call
from tests.cli.conftest import ACCOUNT_ID
from tests.delivery.wire import Connection, answering, answering_once, response
from tests.engine.wired import WiredServer


def send(account: str, *more: str, user: str = "u1", stdin: bytes = NO_EVENTS) -> tuple[int, str]:
    called = call("send", "--account", account, "--user", user, *more, stdin=stdin)
    assert ACCOUNT_ID not in called.out + called.err
    return called.status, called.err


def test_the_example_goes_to_practice_without_a_keyring() -> None:
    called = call("send", "--account", "practice", "--user", "u1", str(SAMPLE))
    assert (called.status, called.out) == (0, '{"ok":true}')
    age, note, *lines = called.err.splitlines()
    assert age.endswith("[timestamp-old]")
    assert "kept for this session only" in note
    assert lines[0].startswith("No practice server runs, so one was started for this command alone")
    assert lines[1].startswith("Sending to Practice (practice): POST http://127.0.0.1:")
    assert lines[1].endswith("/v1/accounts/••••/users/u1/activity")
    assert lines[2].startswith("Accepted · 200 OK · ")
    assert lines[2].endswith(" ms")
    assert lines[3] == "The server accepted the activity (200 OK)."


def test_the_bytes_of_the_file_are_sent(acme: str, server: WiredServer, tmp_path: Path) -> None:
    body = b' {"profile_update":\r\n {"n": 1.0, "e": "\\u00e9", "big": 12345678901234567890}}\n'
    (tmp_path / "body.json").write_bytes(b"\xef\xbb\xbf" + body)
    status, err = send(acme, str(tmp_path / "body.json"), user="a/b c.ü")
    assert status == 0
    assert server.received[0].body == body
    assert server.received[0].target == (
        f"/v1/accounts/{ACCOUNT_ID}/users/a%2Fb%20c.%C3%BC/activity".encode()
    )
    assert "byte order mark" in err
    assert "Sending to Acme (test): POST" in err


def test_a_second_send_with_another_type_is_warned_of(acme: str, server: WiredServer) -> None:
    status, err = send(acme, stdin=b'{"profile_update": {"seats": 5}}')
    assert (status, "warning" in err) == (0, False)
    status, err = send(acme, stdin=b'{"profile_update": {"seats": "many"}}')
    assert status == 0
    assert err.startswith(
        "warning: profile field 1, value: “seats” was a number before and is a text here."
    )
    assert "[type-drift]" in err.splitlines()[0]
    assert len(server.received) == 2
    # Now both types were sent before.
    status, err = send(acme, stdin=b'{"profile_update": {"seats": "few"}}')
    assert (status, "type-drift" in err) == (0, False)


def test_a_user_id_that_is_almost_a_known_one_is_warned_of(acme: str) -> None:
    send(acme, user="katharina")
    status, err = send(acme, "--json", user="kathraina")
    assert status == 0
    record = json.loads(err.splitlines()[0])
    assert (record["code"], record["fix"]) == ("user-id-alike", "Use “katharina”")


def test_one_object_for_scripts(acme: str) -> None:
    body = b'{"request_id": "r-1", "profile_update": {"a": 1}}'
    called = call("send", "--account", acme, "--user", "u1", "--json", stdin=body)
    (record,) = called.records
    assert (record["outcome"], record["status"], record["request_id"]) == ("accepted", 200, "r-1")
    assert (record["account"], record["user_id"], record["exchange_id"]) == ("Acme", "u1", 1)
    assert record["response"]["body"] == '{"ok":true}'
    assert [attempt["result"] for attempt in record["attempts"]] == ["200 OK"]
    assert record["explanation"].startswith("The server accepted")
    assert ACCOUNT_ID not in called.out + called.err


def test_a_production_account_is_named_before_sending(
    backend: MemoryKeyring, server: WiredServer
) -> None:
    url = ["--base-url", server.url, "--safety", "production"]
    assert call("accounts", "add", "Live", *url, stdin=ACCOUNT_ID).status == 0
    status, err = send("Live")
    assert status == 0
    assert err.splitlines()[0].startswith("Sending to Live (production): POST")


@pytest.mark.parametrize(
    ("answer", "status", "word"),
    [
        (response(status="202 Accepted"), 0, "Accepted · 202 Accepted"),
        (
            response(b'{"error":true,"message":{"title":"no"}}', "404 Not Found"),
            1,
            "Rejected · 404",
        ),
        (response(b'{"error":true}', "200 OK"), 1, "Rejected · 200 OK"),
        (response(b"<html>", "500 Internal Server Error"), 1, "Rejected · 500"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", 3, "Unknown · 200 OK"),
        (b"", 3, "Unknown · "),
    ],
)
def test_outcomes_and_their_statuses(
    acme: str, server: WiredServer, answer: bytes, status: int, word: str
) -> None:
    server.behave(answering_once(answer))
    got, err = send(acme, stdin=EVENT)
    assert got == status
    assert f"\n{word}" in err
    assert len(server.received) == 1


def test_nobody_listens(backend: MemoryKeyring) -> None:
    added = call("accounts", "add", "Away", "--base-url", "http://127.0.0.1:9", stdin=ACCOUNT_ID)
    assert added.status == 0
    timer = threading.Timer(0.5, signal.raise_signal, [signal.SIGINT])
    timer.start()
    status, err = send("Away")
    timer.join()
    assert status == 4
    assert "Attempt 1: connection refused. Trying again in " in err
    assert "\nNot sent · " in err


def test_an_account_id_in_the_answer_is_masked(acme: str, server: WiredServer) -> None:
    answer = f'{{"error":true,"message":"no route for {ACCOUNT_ID}"}}'.encode()
    server.behave(answering(response(answer, "404 Not Found")))
    called = call("send", "--account", acme, "--user", "u1", stdin=NO_EVENTS)
    assert called.status == 1
    assert called.out == '{"error":true,"message":"no route for ••••"}'
    assert "The answer repeated the account ID; it is masked." in called.err


def test_a_body_with_errors_is_not_sent(acme: str, server: WiredServer) -> None:
    body = b'{"events": [{"name": "appcues:x", "timestamp": 1}], "profile_update": {"_a": ""}}'
    called = call("send", "--account", acme, "--user", "", stdin=body)
    assert (called.status, called.out) == (1, "")
    codes = [line.rpartition("[")[2] for line in called.err.splitlines()]
    assert codes[:2] == ["user-id-empty]", "event-name-reserved]"]
    assert called.err.endswith("Nothing was sent: correct the errors above first.\n")
    as_json = call("send", "--account", acme, "--user", "u", "--json", stdin=body)
    first = json.loads(as_json.err.splitlines()[0])
    assert (first["code"], first["severity"]) == ("event-name-reserved", "error")
    assert (as_json.status, as_json.out) == (1, "")
    assert server.received == []


def test_warnings_do_not_keep_it_back(acme: str, server: WiredServer) -> None:
    status, err = send(acme, user="u 1", stdin=b'{"profile_update": {"_a": "x"}, "more": 1}')
    assert status == 0
    assert err.count("warning: ") == 3
    assert len(server.received) == 1


@pytest.mark.parametrize("stdin", [b"", b"{'a': 1}", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_wrong_usage(acme: str, server: WiredServer, stdin: bytes) -> None:
    assert send(acme, stdin=stdin)[0] == 2
    assert server.received == []


def test_a_user_id_that_no_url_can_carry(acme: str, server: WiredServer) -> None:
    status, err = send(acme, user="a\udcff")
    assert status == 1
    assert "[user-id-surrogate]" in err
    assert server.received == []


def test_an_account_without_its_id(acme: str, backend: MemoryKeyring, server: WiredServer) -> None:
    for name in [name for name in backend.items if name[1] == "account-id"]:
        del backend.items[name]
    status, err = send(acme)
    assert status == 5
    assert "The account ID of Acme is not in the system keyring, so nothing was sent" in err
    assert server.received == []


def test_a_locked_keyring(acme: str, backend: MemoryKeyring, server: WiredServer) -> None:
    backend.locked = True
    status, err = send(acme)
    assert status == 5
    assert "The system keyring is locked" in err
    assert server.received == []


async def never_answering(connection: Connection) -> None:
    await connection.take()
    await connection.until_closed()


def interrupted_send(account: str, server: WiredServer) -> tuple[int, str]:
    """Send, and press Ctrl+C once the request has arrived."""

    def interrupt() -> None:
        server.wait_for_requests(1)
        signal.raise_signal(signal.SIGINT)

    server.behave(never_answering)
    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        return send(account, stdin=EVENT)
    finally:
        thread.join()


def test_ctrl_c_while_the_answer_is_awaited(acme: str, server: WiredServer) -> None:
    status, err = interrupted_send(acme, server)
    assert status == 3
    assert "Cancelling.\nUnknown" in err
    row = call("history", "--json").records[0]
    assert (row["outcome"], row["user_id"]) == ("unknown", "u1")


def test_a_second_ctrl_c_does_not_wait_for_the_end(
    acme: str, server: WiredServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interruptions, "ECHO", 0.0)
    # A cancellation that takes so long that the person presses again.
    monkeypatch.setattr(Sending, "cancel", lambda _: signal.raise_signal(signal.SIGINT))
    status, err = interrupted_send(acme, server)
    assert status == 3
    assert err.endswith("look at the user before sending it again.\n")
    assert call("history", "--json").records[0]["outcome"] == "unknown"


def test_ctrl_c_before_anything_was_sent(
    acme: str, server: WiredServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_path: Path) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(rendezvous, "find_running", interrupted)
    called = call("send", "--account", "Practice", "--user", "u", stdin=NO_EVENTS)
    assert (called.status, called.out) == (4, "")
    assert called.err == "Interrupted before anything was sent.\n"


def test_retries_are_told(acme: str, server: WiredServer) -> None:
    calls = []

    async def busy_then_fine(connection: Connection) -> None:
        while True:
            await connection.take()
            calls.append(1)
            busy = response(b"{}", "429 Too Many", ("Retry-After: 0",))
            await connection.write(busy if len(calls) == 1 else response())

    server.behave(busy_then_fine)
    called = call("send", "--account", acme, "--user", "u", "--json", stdin=EVENT)
    assert called.status == 0
    assert "Attempt 1: 429 Too Many" in called.err
    assert [attempt["status"] for attempt in called.records[0]["attempts"]] == [429, 200]


def test_the_command_alone_leaves_no_practice_server_behind(tmp_path: Path) -> None:
    assert send("Practice")[0] == 0
    assert asyncio.run(rendezvous.find_running(tmp_path / "home" / "practice.json")) is None
