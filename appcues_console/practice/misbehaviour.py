"""How the practice server does wrong on the wire, one answer for each fault.

Each is an answer like any other to the handler that returns it; what is special happens when it is
written. Cutting a connection is below what ASGI can say, so the server hands each request a way to
reach its transport (`with_wire`).
"""

from __future__ import annotations

import asyncio
import zlib
from asyncio import Transport
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from . import answers, faults
from .faults import Fault

_EXTENSION: Final = "practice.wire"

_SAID: Final = "the practice server was asked to answer like this"

_LARGE: Final = 5_000_000
_UNPACKED: Final = 64_000_000
_MISSING: Final = 100
"""Bytes that a wrong length promises and that never come."""


def with_wire(app: ASGIApp, transport: Transport) -> ASGIApp:
    """Return `app` with each of its requests able to reach the connection that it came by."""

    async def wired(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("extensions", {})[_EXTENSION] = transport
        await app(scope, receive, send)

    return wired


def misbehaving(fault: Fault, usual: Response, request_id: str | None) -> Response:
    """Return the answer that `fault` puts in the place of the `usual` one. `request_id` is the one
    that was sent. A body that is refused is not answered with a strange success."""
    if fault in _STRANGE_SUCCESSES and usual.status_code != 200:
        return usual
    return _ANSWERS[fault.key](usual, request_id)


def answered_status(answer: Response) -> int | None:
    """Return the status that the sender gets to see, None where there is none."""
    return None if isinstance(answer, _Unanswered) else answer.status_code


class _Unanswered(Response):
    """No answer at all."""


class Cut(_Unanswered):
    """Ends the connection where an answer should be."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        await _cut(scope, receive)


class _Silence(_Unanswered):
    """Waits until the sender gives up or the server cuts the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        await _until_gone(receive)


class _Slow(Response):
    """The usual answer, late."""

    def __init__(self, usual: Response) -> None:
        super().__init__(status_code=usual.status_code)
        self._usual = usual

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(faults.DELAY):
                await _until_gone(receive)
        except TimeoutError:
            await self._usual(scope, receive, send)


class _Broken(Response):
    """The beginning of the usual answer: `part` of its body, under a length of `promised` bytes
    more than it has; then the connection ends."""

    def __init__(self, usual: Response, *, part: float, promised: int) -> None:
        super().__init__(status_code=usual.status_code)
        whole = bytes(usual.body)
        self._begun = whole[: int(len(whole) * part)]
        length = str(len(whole) + promised).encode()
        self.raw_headers = [
            (name, length if name == b"content-length" else value)
            for name, value in usual.raw_headers
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        await send({"type": "http.response.body", "body": self._begun, "more_body": True})
        await _cut(scope, receive)


async def _cut(scope: Scope, receive: Receive) -> None:
    transport: Transport = scope["extensions"][_EXTENSION]
    transport.abort()
    # The server learns of the cut at the next turn of the loop; returning before that would look
    # to it like a handler that forgot to answer.
    await _until_gone(receive)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _failure(status: int, headers: Mapping[str, str] | None = None) -> Response:
    return answers.failure(status, _SAID, headers=headers)


def _error_true() -> Response:
    return answers.raw_json(answers.failure_body(500, _SAID))


def _ok_false() -> Response:
    return answers.raw_json('{"ok":false}')


def _html() -> Response:
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in</title></head>'
        "<body><h1>Welcome to our network</h1><p>Sign in to go on.</p></body></html>"
    )
    return answers.answer(page.encode(), "text/html; charset=utf-8")


def _other_request_id(_usual: Response, request_id: str | None) -> Response:
    return answers.ok("another-request" if request_id is None else f"not-{request_id}")


def _large() -> Response:
    return answers.answer(b'{"ok":true,"padding":"' + b"x" * _LARGE + b'"}', "application/json")


def _gzip_bomb() -> Response:
    return answers.answer(_bomb(), "application/json", headers={"Content-Encoding": "gzip"})


@cache
def _bomb() -> bytes:
    # Packing it takes a sixth of a second, for which the server does nothing else.
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    block = bytes(1_000_000)
    packed = b"".join(packer.compress(block) for _ in range(_UNPACKED // len(block)))
    return packed + packer.flush()


def _invalid_utf8() -> Response:
    return answers.answer(b'{"ok":true,"note":"\xff\xfe\xc3("}', "application/json")


def _empty() -> Response:
    answer = answers.answer(b"", "application/json", 204)
    del answer.headers["content-type"]
    return answer


_STRANGE_SUCCESSES: Final = (
    faults.OTHER_REQUEST_ID,
    faults.EMPTY_204,
    faults.LARGE,
    faults.GZIP_BOMB,
    faults.INVALID_UTF8,
)

_Made = Callable[[Response, str | None], Response]

_ANSWERS: Final[dict[str, _Made]] = {
    faults.STATUS_429.key: lambda *_: _failure(429, {"Retry-After": "2"}),
    faults.STATUS_500.key: lambda *_: _failure(500),
    faults.STATUS_502.key: lambda *_: _failure(502),
    faults.STATUS_503.key: lambda *_: _failure(503),
    faults.ERROR_TRUE.key: lambda *_: _error_true(),
    faults.OK_FALSE.key: lambda *_: _ok_false(),
    faults.HTML.key: lambda *_: _html(),
    faults.OTHER_REQUEST_ID.key: _other_request_id,
    faults.EMPTY_204.key: lambda *_: _empty(),
    faults.REDIRECT_302.key: lambda *_: answers.answer(
        b"", "application/json", 302, headers={"Location": "/practice/elsewhere"}
    ),
    faults.CUT_BEFORE.key: lambda *_: Cut(),
    faults.CUT_AFTER.key: lambda *_: Cut(),
    faults.CUT_WITHIN.key: lambda usual, _: _Broken(usual, part=0.5, promised=0),
    faults.WRONG_LENGTH.key: lambda usual, _: _Broken(usual, part=1.0, promised=_MISSING),
    faults.SLOW.key: lambda usual, _: _Slow(usual),
    faults.SILENT.key: lambda *_: _Silence(),
    faults.LARGE.key: lambda *_: _large(),
    faults.GZIP_BOMB.key: lambda *_: _gzip_bomb(),
    faults.INVALID_UTF8.key: lambda *_: _invalid_utf8(),
}
