"""Keeps web pages from reaching the practice server through a person's browser.

It listens on loopback, but a browser on the same computer runs everybody's pages. A page can point
a name of its own at 127.0.0.1 (DNS rebinding: seen in the Host header) or send a request across
origins (seen in the Origin header). Both are refused before anything else looks at the request.
Starlette's own check of Host answers in plain text; people come here for the documented shape.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from . import answers

_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?", re.ASCII | re.IGNORECASE)


class LoopbackGuard:
    """Serves requests to a loopback name from outside a browser or from the server's own pages.

    A foreign, missing or repeated Host header is answered 421, a foreign Origin 403. An origin is
    foreign unless it is exactly the server's own: `null` is, and so is another port.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or not _LOOPBACK.fullmatch(hosts[0]):
            refusal = answers.failure(
                421, "the practice server answers only for 127.0.0.1, localhost and [::1]"
            )
        elif any(origin.lower() != f"http://{hosts[0]}".lower() for origin in origins):
            refusal = answers.failure(403, "the practice server answers no other origin's pages")
        else:
            await self._app(scope, receive, send)
            return
        await refusal(scope, receive, send)
