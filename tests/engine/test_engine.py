"""The program without a face, whole: real sockets, a real database, the real practice server."""

from __future__ import annotations

import subprocess
import sys
import threading
from urllib.parse import quote

import pytest

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.activity import lint as linting
from appcues_console.activity.composition import Composition, Placed, Template
from appcues_console.activity.destination import MASK, Credentials, Safety
from appcues_console.activity.draft import Draft, example
from appcues_console.activity.exchange import Activity, Outcome
from appcues_console.activity.known import PROFILE, Known
from appcues_console.activity.linting.familiarity import Familiarity
from appcues_console.activity.linting.rows import Part
from appcues_console.activity.values import Kind
from appcues_console.delivery.progress import AttemptEnded, AttemptStarted, Progress, Recorded
from appcues_console.engine.engine import Engine
from appcues_console.engine.errors import EngineClosed
from appcues_console.paths import Places
from tests.accounts.memory_keyring import MemoryKeyring
from tests.delivery.test_transport_faults import never_answer
from tests.delivery.wire import answering, response
from tests.e2e.secrets_found import said
from tests.engine.story import PATIENCE, TIMED, Prompt, Starter, get, quiet, saved, send
from tests.engine.wired import WiredServer


@pytest.mark.parametrize("user_id", ["u1", "a/b ü", "..", "100%", "日本"])
def test_what_is_sent_to_practice_arrives_byte_for_byte(
    user_id: str, engine: Engine, backend: MemoryKeyring
) -> None:
    body = b'{ "events":[{"name":"n","timestamp":1452690325 }],\n"profile_update":{"\xc3\xbc":1e0}}'
    activity = Activity(user_id, body, "n", 1)
    told: list[Progress] = []
    exchange = engine.send(activity, PRACTICE, told.append).future.result(PATIENCE)
    base_url = engine.destination(PRACTICE).result(PATIENCE).base_url
    user = user_id.replace(".", "%2E") if user_id == ".." else quote(user_id, safe="")
    assert get(f"{base_url}/practice/accounts/12345/users/{user}/received/latest") == body
    assert exchange.outcome is Outcome.ACCEPTED
    assert [type(each) for each in told] == [Recorded, AttemptStarted, AttemptEnded]
    assert exchange.opening.activity is activity
    assert "12345" not in exchange.opening.masked_url
    assert engine.exchange(exchange.id).result(PATIENCE) == exchange


def test_listeners_hear_of_each_exchange_on_the_engines_thread(
    engine: Engine, backend: MemoryKeyring
) -> None:
    heard: list[tuple[int, str]] = []
    engine.on_history_changed(lambda i: heard.append((i, threading.current_thread().name)))
    exchange = send(engine)
    assert heard == [(exchange.id, "engine")] * 2


