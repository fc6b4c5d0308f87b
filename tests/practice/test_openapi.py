"""The server does what `resources/openapi.yaml` says of it, over a real loopback socket."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from appcues_console.paths import resources
from appcues_console.practice.faults import FAULTS
from appcues_console.practice.server import PracticeServer

schema = schemathesis.openapi.from_path(resources() / "openapi.yaml")


@pytest.fixture(scope="module")
def server() -> Iterator[PracticeServer]:
    """A server in a thread of its own: schemathesis calls it with a blocking client."""
    started = threading.Event()
    server = PracticeServer()
    loop = asyncio.new_event_loop()
    done = asyncio.Event()

    async def serve() -> None:
        await server.start()
        started.set()
        await done.wait()
        await server.stop()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert started.wait(10)
    yield server
    loop.call_soon_threadsafe(done.set)
    thread.join(10)
    assert not thread.is_alive()
    loop.close()


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as opened:
        yield opened


@schema.parametrize()
@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.function_scoped_fixture),
)
def test_the_server_is_as_described(
    case: schemathesis.Case[Any], server: PracticeServer, session: requests.Session
) -> None:
    # What an earlier case has switched on is not what the operations describe.
    server.switchboard.clear()
    case.call_and_validate(base_url=server.base_url, session=session)


def test_the_faults_are_as_described() -> None:
    keys = [fault.key for fault in FAULTS]
    schemas = schema.raw_schema["components"]["schemas"]
    assert schemas["FaultKey"]["enum"] == keys
    form = schema.raw_schema["paths"]["/practice/fault"]["post"]["requestBody"]["content"]
    fields = form["application/x-www-form-urlencoded"]["schema"]["properties"]
    assert fields["fault"]["enum"] == ["", *keys]


def test_every_operation_says_where_it_comes_from() -> None:
    for path in schema.raw_schema["paths"].values():
        for name, operation in path.items():
            if name != "parameters":
                assert operation["x-basis"] in {"documented", "practice"}
