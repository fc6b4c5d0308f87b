"""Switching the faults of a server that may be another program's."""

from __future__ import annotations

import asyncio

import pytest

from appcues_console.practice import faults
from appcues_console.practice.fault_client import clear_faults, faults_in_force, switch_fault
from appcues_console.practice.faults import InForce, Whom
from appcues_console.practice.server import PracticeServer, PracticeUnavailable
from tests.practice.test_server import with_server

U1 = Whom("12345", "ü/1")


def test_what_is_switched_is_in_force() -> None:
    async def story(server: PracticeServer, base_url: str) -> None:
        assert await faults_in_force(base_url) == ()
        here = (InForce(faults.HTML, 3, U1),)
        assert await switch_fault(base_url, faults.HTML, 3, U1) == here
        both = await switch_fault(base_url, faults.SILENT)
        assert both == (InForce(faults.SILENT), *here) == server.switchboard.in_force()
        assert await switch_fault(base_url, None, whom=U1) == (InForce(faults.SILENT),)
        assert await clear_faults(base_url) == ()
        assert server.switchboard.in_force() == ()

    with_server(story)


def test_a_server_that_is_gone_or_another_is_said() -> None:
    async def story(server: PracticeServer, base_url: str) -> None:
        with pytest.raises(PracticeUnavailable, match="of another version"):
            await switch_fault(f"{base_url}0/nowhere", faults.HTML)
        await server.stop()
        with pytest.raises(PracticeUnavailable, match="it has ended"):
            await switch_fault(base_url, faults.HTML)

    with_server(story)


def test_a_fault_of_a_later_version_is_left_out() -> None:
    from appcues_console.practice.fault_client import _read

    later = {"fault": "made-up", "requests": None, "account": None, "user": None}
    known = {**later, "fault": "html"}
    assert _read({"in_force": [later, known]}) == (InForce(faults.HTML),)


def test_an_answer_that_is_no_practice_server_is_an_error() -> None:
    async def told() -> None:
        async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"not HTTP at all")
            writer.close()

        server = await asyncio.start_server(nonsense, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            with pytest.raises(PracticeUnavailable):
                await faults_in_force(f"http://127.0.0.1:{port}")

    asyncio.run(told())
