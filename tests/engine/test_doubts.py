"""Events are not repeated after an unknown without a person's word."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import pytest

from appcues_console.accounts.account import Account
from appcues_console.activity.exchange import Activity, Exchange, Outcome
from appcues_console.engine.engine import Engine
from appcues_console.engine.errors import MayCountTwice
from appcues_console.history.doubts import Doubts
from appcues_console.history.store import HistoryStore
from appcues_console.storage.errors import Unwritable
from tests.accounts.memory_keyring import MemoryKeyring
from tests.delivery.wire import answering, answering_once, response
from tests.engine.story import PATIENCE, TIMED, Starter, quiet, saved, send
from tests.engine.wired import WiredServer

LATER = replace(TIMED, body=TIMED.body.replace(b"1452690325", b"1452699999"))
PROFILE = Activity("u1", b'{"profile_update":{"a":1}}', "profile: a", 0)


@pytest.fixture
def account(engine: Engine, backend: MemoryKeyring, acme: Account) -> Account:
    return saved(engine, acme)


def lost(engine: Engine, server: WiredServer, account: Account) -> Exchange:
    """Send the event, and lose the answer."""
    server.behave(answering_once(b""))
    exchange = send(engine, account)
    assert exchange.outcome is Outcome.UNKNOWN
    server.behave(answering())
    return exchange


def test_the_same_event_is_refused_and_nothing_is_sent_or_recorded(
    engine: Engine, server: WiredServer, account: Account
) -> None:
    lost(engine, server, account)
    with pytest.raises(MayCountTwice) as refused:
        send(engine, account, LATER)
    assert refused.value.events == ("clicked widget",)
    assert "“clicked widget”" in refused.value.message
    assert len(server.received) == 1
    assert len(engine.ids().result(PATIENCE)) == 1
    assert engine.doubts(account, LATER).result(PATIENCE) == ("clicked widget",)


def test_with_a_word_it_goes_out_and_is_free_once_it_is_accepted(
    engine: Engine, server: WiredServer, account: Account
) -> None:
    lost(engine, server, account)
    said = engine.send(LATER, account, quiet, again=True).future.result(PATIENCE)
    assert said.outcome is Outcome.ACCEPTED
    assert send(engine, account, LATER).outcome is Outcome.ACCEPTED


def test_a_word_holds_for_one_send(engine: Engine, server: WiredServer, account: Account) -> None:
    lost(engine, server, account)
    server.behave(answering_once(b""))
    said = engine.send(LATER, account, quiet, again=True).future.result(PATIENCE)
    assert said.outcome is Outcome.UNKNOWN
    with pytest.raises(MayCountTwice):
        send(engine, account, LATER)


def test_profile_values_other_users_and_other_events_are_free(
    engine: Engine, server: WiredServer, account: Account
) -> None:
    lost(engine, server, account)
    other = replace(TIMED, body=TIMED.body.replace(b"widget", b"gadget"))
    for activity in (PROFILE, replace(TIMED, user_id="u2"), other):
        assert send(engine, account, activity).outcome is Outcome.ACCEPTED


def test_the_next_start_remembers(
    start: Starter, server: WiredServer, backend: MemoryKeyring, acme: Account
) -> None:
    first = start()
    account = saved(first, acme)
    lost(first, server, account)
    first.close()
    with pytest.raises(MayCountTwice):
        send(start(), account)


def test_what_could_not_be_written_is_remembered_for_the_session(
    engine: Engine, server: WiredServer, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.condition().result(PATIENCE)

    def full(*_: object) -> None:
        raise Unwritable("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(HistoryStore, "complete", full)
        ended = lost(engine, server, account).ending
        assert ended is not None
        assert "could not be written" in ended.explanation
        with pytest.raises(MayCountTwice):
            send(engine, account)
    assert engine.send(TIMED, account, quiet, again=True).future.result(PATIENCE).outcome is (
        Outcome.ACCEPTED
    )
    assert send(engine, account).outcome is Outcome.ACCEPTED


def test_a_series_without_doubts_asks_the_history_once_a_second_at_most(
    engine: Engine, server: WiredServer, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    usual = Doubts.any

    def counted(doubts: Doubts, account_key: str) -> Future[bool]:
        asked.append(account_key)
        return usual(doubts, account_key)

    monkeypatch.setattr(Doubts, "any", counted)
    monkeypatch.setattr("appcues_console.engine.doubts.TRUSTED_FOR", 3_600.0)
    server.behave(answering_once(response()))  # The next send must not find its connection open.
    for _ in range(5):
        send(engine, account)
    assert asked == [account.key]
    lost(engine, server, account)
    with pytest.raises(MayCountTwice):
        send(engine, account)
