"""The address on the wire: one path segment for any user ID, exactly as `activity_url` wrote it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote_to_bytes

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appcues_console.activity.destination import Credentials, activity_url
from appcues_console.activity.exchange import Reply
from appcues_console.delivery.connections import Endpoint
from appcues_console.delivery.transport import Transport
from tests.delivery.wire import QUICK, Server, answering, serving

TABLE = [
    ("user-42", "user-42"),
    (".", "%2E"),
    ("..", "%2E%2E"),
    ("...", "..."),
    ("a/b", "a%2Fb"),
    ("../../x", "..%2F..%2Fx"),
    ("/", "%2F"),
    ("%", "%25"),
    ("%2F", "%252F"),
    ("%2e%2e", "%252e%252e"),
    ("100%25", "100%2525"),
    ("a b", "a%20b"),
    ("a+b", "a%2Bb"),
    ("who?x=1#y", "who%3Fx%3D1%23y"),
    ("me@example.com", "me%40example.com"),
    ("a:b;c,d=e&f$g!h'(i)*j", "a%3Ab%3Bc%2Cd%3De%26f%24g%21h%27%28i%29%2Aj"),
    ("a\\b", "a%5Cb"),
    ('[x]{y}|^`"<>', "%5Bx%5D%7By%7D%7C%5E%60%22%3C%3E"),
    ("~_-.", "~_-."),
    ("line\r\nbreak\ttab\0null", "line%0D%0Abreak%09tab%00null"),
    ("Ünï", "%C3%9Cn%C3%AF"),
    ("e\u0301", "e%CC%81"),
    ("日本", "%E6%97%A5%E6%9C%AC"),
    ("😀", "%F0%9F%98%80"),
    ("\u202eabc", "%E2%80%AEabc"),
]


@pytest.mark.parametrize(("user_id", "segment"), TABLE)
def test_table(user_id: str, segment: str) -> None:
    with _wire() as target:
        assert target(user_id, "88442") == f"/v1/accounts/88442/users/{segment}/activity".encode()


@pytest.mark.parametrize("base", ["", "/own/path/", "/a b/ü", "/a/../b", "/p?q=1", "/p#part"])
def test_every_target_is_the_one_that_the_whole_address_has(base: str) -> None:
    url, credentials = f"http://127.0.0.1:8080{base}", Credentials("AC/1 ü")
    endpoint = Endpoint(url, credentials)

    for user_id in [user_id for user_id, _ in TABLE] + ["é" * 500, "é" * 5000]:
        whole = httpx.URL(activity_url(url, credentials.account_id, user_id))
        assert endpoint.request(user_id, b"").url.target == whole.raw_path


@contextmanager
def _wire() -> Iterator[_Target]:
    with asyncio.Runner() as runner:
        target = _Target(runner)
        yield target
        runner.run(target.close())


class _Target:
    """Sends to a raw server and returns the request target that arrived."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self._runner = runner
        self._serving = serving(answering())
        self._server: Server = runner.run(self._serving.__aenter__())
        self._transport = Transport(QUICK)

    def __call__(self, user_id: str, account_id: str) -> bytes:
        sending = self._transport.send(self._server.url, user_id, b"{}", Credentials(account_id))
        assert isinstance(self._runner.run(sending), Reply)
        return self._server.received.pop().target

    async def close(self) -> None:
        await self._transport.aclose()
        await self._serving.__aexit__(None, None, None)


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
TRICKY = st.text(st.sampled_from("./%25eEfF?#&=+ \\:@;,~é"), max_size=20)


def test_any_user_and_account_id_arrive_as_one_segment_each() -> None:
    with _wire() as target:

        @settings(max_examples=300)
        @given(user_id=ANY_TEXT | TRICKY, account_id=(ANY_TEXT | TRICKY).filter(bool))
        def check(user_id: str, account_id: str) -> None:
            arrived = target(user_id, account_id)
            assert arrived.decode() == activity_url("", account_id, user_id)
            empty, v1, accounts, account, users, user, activity = arrived.split(b"/")
            assert (empty, v1, accounts, users, activity) == (
                b"",
                b"v1",
                b"accounts",
                b"users",
                b"activity",
            )
            assert unquote_to_bytes(account) == account_id.encode()
            assert unquote_to_bytes(user) == user_id.encode()
            assert account not in {b".", b".."}
            assert user not in {b".", b".."}

        check()
