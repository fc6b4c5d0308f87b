"""`lint`: problems on standard output, the status by their severity."""

from __future__ import annotations

import json

import pytest

from tests.accounts.memory_keyring import MemoryKeyring
from tests.cli.calling import NO_EVENTS, SAMPLE, call


def test_of_the_documentations_own_example_nothing_is_doubtful_but_its_age() -> None:
    called = call("lint", "--json", str(SAMPLE))
    assert called.status == 0
    assert [each["code"] for each in called.records] == ["timestamp-old"]


def test_problems_for_people() -> None:
    called = call("lint", stdin='{"events": [{"name": "", "timestamp": "2999-01-01T00:00:00Z"}]}')
    assert called.status == 1
    assert called.out.splitlines() == [
        "error: event 1, name: Every event needs a name. [event-name-missing]",
        "warning: event 1, time: This time lies in the future. What the server makes of it is not"
        " documented. [timestamp-future]",
    ]
    assert called.err == "1 error, 1 warning.\n"


def test_problems_as_json() -> None:
    called = call("lint", "--json", "-", stdin='{"profile_update": {"a": "", "": 1}}')
    assert called.err == ""
    assert [(each["severity"], each["code"], each["path"]) for each in called.records] == [
        ("warning", "value-empty", ["profile", 0, "value"]),
        ("error", "key-empty", ["profile", 1, "key"]),
    ]
    assert called.records[1]["where"] == "profile field 2, key"
    assert called.records[1]["basis"] == "documented"
    assert [each["fix"] for each in called.records] == ["Use null", None]
    assert called.status == 1


def test_warnings_alone_are_nothing_wrong() -> None:
    called = call("lint", stdin='{"profile_update": {"_a": [1]}}')
    assert called.status == 0
    assert called.err == "No errors, 2 warnings.\n"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("[]", "error: body: The body must be an object, in braces (line 1, column 1)."),
        (
            '{\n"events": 1}',
            "error: body: “events” must be an array, in square brackets (line 2, c",
        ),
        ("{}", "error: body: Add at least one event or one profile field. [body-empty]"),
    ],
)
def test_a_body_of_another_shape_has_an_error(body: str, says: str) -> None:
    called = call("lint", stdin=body)
    assert called.status == 1
    assert called.out.startswith(says)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "The body is not JSON: A value is missing here (line 1, column 1)."),
        (
            '{\n "a": 1,\n}',
            "The body is not JSON: The comma before the closing brace is one too many (line 2, c",
        ),
        ('{"a": NaN}', "The body is not JSON: NaN is not a value in JSON (line 1, column 7)."),
        (
            "[" * 100_000,
            "The body is not JSON: Nested more than 64 levels deep (line 1, column 65).",
        ),
    ],
)
def test_what_is_no_json_cannot_be_read(body: str, says: str) -> None:
    called = call("lint", "--json", stdin=body)
    assert (called.status, called.out) == (2, "")
    assert called.err.startswith(says)


def test_a_key_cannot_command_the_terminal() -> None:
    body = json.dumps({"profile_update": {"\x1b[2J": [], "_\u202e": 1}})
    called = call("lint", stdin=body)
    assert called.out.replace("\n", "").isprintable()
    assert "\\u001b[2J" in called.out


def test_a_user_id_is_looked_at_where_it_is_given() -> None:
    called = call("lint", "--user", "u 1", str(SAMPLE))
    assert called.status == 0
    assert called.out.startswith("warning: user ID: The user ID holds white space.")
    empty = call("lint", "--user", "", "--json", stdin=NO_EVENTS)
    assert empty.status == 1
    assert [each["code"] for each in empty.records] == ["user-id-empty"]


def test_with_an_account_the_body_is_compared_with_what_was_sent_before(acme: str) -> None:
    sent = call("send", "--account", acme, "--user", "user-a", str(SAMPLE))
    assert sent.status == 0
    body = '{"profile_update": {"team": 5, "Team": 5}}'
    called = call("lint", "--account", "acme", "--user", "User-a", "--json", stdin=body)
    assert (called.status, called.err) == (0, "")
    found = [(each["code"], each["fix"]) for each in called.records]
    assert ("user-id-near", "Use “user-a”") in found
    assert ("type-drift", "Make it a text") in found
    assert {code for code, _ in found} == {"user-id-near", "type-drift", "key-near"}
    other = call("lint", "--account", "Practice", "--user", "User-a", stdin=NO_EVENTS)
    assert other.out == ""


def test_an_account_that_nobody_knows_is_wrong_usage(backend: MemoryKeyring) -> None:
    called = call("lint", "--account", "Nobody", str(SAMPLE))
    assert (called.status, called.out) == (2, "")
    assert called.err.startswith("No account is called “Nobody”.")


def test_a_history_that_cannot_be_read_is_told_of() -> None:
    called = call("lint", "--account", "Practice", stdin=NO_EVENTS)
    assert (called.status, called.out) == (0, "")
    assert "session" in called.err.splitlines()[0]
