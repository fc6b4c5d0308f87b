from __future__ import annotations

import asyncio

import pytest

from tests.practice.calls import Practice, asked


def status(practice: Practice, *headers: tuple[str, str], target: str = "/") -> int:
    answer = asyncio.run(asked(practice.app, "GET", target, headers=headers, chunks=[b""]))
    if answer.status != 200:
        assert answer.json()["error"] is True
        assert answer.json()["status_code"] == answer.status
    return answer.status


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1:8000", "localhost", "LocalHost:1", "[::1]", "[::1]:65535"],
)
def test_loopback_names_are_served(practice: Practice, host: str) -> None:
    assert status(practice, ("host", host)) == 200


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil.example@127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:80x",
        "127.0.0.1:8000, evil.example",
        "127.0.0.2",
        "127.1",
        "2130706433",
        "0.0.0.0",
        "::1",
        "[::1",
        "[::2]",
        "[::ffff:127.0.0.1]",
        "localhost.",
        " 127.0.0.1",
    ],
)
def test_foreign_host_headers_are_refused(practice: Practice, host: str) -> None:
    assert status(practice, ("host", host)) == 421
    assert status(practice, ("host", host), target="/unknown") == 421


def test_a_missing_and_a_repeated_host_header_are_refused(practice: Practice) -> None:
    assert status(practice) == 421
    assert status(practice, ("host", "127.0.0.1"), ("host", "127.0.0.1")) == 421
    assert status(practice, ("host", "127.0.0.1"), ("host", "evil.example")) == 421


def test_the_servers_own_origin_is_served(practice: Practice) -> None:
    own = ("host", "localhost:8000"), ("origin", "http://localhost:8000")
    assert status(practice, *own) == 200


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://evil.example",
        "http://localhost",
        "http://localhost:8001",
        "https://localhost:8000",
        "http://127.0.0.1:8000",
        "http://localhost:8000.evil.example",
    ],
)
def test_foreign_origins_are_refused(practice: Practice, origin: str) -> None:
    assert status(practice, ("host", "localhost:8000"), ("origin", origin)) == 403


def test_one_foreign_origin_among_two_is_enough(practice: Practice) -> None:
    own = ("host", "localhost:1"), ("origin", "http://localhost:1")
    assert status(practice, *own, ("origin", "https://evil.example")) == 403


def test_a_preflight_gets_no_leave(practice: Practice) -> None:
    headers = (
        ("host", "127.0.0.1:8000"),
        ("origin", "https://evil.example"),
        ("access-control-request-method", "POST"),
    )
    target = "/v1/accounts/1/users/u/activity"
    answer = asyncio.run(asked(practice.app, "OPTIONS", target, headers=headers, chunks=[b""]))
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers
