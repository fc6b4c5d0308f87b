"""What `send` does on a person's word alone: events again, and without a lasting history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.accounts.memory_keyring import MemoryKeyring
from tests.cli.calling import EVENT, NO_EVENTS, Called, call
from tests.cli.conftest import ACCOUNT_ID
from tests.delivery.wire import answering, answering_once
from tests.engine.wired import WiredServer

LATER = EVENT.replace(b"2999-01-01", b"2999-01-02")


def send(*more: str, user: str = "u1", body: bytes = EVENT) -> Called:
    called = call("send", "--account", "Acme", "--user", user, *more, stdin=body)
    assert ACCOUNT_ID not in called.out + called.err
    return called


@pytest.fixture
def lost(acme: str, server: WiredServer) -> str:
    """An account, and an event sent to it whose answer was lost."""
    server.behave(answering_once(b""))
    assert send().status == 3
    server.behave(answering())
    return acme


def test_events_that_may_have_arrived_are_named_and_not_sent(
    lost: str, server: WiredServer
) -> None:
    called = send(body=LATER)
    assert (called.status, called.out) == (3, "")
    assert called.err.splitlines()[-1] == (
        "Whether this event arrived the last time is not known: “clicked”. Sent again, it may be"
        " counted twice: look at the user first. Nothing was sent: give --again to send all the"
        " same."
    )
    assert len(server.received) == 1


def test_again_sends_them_and_settles_it(lost: str, server: WiredServer) -> None:
    assert send("--again", body=LATER).status == 0
    assert send(body=LATER).status == 0
    assert len(server.received) == 3


def test_profile_values_and_other_users_are_free(lost: str, server: WiredServer) -> None:
    assert send(body=NO_EVENTS).status == 0
    assert send(user="u2").status == 0


def test_a_batch_holds_such_lines_back_and_goes_on(lost: str, server: WiredServer) -> None:
    lines = [
        b'{"user":"u1","body":' + LATER + b"}",
        b'{"user":"u2","body":' + LATER + b"}",
        b'{"user":"u1","body":' + NO_EVENTS + b"}",
    ]
    called = call("send", "--account", lost, "--lines", "--json", stdin=b"\n".join(lines))
    assert called.status == 3
    by_line = {each["line"]: each for each in called.records}
    assert [by_line[n]["exit_status"] for n in (1, 2, 3)] == [3, 0, 0]
    assert by_line[1]["outcome"] == "not sent"
    assert "“clicked”" in by_line[1]["explanation"]
    assert "3 lines in " in called.err
    assert "2 accepted, 1 held back." in called.err
    assert len(server.received) == 3
    again = call("send", "--account", lost, "--lines", "--again", stdin=b"\n".join(lines))
    assert again.status == 0


def test_a_batch_can_stop_at_such_a_line(lost: str, server: WiredServer) -> None:
    lines = [json.dumps({"user": user, "body": json.loads(LATER)}) for user in ("u1", "u2", "u3")]
    more = ("--at-once", "1", "--stop-at-first")
    called = call("send", "--account", lost, "--lines", *more, stdin="\n".join(lines))
    assert called.status == 3
    assert "Stopped at line 1." in called.err
    assert len(server.received) == 1


@pytest.fixture
def keyless(acme: str, backend: MemoryKeyring, tmp_path: Path) -> str:
    """An account whose history has lost its key."""
    assert send(body=NO_EVENTS).status == 0
    names = [name for name in backend.items if "history" in str(name).lower()]
    assert names
    for name in names:
        del backend.items[name]
    return acme


def test_without_a_lasting_history_nothing_is_sent(keyless: str, server: WiredServer) -> None:
    called = send(body=NO_EVENTS)
    assert (called.status, called.out) == (5, "")
    assert "Nothing was sent, because no lasting record of it could be kept." in called.err
    assert "history --start-new" in called.err
    lines = call("send", "--account", keyless, "--lines", stdin='{"user":"u","profile_update":{}}')
    assert lines.status == 5
    assert len(server.received) == 1


def test_a_word_sends_without_it(keyless: str, server: WiredServer) -> None:
    assert send("--without-history", body=NO_EVENTS).status == 0
    assert len(server.received) == 2


def test_practice_needs_no_history() -> None:
    assert call("send", "--account", "Practice", "--user", "u1", stdin=NO_EVENTS).status == 0


def test_a_history_without_its_key_is_set_aside_on_a_word(
    keyless: str, server: WiredServer
) -> None:
    assert call("history").status == 5
    called = call("history", "--start-new")
    assert called.status == 0
    assert Path(called.out.strip()).is_file()
    assert call("history").status == 0
    assert send(body=NO_EVENTS).status == 0


def test_a_history_that_opens_is_left_alone(acme: str) -> None:
    send(body=NO_EVENTS)
    called = call("history", "--start-new")
    assert (called.status, called.out) == (0, "")
    assert called.err == "The history is open: nothing was set aside.\n"
    assert len(call("history").out.splitlines()) == 1


def test_where_a_new_history_would_not_help_none_is_begun() -> None:
    called = call("history", "--start-new")
    assert (called.status, called.out) == (5, "")
    assert called.err.endswith("A new history would not help here: nothing was set aside.\n")
