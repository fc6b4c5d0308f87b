"""`accounts`: the ID comes in by a prompt or standard input and never comes out again."""

from __future__ import annotations

import getpass
import io
import json
from pathlib import Path

import pytest

from appcues_console import cli
from tests.accounts.memory_keyring import MemoryKeyring
from tests.cli.calling import call, make_engine
from tests.cli.conftest import ACCOUNT_ID


def files_of(home: Path) -> str:
    return "".join(
        path.read_bytes().decode("latin-1") for path in home.rglob("*") if path.is_file()
    )


def test_add_list_and_remove(backend: MemoryKeyring, tmp_path: Path) -> None:
    added = call("accounts", "add", " Staging ", "--region", "eu", stdin=f"{ACCOUNT_ID}\r\n")
    assert (added.status, added.out) == (0, "")
    assert added.err.splitlines() == [
        "Staging is saved, its account ID in the system keyring.",
        "That the region eu serves this endpoint is not documented.",
    ]
    assert ACCOUNT_ID in backend.items.values()
    assert ACCOUNT_ID not in files_of(tmp_path / "home")
    listed = call("accounts", "list")
    assert listed.out.splitlines() == [
        "Practice  practice  on this computer",
        "Staging  test  https://api.eu.appcues.com (eu)",
    ]
    assert call("accounts", "list", "--json").records[1] == {
        "label": "Staging",
        "safety": "test",
        "region": "eu",
        "base_url": "https://api.eu.appcues.com",
        "colour": "blue",
        "has_bearer": False,
        "ca_file": None,
        "client_certificate": None,
        "client_key": None,
        "has_passphrase": False,
    }
    removed = call("accounts", "remove", "staging")
    assert (removed.status, removed.out) == (0, "")
    assert removed.err == (
        "Staging is removed, and its account ID with it from the system keyring.\n"
    )
    assert ACCOUNT_ID not in backend.items.values()
    assert call("accounts", "list").out.count("\n") == 1


def test_all_settings(backend: MemoryKeyring) -> None:
    settings = ["--base-url", "https://proxy.example/x/", "--safety", "production"]
    assert call("accounts", "add", "L", *settings, "--colour", "pink", stdin="1").status == 0
    record = call("accounts", "list", "--json").records[1]
    assert (record["region"], record["base_url"]) == (None, "https://proxy.example/x")
    assert (record["safety"], record["colour"]) == ("production", "pink")


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (["Practice"], "1", "“Practice” is the built-in account."),
        ([" "], "1", "Give the account a name."),
        (["Known"], "1", "There is an account named “Known” already."),
        (["KNOWN"], "1", "There is an account named “KNOWN” already."),
        (["A", "--base-url", "http://example.com"], "1", "Use https"),
        (["A", "--base-url", "https://u:p@example.com"], "1", "Remove the user name"),
        (["A", "--colour", "mauve"], "1", "Choose a colour from blue, green"),
        (["A"], "", "Enter the account ID."),
        (["A"], " \n", "Enter the account ID."),
        (["A"], "12 34", "The account ID holds a space"),
        (["A"], "12\n34", "The account ID holds a space or a line break."),
        (["A"], "1" * 9_000, "The account ID is longer than"),
    ],
)
def test_what_is_refused(
    backend: MemoryKeyring, arguments: list[str], stdin: str, says: str
) -> None:
    assert call("accounts", "add", "Known", stdin="7").status == 0
    called = call("accounts", "add", *arguments, stdin=stdin)
    assert called.status == 2
    assert called.err.startswith(says)
    assert called.err.endswith("Nothing was saved.\n")
    assert len(call("accounts", "list", "--json").records) == 2


@pytest.mark.parametrize(
    "extra", [[ACCOUNT_ID], ["--id", ACCOUNT_ID], [f"--account-id={ACCOUNT_ID}"]]
)
def test_an_account_id_as_an_argument_gets_a_sentence(
    backend: MemoryKeyring, extra: list[str]
) -> None:
    called = call("accounts", "add", "A", *extra, stdin="1")
    assert (called.status, called.out) == (2, "")
    assert called.err.startswith("An account ID is never given as an argument")
    assert ACCOUNT_ID not in called.err
    assert backend.items == {}


def test_an_unusual_account_id_is_doubted(backend: MemoryKeyring) -> None:
    called = call("accounts", "add", "A", stdin="abc-123")
    assert called.status == 0
    assert "Account IDs seen so far are digits only." in called.err
    assert "abc-123" not in called.err


def test_at_a_terminal_it_is_asked_for_without_being_shown(
    backend: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked = []

    def ask(prompt: str, stream: object) -> str:
        asked.append((prompt, stream))
        return f" {ACCOUNT_ID} "

    monkeypatch.setattr(getpass, "getpass", ask)
    out, err = io.StringIO(), io.StringIO()
    arguments = ["accounts", "add", "Staging"]
    assert cli.main(arguments, make_engine, Terminal("never read"), out, err) == 0
    assert asked == [("Account ID of Staging: ", err)]
    assert ACCOUNT_ID in backend.items.values()

    def end_of_file(prompt: str, stream: object) -> str:
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", end_of_file)
    assert cli.main(["accounts", "add", "B"], make_engine, Terminal(), out, err) == 2


def test_without_a_usable_keyring_nothing_is_asked_or_saved(backend: MemoryKeyring) -> None:
    backend.locked = True
    called = call("accounts", "add", "A", stdin=ACCOUNT_ID)
    assert called.status == 5
    assert "locked" in called.err
    assert called.err.endswith("Nothing was saved.\n")
    assert len(call("accounts", "list", "--json").records) == 1


def test_on_a_machine_without_a_keyring() -> None:
    called = call("accounts", "add", "A", stdin=ACCOUNT_ID)
    assert called.status == 5
    assert "No system keyring is available" in called.err
    assert len(call("accounts", "list", "--json").records) == 1


def test_a_locked_keyring_keeps_an_account(backend: MemoryKeyring) -> None:
    assert call("accounts", "add", "A", stdin="1").status == 0
    backend.locked = True
    called = call("accounts", "remove", "A")
    assert called.status == 5
    assert "locked" in called.err
    assert len(call("accounts", "list", "--json").records) == 2


def test_practice_cannot_be_removed() -> None:
    called = call("accounts", "remove", "practice")
    assert (called.status, called.err) == (2, "Practice is built in and cannot be removed.\n")


def test_a_damaged_list_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "accounts.json").write_text("{")
    called = call("accounts", "list", "--json")
    assert called.status == 0
    assert "accounts.json was damaged" in called.err
    assert [json.loads(line)["label"] for line in called.out.splitlines()] == ["Practice"]
