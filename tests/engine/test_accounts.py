"""Keeping accounts: settings in a file, secrets in the keyring, both or neither."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.accounts.status import Kept, VaultLocked
from appcues_console.activity.destination import Credentials
from appcues_console.activity.exchange import Outcome
from appcues_console.engine import vault
from appcues_console.engine.engine import Engine
from appcues_console.engine.errors import CredentialsMissing
from appcues_console.paths import Places
from appcues_console.storage.errors import StorageError
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.story import PATIENCE, SECRET, Starter, saved, send
from tests.engine.wired import WiredServer


def test_an_account_is_saved_used_and_removed(
    engine: Engine, backend: MemoryKeyring, server: WiredServer, acme: Account
) -> None:
    answer = engine.save_account(acme, SECRET).result(PATIENCE)
    assert answer.kept is Kept.KEYRING
    assert answer.account == replace(acme, has_bearer=True)
    assert "in the system keyring" in answer.note
    assert engine.accounts().result(PATIENCE) == (PRACTICE, answer.account)
    assert engine.accounts_notice().result(PATIENCE) == ""
    assert engine.destination(answer.account).result(PATIENCE).base_url == server.url

    assert send(engine, answer.account).outcome is Outcome.ACCEPTED
    (request,) = server.received
    assert request.target == b"/v1/accounts/AC-77%2F61/users/u1/activity"
    assert request.headers[b"authorization"] == b"Bearer bearer-of-mark"

    sentence = engine.remove_account(answer.account).result(PATIENCE)
    assert "account ID and bearer value" in sentence
    assert engine.accounts().result(PATIENCE) == (PRACTICE,)
    assert not any("account-id" in service for service, _ in backend.items)
    with pytest.raises(CredentialsMissing):
        send(engine, answer.account)


def test_none_leaves_the_secrets_as_they_are(
    engine: Engine, backend: MemoryKeyring, server: WiredServer, acme: Account
) -> None:
    account = saved(engine, acme)
    renamed = replace(account, label="Acme 2", has_bearer=False)
    answer = engine.save_account(renamed, None).result(PATIENCE)
    assert answer.kept is None
    assert answer.account == replace(renamed, has_bearer=True)
    assert send(engine, answer.account).outcome is Outcome.ACCEPTED
    assert server.received[0].headers[b"authorization"] == b"Bearer bearer-of-mark"


def test_other_secrets_are_used_at_once(
    engine: Engine, backend: MemoryKeyring, server: WiredServer, acme: Account
) -> None:
    send(engine, saved(engine, acme))
    send(engine, saved(engine, acme, Credentials("other")))
    first, second = server.received
    assert b"/AC-77%2F61/" in first.target
    assert b"/other/" in second.target
    assert b"authorization" not in second.headers


def test_without_an_account_id_nothing_is_sent_and_nothing_recorded(
    engine: Engine, backend: MemoryKeyring, server: WiredServer, acme: Account
) -> None:
    engine.save_account(acme, None).result(PATIENCE)
    with pytest.raises(CredentialsMissing) as caught:
        send(engine, acme)
    assert "Acme" in caught.value.message
    assert "nothing was sent" in caught.value.message
    assert list(engine.ids().result(PATIENCE)) == []
    assert server.received == []


def test_a_locked_keyring_stops_what_needs_it_and_changes_nothing(
    engine: Engine, backend: MemoryKeyring, server: WiredServer, acme: Account
) -> None:
    account = saved(engine, acme)
    before = dict(backend.items)
    backend.locked = True
    with pytest.raises(VaultLocked):
        engine.save_account(account, Credentials("other")).result(PATIENCE)
    with pytest.raises(VaultLocked):
        engine.remove_account(account).result(PATIENCE)
    assert engine.accounts().result(PATIENCE) == (PRACTICE, account)
    assert backend.items == before
    with pytest.raises(VaultLocked):
        send(engine, account)
    assert send(engine).outcome is Outcome.ACCEPTED, "practice needs no keyring"
    backend.locked = False
    assert send(engine, account).outcome is Outcome.ACCEPTED


def test_a_label_that_is_taken_leaves_no_secret_behind(
    engine: Engine, backend: MemoryKeyring, acme: Account
) -> None:
    saved(engine, acme)
    items = dict(backend.items)
    with pytest.raises(StorageError):
        saved(engine, replace(acme, key="b" * 32), Credentials("twin"))
    assert backend.items == items


@pytest.mark.parametrize(
    "ask", [lambda e: e.remove_account(PRACTICE), lambda e: e.save_account(PRACTICE, None)]
)
def test_practice_is_neither_saved_nor_removed(
    ask: Callable[[Engine], Future[Any]], engine: Engine
) -> None:
    with pytest.raises(ValueError, match="built-in"):
        ask(engine).result(PATIENCE)


def test_without_a_keyring_an_account_id_lasts_for_this_session(
    start: Starter, server: WiredServer, acme: Account
) -> None:
    first = start()
    answer = first.save_account(acme, SECRET).result(PATIENCE)
    assert answer.kept is Kept.SESSION
    assert "for this session only" in answer.note
    assert send(first, answer.account).outcome is Outcome.ACCEPTED
    first.close()
    second = start()
    (_, account) = second.accounts().result(PATIENCE)
    with pytest.raises(CredentialsMissing):
        send(second, account)
    assert "is still there" in second.remove_account(account).result(PATIENCE)


def test_a_damaged_file_is_told_of(engine: Engine, backend: MemoryKeyring, places: Places) -> None:
    places.home.mkdir()
    places.accounts.write_text("{")
    assert engine.accounts().result(PATIENCE) == (PRACTICE,)
    assert "was damaged" in engine.accounts_notice().result(PATIENCE)


def test_an_item_that_was_removed_behind_our_back_is_missed_soon(
    engine: Engine,
    backend: MemoryKeyring,
    server: WiredServer,
    acme: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vault, "REMEMBERED_FOR", 0.0)
    account = saved(engine, acme, Credentials("only"))
    assert send(engine, account).outcome is Outcome.ACCEPTED
    for item in [item for item in backend.items if "account-id" in item[0]]:
        del backend.items[item]
    with pytest.raises(CredentialsMissing):
        send(engine, account)
    assert len(server.received) == 1
