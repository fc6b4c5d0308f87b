"""A cURL command that a POSIX shell takes apart into exactly what was meant, without a secret."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.snippets.curl import LONGEST_ARGUMENT, as_curl
from appcues_console.activity.snippets.request import Request
from tests.activity.snippets.arrivals import LONG, Arrivals, run, written

BASE = "https://api.appcues.com"


def arguments_of(command: str) -> list[str]:
    """Return what curl would be given, by the word of a real shell."""
    script = "curl() { printf '%s\\0' \"$@\"; }\n" + command
    shell = subprocess.run(["sh", "-c", script], capture_output=True, check=True, timeout=20)
    return shell.stdout.decode("utf-8").split("\0")[:-1]


@pytest.mark.parametrize(
    "body",
    [
        '{\n  "a": "it\'s $HOME `id` \\\\ \\n !!"\n}',
        "{}",
        "@/etc/passwd",
        "-K /etc/passwd",
        '{"ключ": "\u202e🙂"}',
    ],
)
def test_the_shell_hands_over_the_body_as_it_is(body: str) -> None:
    arguments = arguments_of(as_curl(Request(BASE, "u/1", body)))
    assert arguments == [
        "--request",
        "POST",
        "--path-as-is",
        f"{BASE}/v1/accounts/ACCOUNT_ID/users/u%2F1/activity",
        "--header",
        "Content-Type: application/json",
        "--data-raw",
        body,
    ]


def test_a_bearer_value_is_a_placeholder_too() -> None:
    command = as_curl(Request(BASE, "u", "{}", bearer=True))
    assert "Authorization: Bearer BEARER_VALUE" in arguments_of(command)
    assert "Authorization" not in as_curl(Request(BASE, "u", "{}"))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_user_id_is_one_word_of_the_url(user_id: str) -> None:
    url = as_curl(Request(BASE + "/", user_id, "{}")).splitlines()[0].split()[-2].strip("'")
    assert url.count("/") == 8
    assert url.startswith(f"{BASE}/v1/accounts/ACCOUNT_ID/users/")
    assert not set(url) & set("'\"$`; ")


def test_half_a_character_pair_has_no_command() -> None:
    with pytest.raises(UnicodeEncodeError):
        as_curl(Request(BASE, "\ud800", "{}"))


def test_a_body_that_is_too_long_for_an_argument_goes_through_a_pipe() -> None:
    short, long = "x" * LONGEST_ARGUMENT, "é" * LONGEST_ARGUMENT

    assert arguments_of(as_curl(Request(BASE, "u", short)))[-2:] == ["--data-raw", short]
    command = as_curl(Request(BASE, "u", long))
    assert command.startswith(f"printf %s '{long}' | curl ")
    assert command.endswith("--data-binary @-")


def test_curl_sends_every_body_to_the_letter(practice: Arrivals, tmp_path: Path) -> None:
    for number, (_, request) in enumerate(practice.requests()):
        written(tmp_path, f"{number:02}.sh", as_curl(request))
    (tmp_path / "all.sh").write_text(
        f'set -e\nfor file in "{tmp_path}"/[0-9]*.sh; do . "$file"; echo; done\n'
    )

    answers = run("sh", tmp_path / "all.sh")

    assert answers.count("{") >= len(practice.requests())
    assert practice.differences() == {}


def test_curl_sends_a_long_body_and_a_user_id_of_dots(practice: Arrivals, tmp_path: Path) -> None:
    run("sh", written(tmp_path, "long.sh", as_curl(Request(practice.base_url, "..", LONG))))

    assert practice.body("..") == LONG
