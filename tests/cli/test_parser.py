"""What may be typed, and the help that says so."""

from __future__ import annotations

import pytest

from appcues_console import __version__
from appcues_console.accounts.account import REGIONS
from appcues_console.activity.destination import Safety
from appcues_console.cli import parser
from tests.cli.calling import call


def test_choices_are_those_of_the_accounts() -> None:
    assert set(parser.REGIONS) == set(REGIONS)
    assert set(parser.SAFETY) == {level.value for level in Safety}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["send", "--account", "A", "--user", "u"],
            {"account": "A", "user": "u", "file": "-", "json": False},
        ),
        (["send", "--account", "A", "--user=-u", "f.json", "--json"], {"user": "-u", "json": True}),
        (
            ["send", "--account", "A", "--lines"],
            {"user": None, "lines": True, "at_once": None, "stop_at_first": False},
        ),
        (["send", "--account", "A", "--lines", "--at-once", "3"], {"at_once": 3}),
        (["lint"], {"file": "-", "json": False}),
        (["lint", "-"], {"file": "-", "account": None, "user": None}),
        (["lint", "--account", "A", "--user", "u", "f"], {"account": "A", "user": "u"}),
        (["history"], {"search": "", "limit": 50, "json": False}),
        (["history", "--search", "a b", "--limit", "7"], {"search": "a b", "limit": 7}),
        (["accounts", "list"], {"action": "list"}),
        (["accounts", "remove", "A"], {"action": "remove", "label": "A"}),
        (
            ["accounts", "add", "A"],
            {"region": None, "base_url": None, "safety": "test", "colour": None},
        ),
        (["practice"], {"port": 0, "fault": None, "requests": None}),
        (["practice", "--fault", "html", "--requests", "3"], {"fault": "html", "requests": 3}),
        (["practice", "--port", "8080"], {"port": 8080}),
    ],
)
def test_commands_and_their_defaults(arguments: list[str], expected: dict[str, object]) -> None:
    parsed = vars(parser.make_parser().parse_args(arguments))
    assert parsed["command"] == arguments[0]
    assert {key: parsed[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "invalid choice"),
        (["send"], "required: --account"),
        (["send", "--account", "A"], "arguments --user --lines is required"),
        (["send", "--account", "A", "--user", "u", "--lines"], "not allowed with"),
        (["send", "--account", "A", "--lines", "--at-once", "21"], "enter at most 20"),
        (["send", "--acc", "A", "--user", "u"], "required: --account"),
        (["history", "--limit", "0"], "enter a whole number from 1 on"),
        (["history", "--limit", "٣"], "enter a whole number from 1 on"),
        (["history", "--limit", "-1"], "whole number from 1 on"),
        (["practice", "--port", "65536"], "enter a port from 1 to 65535"),
        (["practice", "--fault", "nonsense"], "invalid choice"),
        (["practice", "--fault", "html", "--requests", "1000001"], "enter at most 1000000"),
        (["accounts"], "required: ACTION"),
        (["accounts", "add", "A", "--region", "us", "--base-url", "x"], "not allowed with"),
        (["accounts", "add", "A", "--safety", "high"], "invalid choice"),
        (["lint", "a", "b"], "Unrecognized arguments: b"),
    ],
)
def test_wrong_usage_is_a_sentence_on_standard_error(arguments: list[str], says: str) -> None:
    called = call(*arguments)
    assert (called.status, called.out) == (2, "")
    assert says in called.err
    assert called.err.startswith("usage: appcues-console")
    assert called.err.endswith(".\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["send", "-h"],
        ["lint", "-h"],
        ["history", "-h"],
        ["accounts", "-h"],
        ["accounts", "add", "-h"],
        ["accounts", "list", "-h"],
        ["accounts", "remove", "-h"],
        ["practice", "-h"],
    ],
)
def test_help_is_data(arguments: list[str]) -> None:
    called = call(*arguments)
    assert (called.status, called.err) == (0, "")
    assert called.out.startswith("usage: appcues-console")


def test_the_version() -> None:
    called = call("--version")
    assert (called.status, called.out) == (0, f"appcues-console {__version__}\n")
