"""Routes that see the path as it was sent.

Starlette matches decoded paths, and then `/users/a%2Fb/activity` cannot be told from
`/users/a/b/activity`. A user ID may hold slashes, dots, spaces and any script, so each segment is
found in the raw path first and decoded once after that.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from starlette.datastructures import URLPath
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from . import answers

Handler = Callable[[Request], Awaitable[Response]]

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def raw_path(scope: Scope) -> str:
    """Return the path of a request as it was sent: percent-encoded, without the query."""
    sent: bytes | None = scope.get("raw_path")
    if sent is None:  # ASGI leaves it optional
        return quote(scope["path"])
    return sent.decode("ascii", "backslashreplace")


def decoded(segment: str) -> str | None:
    """Return a percent-encoded segment as text, or None where it is not UTF-8 or not encoded
    rightly. A plus sign is a plus sign."""
    sent = segment.encode()
    if _BROKEN_ESCAPE.search(sent):
        return None
    try:
        return unquote_to_bytes(sent).decode("utf-8")
    except UnicodeDecodeError:
        return None


class SegmentRoute(BaseRoute):
    """Serves one path template, such as ``/v1/accounts/{account}/users/{user}/activity``.

    A segment in braces takes any one segment that is not empty and hands it to the handler,
    decoded, in `request.path_params`. `handlers` are by method; GET serves HEAD as well.
    """

    def __init__(self, template: str, **handlers: Handler) -> None:
        self.template = template
        self._pattern = template.split("/")
        self._handlers: dict[str, Handler] = dict(handlers)
        if "GET" in handlers:
            self._handlers["HEAD"] = handlers["GET"]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http":
            return Match.NONE, {}
        segments = raw_path(scope).split("/")
        if len(segments) != len(self._pattern):
            return Match.NONE, {}
        taken: dict[str, str] = {}
        for expected, sent in zip(self._pattern, segments, strict=True):
            if expected.startswith("{"):
                if not sent:
                    return Match.NONE, {}
                taken[expected[1:-1]] = sent
            elif expected != sent:
                return Match.NONE, {}
        return Match.FULL, {"path_params": taken}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._response(Request(scope, receive))
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        method, path = request.method, raw_path(request.scope)
        handler = self._handlers.get(method)
        if handler is None:
            return answers.not_allowed(method, path, self._handlers)
        sent: Mapping[str, str] = request.path_params
        params = {name: decoded(segment) for name, segment in sent.items()}
        for name, value in params.items():
            if value is None:
                return answers.failure(
                    400, f"the {name} in the path is not percent-encoded UTF-8: {sent[name]}"
                )
        request.scope["path_params"] = params
        return await handler(request)

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        raise NoMatchFound(name, path_params)  # nothing here is found by name
