from __future__ import annotations

import asyncio
import json
import os
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from appcues_console.practice import rendezvous
from appcues_console.practice.rendezvous import announce, find_running, withdraw
from appcues_console.practice.server import PracticeServer
from appcues_console.storage.errors import Unwritable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "practice.json"


@asynccontextmanager
async def running() -> AsyncIterator[tuple[PracticeServer, str]]:
    server = PracticeServer()
    base_url = await server.start()
    try:
        yield server, base_url
    finally:
        await server.stop()


@asynccontextmanager
async def impostor(answer: bytes) -> AsyncIterator[str]:
    """A program that took over the port and answers anything with `answer`."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def read(path: Path) -> tuple[object, int]:
    """Return what the file says and who may read it."""
    return json.loads(path.read_bytes()), stat.S_IMODE(path.stat().st_mode)


def there(path: Path) -> bool:
    return path.exists()


def written(path: Path, base_url: str, token: str = "t" * 64) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"base_url": base_url, "pid": 1, "token": token}))


def test_a_running_server_is_announced_and_found(path: Path) -> None:
    async def told() -> None:
        async with running() as (server, base_url):
            assert await find_running(path) is None
            assert await announce(path, base_url, server.token) == base_url
            assert await find_running(path) == base_url
            said, mode = read(path)
            assert said == {"base_url": base_url, "pid": os.getpid(), "token": server.token}
            assert sys.platform == "win32" or mode == 0o600
            await withdraw(path, server.token)
            assert not there(path)
            assert await find_running(path) is None

    asyncio.run(told())


def test_nothing_announced_is_nothing_found_and_makes_no_folder(path: Path) -> None:
    assert asyncio.run(find_running(path)) is None
    asyncio.run(withdraw(path, "t"))
    assert not path.parent.exists()


def test_a_server_that_is_gone_is_not_found_and_its_file_is_removed(path: Path) -> None:
    async def told() -> None:
        async with running() as (server, base_url):
            await announce(path, base_url, server.token)
        assert there(path)
        assert await find_running(path) is None
        assert not there(path)

    asyncio.run(told())


def test_the_first_of_two_servers_wins(path: Path) -> None:
    async def told() -> None:
        async with running() as (first, first_url), running() as (second, second_url):
            assert await announce(path, first_url, first.token) == first_url
            assert await announce(path, second_url, second.token) == first_url
            await withdraw(path, second.token)
            assert await find_running(path) == first_url

    asyncio.run(told())


def test_of_many_at_once_one_wins_and_all_agree(path: Path) -> None:
    async def told() -> None:
        servers = [PracticeServer() for _ in range(5)]
        urls = [await server.start() for server in servers]
        try:
            agreed = await asyncio.gather(
                *(announce(path, url, s.token) for url, s in zip(urls, servers, strict=True))
            )
            assert len(set(agreed)) == 1
            assert agreed[0] in urls
            assert await find_running(path) == agreed[0]
        finally:
            for server in servers:
                await server.stop()

    asyncio.run(told())


def test_a_stale_announcement_gives_way_to_a_new_server(path: Path) -> None:
    async def told() -> None:
        async with running() as (gone, gone_url):
            await announce(path, gone_url, gone.token)
        async with running() as (server, base_url):
            assert await announce(path, base_url, server.token) == base_url
            await withdraw(path, gone.token)
            assert await find_running(path) == base_url

    asyncio.run(told())


def test_another_server_on_the_announced_port_is_not_taken_for_ours(path: Path) -> None:
    async def told() -> None:
        async with running() as (_, base_url):
            written(path, base_url)
            assert await find_running(path) is None
            assert not there(path)

    asyncio.run(told())


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b'HTTP/1.1 200 OK\r\n\r\n{"practice": true}',
        b'HTTP/1.1 200 OK\r\n\r\n{"practice": true, "proof": 1}',
        b'HTTP/1.1 200 OK\r\n\r\n{"practice": true, "proof": "\\u00e4"}',
        b'HTTP/1.1 200 OK\r\n\r\n{"practice": true, "proof": "%b"}' % (b"t" * 64),
        b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 200_000,
        b"HTTP/1.1 200 OK\r\n\r\n\xff\xfe",
    ],
)
def test_another_program_on_the_port_is_not_taken_for_ours(path: Path, answer: bytes) -> None:
    async def told() -> None:
        async with impostor(answer) as base_url:
            written(path, base_url)
            assert await find_running(path) is None

    asyncio.run(told())


def test_a_program_that_never_answers_is_given_up(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendezvous, "_PATIENCE", 0.05)

    async def told() -> None:
        never = asyncio.Event()

        async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await never.wait()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            written(path, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
            assert await find_running(path) is None
            never.set()

    asyncio.run(told())


@pytest.mark.parametrize(
    "base_url",
    [
        "https://evil.example",
        "http://evil.example:80",
        "http://127.0.0.1:80@evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:0",
        "http://127.0.0.1:65536",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:80/path",
        "http://localhost:80",
        "http://127.0.0.1:80\n",
        "http://127.0.0.1:٨٠",
    ],
)
def test_a_file_never_leads_off_this_computer(
    path: Path, base_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreachable(*_: object) -> bytes:
        raise AssertionError("it was called")

    monkeypatch.setattr(rendezvous, "ask", unreachable)
    written(path, base_url)
    assert asyncio.run(find_running(path)) is None
    assert not path.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff", b"[]", b'"text"', b"{}", b'{"base_url": 1}', b"[" * 100_000, b"null"],
)
def test_a_file_that_says_nothing_usable_is_removed(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert asyncio.run(find_running(path)) is None
    assert not path.exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file stands where the folder should be")
    with pytest.raises(Unwritable):
        asyncio.run(announce(tmp_path / "home" / "practice.json", "http://127.0.0.1:1", "t"))


def test_the_token_is_never_printed() -> None:
    assert "secret" not in repr(rendezvous.Announcement("http://127.0.0.1:1", 1, "secret"))


def test_a_program_that_was_killed_leaves_nothing_that_misleads(path: Path) -> None:
    program = (
        "import asyncio, sys; from pathlib import Path\n"
        "from appcues_console.practice.rendezvous import announce\n"
        "from appcues_console.practice.server import PracticeServer\n"
        "async def run():\n"
        "    server = PracticeServer()\n"
        "    base_url = await server.start()\n"
        "    print(await announce(Path(sys.argv[1]), base_url, server.token), flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(run())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, path], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        base_url = child.stdout.readline().strip()
        found = asyncio.run(find_running(path))
        child.kill()
    assert found == base_url != ""
    assert path.exists()

    async def told() -> None:
        async with running() as (server, own):
            assert await announce(path, own, server.token) == own

    asyncio.run(told())
