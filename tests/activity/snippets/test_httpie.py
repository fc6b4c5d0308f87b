"""An HTTPie command, taken apart by a real shell and then by HTTPie's own documented rules.

HTTPie is no part of the locked tools, for it brings pip and setuptools along; where it is installed
it is run as well. These are its rules:
a request item is a header where its first separator is a colon; `--raw` takes a body as it is;
without `--ignore-stdin`, the input is the body.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from pathlib import Path

import pytest

from appcues_console.activity.destination import Credentials
from appcues_console.activity.snippets.httpie import as_httpie
from appcues_console.activity.snippets.request import Request
from tests.activity.snippets.arrivals import BODIES, LONG, Arrivals, run, written

BASE = "https://api.appcues.com"


def parsed(command: str) -> argparse.Namespace:
    """Return what HTTPie would be told, by the word of a real shell."""
    script = "http() { printf '%s\\0' \"$@\"; }\n" + command
    shell = subprocess.run(["sh", "-c", script], capture_output=True, check=True, timeout=20)
    parser = argparse.ArgumentParser()
    for flag in ("--ignore-stdin", "--path-as-is"):
        parser.add_argument(flag, action="store_true")
    for option in ("--auth-type", "--auth", "--raw"):
        parser.add_argument(option)
    for positional in ("method", "url", "item"):
        parser.add_argument(positional)
    return parser.parse_args(shell.stdout.decode("utf-8").split("\0")[:-1])


@pytest.mark.parametrize("body", [*BODIES.values(), "-x", ""])
def test_the_shell_hands_over_the_body_as_it_is(body: str) -> None:
    told = parsed(as_httpie(Request(BASE, "u 1", body)))

    assert told.raw == body
    assert told.ignore_stdin
    assert told.method == "POST"
    assert told.url == f"{BASE}/v1/accounts/ACCOUNT_ID/users/u%201/activity"
    assert told.item == "Content-Type:application/json"
    assert told.auth is None


def test_a_long_body_comes_through_a_pipe(tmp_path: Path) -> None:
    file = tmp_path / "long.sh"
    command = as_httpie(Request(BASE, "u", LONG))
    file.write_text(f"http() {{ cat; }}\n{command}\n", encoding="utf-8")

    assert run("sh", file) == LONG
    assert "--ignore-stdin" not in command
    assert "--raw" not in command


def test_a_user_id_of_dots_is_kept() -> None:
    told = parsed(as_httpie(Request(BASE, "..", "{}")))

    assert told.path_as_is
    assert told.url.endswith("/users/%2E%2E/activity")


def test_secrets_are_placeholders_unless_real_ones_are_given() -> None:
    told = parsed(as_httpie(Request(BASE, "u", "{}", bearer=True)))
    assert (told.auth_type, told.auth) == ("bearer", "BEARER_VALUE")

    real = parsed(as_httpie(Request(BASE, "u", "{}", credentials=Credentials("42", "a'b c"))))
    assert (told.auth_type, real.auth) == ("bearer", "a'b c")
    assert "/accounts/42/" in real.url


# It takes a second to start: a few bodies stand for all, which the shell has handed over above.
SENT = ("a file name", "shell", "carriage returns", "many lines")


def test_httpie_sends_what_it_is_told_to_the_letter(practice: Arrivals, tmp_path: Path) -> None:
    if shutil.which("http") is None:
        pytest.skip("needs HTTPie 3 to run the snippet with")
    bodies = {**{f"u/{name}": BODIES[name] for name in SENT}, "..": LONG}
    for number, (user_id, body) in enumerate(bodies.items()):
        command = as_httpie(Request(practice.base_url, user_id, body))
        run("sh", written(tmp_path, f"{number}.sh", command))

    assert {user_id: practice.body(user_id) for user_id in bodies} == bodies
