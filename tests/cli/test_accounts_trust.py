"""`accounts add` with certificate files: read at once, and the passphrase never an argument."""

from __future__ import annotations

import getpass
import io
from pathlib import Path

import pytest

from appcues_console import cli
from tests.accounts.memory_keyring import MemoryKeyring
from tests.cli.calling import call, make_engine
from tests.cli.conftest import ACCOUNT_ID
from tests.delivery.certificates import PASSPHRASE, Certificates


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """Certificates in the folder in which the command is called."""
    made = Certificates(tmp_path / "here")
    made.client()
    made.client_with_encrypted_key()
    monkeypatch.chdir(made.folder)
    return made


def kept(backend: MemoryKeyring) -> set[str]:
    """Return the secrets of accounts; the history has a key of its own beside them."""
    return {secret for (name, _), secret in backend.items.items() if "/history/" not in name}


OPEN = ("--ca-file", "ca.pem", "--client-certificate", "client.pem", "--client-key", "client.key")
ENCRYPTED = ("--client-certificate", "client.pem", "--client-key", "encrypted.key")


def test_files_are_kept_by_their_whole_paths(backend: MemoryKeyring, own: Certificates) -> None:
    added = call("accounts", "add", "A", *OPEN, stdin=f"{ACCOUNT_ID}\n")
    assert (added.status, added.out) == (0, ""), added.err
    record = call("accounts", "list", "--json").records[1]

    assert record["ca_file"] == str(own.folder / "ca.pem")
    assert record["client_certificate"] == str(own.folder / "client.pem")
    assert record["client_key"] == str(own.folder / "client.key")
    assert record["has_passphrase"] is False
    assert kept(backend) == {ACCOUNT_ID}


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_passphrase_is_the_second_line(
    end: str, backend: MemoryKeyring, own: Certificates, tmp_path: Path
) -> None:
    added = call("accounts", "add", "A", *ENCRYPTED, stdin=f"{ACCOUNT_ID}\r\n{PASSPHRASE}{end}")
    assert added.status == 0, added.err
    assert call("accounts", "list", "--json").records[1]["has_passphrase"] is True

    assert kept(backend) == {ACCOUNT_ID, PASSPHRASE}
    written = b"".join(p.read_bytes() for p in (tmp_path / "home").rglob("*") if p.is_file())
    assert PASSPHRASE.encode() not in written
    assert PASSPHRASE not in added.err


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (["--ca-file", "no.pem"], "1", "The CA file “no.pem” does not exist."),
        (["--ca-file", "client.key"], "1", "The CA file “client.key” holds no certificate"),
        (["--client-key", "client.key"], "1", "A client key needs its certificate."),
        (["--client-certificate", "client.pem"], "1", "“client.pem” does not hold a certificate"),
        ([*ENCRYPTED], "1", "The client key “encrypted.key” needs a passphrase, and none"),
        ([*ENCRYPTED], "1\nwrong", "The client key “encrypted.key” needs a passphrase, and the"),
        ([*ENCRYPTED], f"1\n{PASSPHRASE}\n2", "The passphrase holds a character"),
        ([*ENCRYPTED], "", "Enter the account ID."),
    ],
)
def test_what_is_refused(
    arguments: list[str], stdin: str, says: str, backend: MemoryKeyring, own: Certificates
) -> None:
    called = call("accounts", "add", "A", *arguments, stdin=stdin)

    assert (called.status, called.out) == (2, "")
    assert called.err.startswith(says)
    assert called.err.endswith("Nothing was saved.\n")
    assert not kept(backend)
    assert len(call("accounts", "list", "--json").records) == 1


def test_a_passphrase_as_an_argument_gets_a_sentence(
    backend: MemoryKeyring, own: Certificates
) -> None:
    called = call("accounts", "add", "A", *ENCRYPTED, "--passphrase", PASSPHRASE, stdin="1")

    assert called.status == 2
    assert "neither is a passphrase" in called.err
    assert PASSPHRASE not in called.err
    assert not kept(backend)


def test_at_a_terminal_both_are_asked_for(
    backend: MemoryKeyring, own: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked = []

    def ask(prompt: str, stream: object) -> str:
        asked.append(prompt)
        return PASSPHRASE if "Passphrase" in prompt else ACCOUNT_ID

    monkeypatch.setattr(getpass, "getpass", ask)
    out, err = io.StringIO(), io.StringIO()
    arguments = ["accounts", "add", "A", *ENCRYPTED]
    assert cli.main(arguments, make_engine, Terminal(), out, err) == 0
    assert asked == ["Account ID of A: ", "Passphrase of its client key: "]
    assert kept(backend) == {ACCOUNT_ID, PASSPHRASE}
    asked.clear()
    assert cli.main(["accounts", "add", "B", *OPEN], make_engine, Terminal(), out, err) == 0

    assert asked == ["Account ID of B: "]
