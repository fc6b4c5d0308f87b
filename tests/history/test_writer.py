"""The real process: what it answers is on the disk, and what it was told is kept to the end."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from appcues_console.activity.exchange import Activity, Opening, Outcome
from appcues_console.activity.known import Property
from appcues_console.activity.values import Kind
from appcues_console.history.messages import Answer, Begin, Complete, Message
from appcues_console.history.writer import NOT_OPENED
from tests.history.exchanges import ending, opening
from tests.history.writing import PATIENCE, ROOT, OpenHistory, Writer


@pytest.fixture
def history(tmp_path: Path) -> Iterator[OpenHistory]:
    with OpenHistory(tmp_path / "history.db") as history:
        yield history


def impossible() -> Opening:
    """Return what no table takes: a bug, as far as the process can know."""
    return replace(opening("impossible"), started_at="yesterday")  # type: ignore[arg-type]


def test_what_it_answers_is_in_the_file(history: OpenHistory) -> None:
    with Writer() as writer:
        writer.greet(history.hello)
        writer.tell(Begin(1, opening("user-1")))
        ((sequence, exchange_id),) = writer.hear()
        assert (sequence, exchange_id) == (1, 1)
        begun = history.store.exchange(1).result()
        assert begun is not None
        assert (begun.opening, begun.outcome) == (opening("user-1"), Outcome.SENDING)
        assert history.store.unfinished().result() == {1}, "it belongs to the copy that asked"

        writer.tell(Complete(2, 1, ending()))
        assert writer.hear() == [Answer(2, 1)]
        ended = history.store.exchange(1).result()
        assert ended is not None
        assert ended.ending == ending()
        assert list(history.store.ids("widget").result()) == [1]


def test_what_comes_together_is_answered_together(history: OpenHistory) -> None:
    with Writer() as writer:
        writer.greet(history.hello)
        writer.tell(*(Begin(n, opening(f"user-{n}")) for n in range(1, 9)))
        assert writer.hear() == [Answer(n, n) for n in range(1, 9)]


def test_messages_may_come_with_the_greeting(history: OpenHistory) -> None:
    with Writer() as writer:
        writer.tell(history.hello, Begin(1, opening()))
        assert writer.end() == 0
    assert history.users() == ["user-42"]


def test_one_that_cannot_be_kept_takes_no_neighbour_along(history: OpenHistory) -> None:
    with Writer() as writer:
        writer.greet(history.hello)
        writer.tell(Begin(1, opening("before")), Begin(2, impossible()), Begin(3, opening("after")))
        before, failed, after = writer.hear()
        assert failed == Answer(2, None)
        assert None not in {before.kept, after.kept}
        writer.tell(Complete(4, before.kept or 0, ending()))
        assert writer.hear() == [Answer(4, before.kept)], "it works on"
    assert history.users() == ["before", "after"]


def test_it_learns_from_bodies_what_was_sent(history: OpenHistory) -> None:
    body = b'{"profile_update":{"team":"Product","seats":3}}'
    known = Activity("user-42", body, "profile: team, seats", 0)
    with Writer() as writer:
        writer.greet(history.hello)
        writer.tell(Begin(1, replace(opening(), activity=known)))
        assert writer.hear() == [Answer(1, 1)]
        writer.tell(Complete(2, 1, ending()))
        assert writer.hear() == [Answer(2, 1)]
    kinds = history.store.known("a" * 32).result().property_kinds
    expected: dict[Property, frozenset[Kind]] = {
        ("", "team"): frozenset({Kind.TEXT}),
        ("", "seats"): frozenset({Kind.NUMBER}),
    }
    assert kinds == expected


def test_the_end_of_the_input_ends_it_once_all_is_kept(history: OpenHistory) -> None:
    messages: list[Message] = [Begin(n, opening(f"user-{n}")) for n in range(1, 200)]
    with Writer() as writer:
        writer.greet(history.hello)
        writer.stop_listening()
        writer.tell(*messages)
        assert writer.end() == 0
    assert history.users() == [f"user-{n}" for n in range(1, 200)]


def test_an_input_that_ends_at_once_is_no_fault() -> None:
    with Writer() as writer:
        assert writer.end() == 0


def test_a_key_that_does_not_fit_opens_nothing(history: OpenHistory) -> None:
    before = history.path.read_bytes()
    with Writer() as writer:
        writer.tell(replace(history.hello, key=b"x" * 32), Begin(1, opening()))
        assert writer.hear() == []
        assert writer.end() == NOT_OPENED
    assert history.path.read_bytes() == before
    assert history.users() == []


def test_another_file_of_that_name_is_not_touched(history: OpenHistory, tmp_path: Path) -> None:
    hello = history.hello
    for path in (tmp_path / "nothing.db", tmp_path / "other.db"):
        if path.stem == "other":
            path.write_bytes(b"")
        with Writer() as writer:
            writer.tell(replace(hello, path=str(path)))
            assert writer.end() == NOT_OPENED
    assert not (tmp_path / "nothing.db").exists(), "none is made"
    assert (tmp_path / "other.db").read_bytes() == b""


@pytest.mark.only_on("linux", "darwin")
def test_an_interruption_is_for_the_program_that_started_it(history: OpenHistory) -> None:
    with Writer() as writer:
        writer.greet(history.hello)
        writer.process.send_signal(signal.SIGINT)
        writer.tell(Begin(1, opening()))
        assert writer.hear() == [Answer(1, 1)]
        assert writer.end() == 0


def test_it_loads_nothing_that_it_does_not_need() -> None:
    script = (
        "import sys; import appcues_console.__main__, appcues_console.history.writer;"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    heavy = {"PySide6", "httpx", "keyring", "starlette", "uvicorn", "asyncio", "rapidfuzz"}
    assert not heavy & {*done.stdout.split()}
    assert "apsw" in done.stdout.split()
