"""A cURL command is a request: whom it is for, its data, and its secrets, which nothing says."""

from __future__ import annotations

import pytest

from appcues_console.activity.jsontext import JsonProblem
from appcues_console.activity.snippets import Request, as_curl
from appcues_console.intake import command
from appcues_console.intake.command import Command
from appcues_console.intake.traced import Traced

URL = "https://api.appcues.com/v1/accounts/424242/users/user%2042/activity"


def read(text: str) -> Command:
    found = command.read(Traced(text))
    assert isinstance(found, Command), found
    return found


def data(text: str) -> str | None:
    found = read(text)
    assert found.refusal == ""
    return None if found.data is None else found.data.text


@pytest.mark.parametrize(
    ("text", "is_curl"),
    [
        ("curl x", True),
        ("$ curl x", True),
        ("> curl x", True),
        ("C:\\Users\\x> curl.exe x", True),
        ("PS C:\\> curl x", True),
        ("/usr/bin/curl\n x", True),
        ("curly x", False),
        ('{"curl ": 1}', False),
        ("curl", False),
    ],
)
def test_what_is_a_command(text: str, is_curl: bool) -> None:
    assert command.is_curl(text) is is_curl


@pytest.mark.parametrize(
    "options",
    [
        "-d '{}'",
        "-d'{}'",
        "--data {}",
        "--data-raw {}",
        "--data-binary {}",
        "--data-ascii {}",
        "--json {}",
        "-sSXPOST -d {}",
        "-sd {}",
        "-X POST -H 'Content-Type: application/json' -d {}",
        "-o out -w '%{http_code}' --max-time 5 --retry 3 -A me -d {}",
        "–data {}",
        "—data {}",
    ],
)
def test_data_is_found_whatever_the_options(options: str) -> None:
    for text in (f"curl {options} '{URL}'", f"curl '{URL}' {options}"):
        found = read(text)
        assert found.data is not None
        assert found.data.text == "{}"
        assert found.address is not None
        assert found.address.user_id == "user 42"
        assert found.secrets.account_id == "424242"


def test_the_address_may_be_an_option() -> None:
    for text in (f"curl --url {URL} -d x", f"curl -d x -- {URL}"):
        assert read(text).secrets.account_id == "424242"


@pytest.mark.parametrize(
    ("header", "bearer"),
    [
        ("-H 'Authorization: Bearer tok-en'", "tok-en"),
        ("-H 'authorization:bearer tok-en'", "tok-en"),
        ("--header 'Authorization: Bearer  tok-en '", "tok-en"),
        ("--oauth2-bearer tok-en", "tok-en"),
        ("-H 'Authorization: Bearer BEARER_VALUE'", None),
        ('-H "Authorization: Bearer $TOKEN"', None),
        ("-H 'Authorization: Basic tok-en'", None),
        ("-u tok-en:x", None),
        ("-H 'X-Key: tok-en'", None),
    ],
)
def test_secrets_are_found_or_left_out_and_never_said(header: str, bearer: str | None) -> None:
    found = read(f"curl {header} -d {{}} {URL}")

    assert found.secrets.bearer == bearer
    said = " ".join(found.sentences)
    assert "424242" not in said
    assert "tok-en" not in said
    assert ("bearer value" in said) is ("earer" in header)
    assert ("Left out" in said) is (bearer is None and "earer" not in header)
    assert "424242" not in repr(found)
    assert "tok-en" not in repr(found)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("-d @body.json", "from a file"),
        ("-d @-", "from a file"),
        ("--json @x", "from a file"),
        ("--data-binary @x", "from a file"),
        ('-d "{$X}"', "variable"),
        ('-d "$(cat x)"', "variable"),
        ("-d a -d b", "several pieces"),
        ("--data-urlencode a=b", "as a form"),
        ("-F a=b", "a form"),
        ("-G -d a", "in the address"),
        ("-T file", "sends a file"),
    ],
)
def test_what_cannot_be_taken_is_a_sentence(options: str, said: str) -> None:
    refusal = read(f"curl {options} {URL}").refusal

    assert said in refusal
    assert "424242" not in refusal


def test_a_file_name_in_raw_data_is_data() -> None:
    assert data(f"curl --data-raw @x {URL}") == "@x"


def test_what_the_console_does_otherwise_is_said() -> None:
    said = " ".join(read(f"curl -X PUT -d x {URL} other && rm x").sentences)

    assert "another method" in said
    assert "first of its addresses" in said
    assert "first command" in said
    assert "another method" not in " ".join(read(f"curl -X post -d x {URL}").sentences)


def test_a_command_for_nobody_and_nothing_is_refused() -> None:
    assert "neither data nor whom" in read("curl https://example.com").refusal
    assert read(f"curl {URL}").refusal == ""
    assert read("curl -d '{}' https://example.com").refusal == ""


def test_other_shells() -> None:
    assert data(f'curl ^"{URL}^" ^\n --data-raw ^"{{^\\^"a^\\^":1}}^"') == '{"a":1}'
    assert "PowerShell" in read("curl x `\n -d y").refusal


def test_typographic_quotes_are_straightened_where_there_are_no_others() -> None:
    assert data(f"curl -d ‘{{}}’ “{URL}”") == "{}"
    assert data(f"curl -d '“x”' {URL}") == "“x”"


def test_its_size_is_bounded() -> None:
    assert "longer than" in read("curl " + "x" * command.MAX_LENGTH).refusal
    assert "1,000 words" in read("curl " + "x " * 2_000).refusal


def test_a_quote_that_is_not_closed() -> None:
    problem = command.read(Traced(f"curl {URL} \\\n  -d '{{}}"))

    assert isinstance(problem, JsonProblem)
    assert (problem.line, problem.column) == (2, 6)


def test_options_that_end_early_are_no_bug() -> None:
    for end in ("-d", "--data", "-H", "-X", "-o", "--max-time", "-", "--", "-s", "-u", "--header"):
        assert isinstance(command.read(Traced(f"curl {URL} {end}")), Command)


def test_our_own_command_comes_back() -> None:
    body = '{\n  "a": "it\'s $HOME `id` \\\\ é"\n}'
    found = read(as_curl(Request("https://api.appcues.com", "a/b", body, bearer=True)))

    assert found.data is not None
    assert found.data.text == body
    assert found.address is not None
    assert (found.address.user_id, found.address.base_url) == ("a/b", "https://api.appcues.com")
    assert not found.secrets
