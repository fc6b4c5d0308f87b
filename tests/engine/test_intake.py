"""Pastes, files and samples, read on the engine's thread for files."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from appcues_console.accounts.account import PRACTICE, PRACTICE_ACCOUNT_ID, Account
from appcues_console.accounts.status import VaultLocked
from appcues_console.activity.destination import Credentials, Safety
from appcues_console.activity.lint import lint
from appcues_console.activity.snippets import Request
from appcues_console.engine.engine import Engine
from appcues_console.engine.errors import CredentialsMissing
from appcues_console.intake.understood import NotUnderstood, Understood
from appcues_console.paths import Places
from tests.accounts.memory_keyring import MemoryKeyring


def test_a_paste_and_a_file_are_understood_alike(tmp_path: Path) -> None:
    text = '{"profile_update": {"tier": 1.0}}'
    path = tmp_path / "body.json"
    path.write_text(text, "utf-8")
    with Engine(Places(tmp_path / "home")) as engine:
        pasted, dropped = engine.understand(text).result(5), engine.understand_file(path).result(5)
    assert isinstance(pasted, Understood)
    assert pasted == dropped


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with Engine(Places(tmp_path / "home")) as engine:
        read = engine.understand_file(tmp_path / "gone.json").result(5)
    assert isinstance(read, NotUnderstood)


def test_the_samples_are_ready_to_send_but_for_the_user(tmp_path: Path) -> None:
    with Engine(Places(tmp_path / "home")) as engine:
        samples = engine.samples().result(5)
    assert len(samples) >= 4
    for _, hint, draft in samples:
        assert hint
        errors = {p.code for p in lint(draft, 0) if p.severity.value == "error"}
        assert errors <= {"user-id-empty"}


def test_the_practice_account_is_recognised_and_a_stranger_is_not(tmp_path: Path) -> None:
    with Engine(Places(tmp_path / "home")) as engine:
        assert engine.recognise(PRACTICE_ACCOUNT_ID).result(10) == PRACTICE
        assert engine.recognise("918273645").result(10) is None


ACME = Account("a" * 32, "Acme", "us", "https://api.appcues.com", Safety.TEST, "blue")


def test_a_keyring_that_is_locked_is_told_from_a_stranger(
    start: Callable[[], Engine], backend: MemoryKeyring
) -> None:
    first = start()
    first.save_account(ACME, Credentials("918273645")).result(10)
    first.close()
    second = start()
    backend.locked = True
    with pytest.raises(VaultLocked):
        second.recognise("918273645").result(10)
    assert second.recognise(PRACTICE_ACCOUNT_ID).result(10) == PRACTICE
    backend.locked = False
    assert second.recognise("918273645").result(10) == ACME
    assert second.recognise("424242").result(10) is None


def test_a_runnable_command_arrives_at_the_practice_server(
    engine: Engine, backend: MemoryKeyring, tmp_path: Path
) -> None:
    body = '{"profile_update": {"tier": 1.0}}'
    base_url = engine.destination(PRACTICE).result(20).base_url
    command = engine.runnable_curl(Request(base_url, "u 7", body), PRACTICE).result(10)
    script = tmp_path / "command.sh"
    script.write_text(command, "utf-8")
    done = subprocess.run(["sh", script], capture_output=True, check=True, timeout=20)
    assert done.stdout == b'{"ok":true}'


def test_a_runnable_command_holds_what_the_keyring_holds(
    engine: Engine, backend: MemoryKeyring
) -> None:
    account = replace(ACME, has_bearer=True)
    request = Request(account.base_url, "u", "{}", bearer=True)
    with pytest.raises(CredentialsMissing, match="nothing was copied"):
        engine.runnable_curl(request, account).result(10)
    engine.save_account(account, Credentials("918273645", "marked")).result(10)
    command = engine.runnable_curl(request, account).result(10)
    assert "/accounts/918273645/" in command
    assert "Authorization: Bearer marked" in command
