"""`practice`: the server alone, found by `send`, ended cleanly."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import ANY
from urllib.parse import urlsplit

import pytest

from tests.cli.calling import SAMPLE, call, spawn

PATIENCE = 20


@contextmanager
def practice(*arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run `practice` as a program, and end it by SIGTERM where the test has not."""
    program = spawn("practice", *arguments)
    with program:
        try:
            assert program.stdout is not None
            yield program, program.stdout.readline().decode().strip()
        finally:
            program.terminate()


def get(base_url: str, path: str) -> object:
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_send_finds_it_and_the_user_can_be_read_back(number: signal.Signals) -> None:
    with practice() as (program, url):
        called = call("send", "--account", "Practice", "--user", "u1", str(SAMPLE))
        assert called.status == 0
        assert f"Sending to Practice (practice): POST {url}/v1/" in called.err
        assert "No practice server runs" not in called.err
        assert get(url, "/v2/accounts/12345/users/u1/profile") == {"team": "Product"}
        events = get(url, "/v2/accounts/12345/users/u1/events?limit=5")
        assert isinstance(events, list)
        assert events[0]["name"] == "clicked widget"
        program.send_signal(number)
        rest, err = program.communicate(timeout=PATIENCE)
        assert (program.returncode, rest) == (0, b"")
        assert f"GET {url}/v2/accounts/12345/users/USER/profile" in err.decode()
        assert err.decode().endswith("The practice server has ended, and what it knew with it.\n")
    after = call("send", "--account", "Practice", "--user", "u1", str(SAMPLE))
    assert "No practice server runs" in after.err


def test_one_home_has_one_server() -> None:
    with practice() as (_, url):
        again = call("practice")
        assert (again.status, again.out) == (0, f"{url}\n")
        assert "A practice server runs already" in again.err
        port = urlsplit(url).port
        assert port is not None
        assert call("practice", "--port", str(port)).status == 0
        other = call("practice", "--port", str(port - 1 or 1))
        assert (other.status, other.out) == (2, "")
        assert f"A practice server runs already, at {url}" in other.err


def test_a_port_in_use_is_wrong_usage(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    with practice() as (_, url):
        monkeypatch.setenv("APPCUES_CONSOLE_HOME", f"{tmp_path}/another")
        called = call("practice", "--port", str(urlsplit(url).port))
        assert (called.status, called.out) == (2, "")
        assert "is in use by another program" in called.err


def test_a_fault_is_switched_at_the_server_that_runs() -> None:
    with practice("--fault", "status-500", "--requests", "2") as (program, url):
        in_force = [{"fault": "status-500", "requests": 2, "account": None, "user": None}]
        assert get(url, "/practice/fault") == {"in_force": in_force, "choices": ANY}
        again = call("practice", "--fault", "cut-after-reading")
        assert (again.status, again.out) == (0, f"{url}\n")
        assert "In force until it is switched off: Cut the connection after reading." in again.err
        state = get(url, "/practice/fault")
        assert isinstance(state, dict)
        assert [each["fault"] for each in state["in_force"]] == ["cut-after-reading"]
        off = call("practice", "--fault", "none")
        assert "no fault is in force" in off.err
        assert get(url, "/practice/fault") == {"in_force": [], "choices": ANY}
        program.terminate()
        _, err = program.communicate(timeout=PATIENCE)
        assert "In force for 2 requests: Answer 500." in err.decode()


@pytest.mark.parametrize("fault", [[], ["--fault", "none"]])
def test_requests_without_a_fault_are_wrong_usage(fault: list[str]) -> None:
    called = call("practice", *fault, "--requests", "2")
    assert (called.status, called.out) == (2, "")
    assert "give --fault too" in called.err