def test_what_was_sent_is_known_and_the_draft_compared_already(
    engine: Engine, backend: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(engine, activity=Activity("u1", b'{"profile_update":{"team":5}}', "team", 0))
    draft = example()
    linting.lint(draft, 0)
    compared: list[str] = []

    def compare(part: Part, known: Known) -> Familiarity:
        compared.append(threading.current_thread().name)
        return Familiarity(part, known)

    monkeypatch.setattr(linting, "Familiarity", compare)
    assert engine.known("another").result(PATIENCE) == Known()
    assert compared == []
    known = engine.known(PRACTICE.key, draft).result(PATIENCE)
    assert known.people == ("u1",)
    assert known.property_kinds == {(PROFILE, "team"): frozenset({Kind.NUMBER})}
    assert compared == ["files", "files"]
    assert "type-drift" in [problem.code for problem in linting.lint(draft, 0, known)]
    assert len(compared) == 2


def test_an_engine_that_was_never_used_leaves_no_trace(places: Places) -> None:
    Engine(places).close()
    with Engine(places):
        pass
    assert not places.home.exists()


def test_after_the_end_everything_is_refused(start: Starter) -> None:
    engine = start()
    engine.close()
    engine.close()
    for future in (
        engine.accounts(),
        engine.ids(),
        engine.condition(),
        engine.destination(PRACTICE),
        engine.send(TIMED, PRACTICE, quiet).future,
    ):
        with pytest.raises(EngineClosed):
            future.result(0)


def test_a_send_under_way_at_the_end_is_kept_with_its_honest_outcome(
    start: Starter, backend: MemoryKeyring, server: WiredServer, acme: Account
) -> None:
    server.behave(never_answer)
    engine = start()
    sending = engine.send(TIMED, saved(engine, acme), quiet)
    server.wait_for_requests(1)
    engine.close()
    exchange = sending.future.result(0)
    assert exchange.outcome is Outcome.UNKNOWN
    assert start().exchange(exchange.id).result(PATIENCE) == exchange


def test_a_prompt_that_nobody_answers_does_not_hold_up_the_end(
    places: Places, backend: MemoryKeyring
) -> None:
    with Prompt(backend) as prompt:
        engine = Engine(places)
        engine.start()
        ids = engine.ids()
        sending = engine.send(TIMED, PRACTICE, quiet)
        prompt.until_shown()
        engine.close()
        with pytest.raises(EngineClosed):
            ids.result(0)
        assert sending.future.result(0).outcome is Outcome.NOT_SENT


def test_an_end_in_the_middle_of_everything_leaves_nothing_behind(
    places: Places, backend: MemoryKeyring
) -> None:
    for _ in range(10):
        engine = Engine(places)
        engine.start()
        condition, accounts = engine.condition(), engine.accounts()
        sending = engine.send(TIMED, PRACTICE, quiet)
        engine.close()
        assert condition.done()
        assert accounts.done()
        assert sending.future.done()


def test_no_file_and_no_repr_holds_a_secret(
    start: Starter, backend: MemoryKeyring, server: WiredServer, acme: Account, places: Places
) -> None:
    secret = Credentials("MARK5544332211", "SIGNED9988776655")
    echo = (
        b'{"error":true,"message":{"description":"no route for /v1/accounts/MARK5544332211/users",'
        b'"title":"SIGNED9988776655"}}'
    )
    server.behave(answering(response(echo, "404 MARK5544332211", ("X-Echo: MARK5544332211",))))
    engine = start()
    exchange = send(engine, saved(engine, acme, secret))
    assert exchange.ending is not None
    assert exchange.ending.reply is not None
    assert exchange.ending.reply.redacted
    assert MASK in exchange.ending.explanation
    engine.close()
    key = next(value for (service, _), value in backend.items.items() if "history" in service)
    files = [path for path in places.home.rglob("*") if path.is_file()]
    assert places.database in files
    for path in files:
        content = path.read_bytes()
        assert bytes.fromhex(key) not in content, path
        for mark in (secret.account_id, "SIGNED9988776655", key):
            assert said(mark, content) == [], path
    assert "MARK5544332211" not in repr(exchange)


def test_making_an_engine_imports_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from appcues_console.engine.engine import Engine\n"
        "from appcues_console.paths import Places\n"
        "Engine(Places(Path('nowhere')))\n"
        "heavy = 'asyncio ssl httpx keyring apsw starlette uvicorn filelock platformdirs'\n"
        "print(sorted(set(heavy.split()) & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_what_another_engine_of_the_same_home_did_shows_in_the_versions(
    start: Starter, backend: MemoryKeyring
) -> None:
    mine, other = start(), start()
    before = mine.versions().result(PATIENCE)
    send(mine)
    assert mine.versions().result(PATIENCE) == before

    sent = send(other)
    then = mine.versions().result(PATIENCE)
    assert then.history != before.history
    assert then.accounts == before.accounts
    assert sent.id in mine.ids().result(PATIENCE)

    account = saved(other, Account("c" * 32, "T", None, "https://t.example", Safety.TEST, "blue"))
    assert mine.versions().result(PATIENCE).accounts != then.accounts
    assert account in mine.accounts().result(PATIENCE)


def test_no_copy_of_the_program_takes_the_place_of_anothers_template(
    start: Starter, backend: MemoryKeyring
) -> None:
    here, there = start(), start()
    first, theirs, ours = (
        Template("mine", Composition(Draft(user_id)), at)
        for at, user_id in enumerate(("first", "theirs", "ours"))
    )
    assert here.save_template(first).result(PATIENCE) is Placed.SAVED
    assert there.save_template(theirs, first).result(PATIENCE) is Placed.SAVED
    assert here.save_template(ours, first).result(PATIENCE) is Placed.TAKEN
    assert here.templates().result(PATIENCE) == (theirs,)
    assert here.save_template(ours, theirs).result(PATIENCE) is Placed.SAVED
    assert there.remove_template("mine").result(PATIENCE) == ours
    assert here.templates().result(PATIENCE) == ()
