"""The practice server's HTTP: the documented endpoint, the documented reads, and its own views.

What the API documents is served as documented; what is ours lies under `/practice/` and on `GET /`.
Every request passes `LoopbackGuard`, then one route, and each activity is judged, answered and
recorded in `activity` alone, which is also where a fault that is in force meets it. The server is
described in `resources/openapi.yaml`.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from . import answers, faults, misbehaviour, page, rules
from .bodies import read_body, unsupported
from .fault_service import FaultService
from .faults import FAULT_PATH, Switchboard
from .guard import LoopbackGuard
from .identity import IDENTITY_PATH, proof
from .routes import SegmentRoute, raw_path
from .world import World

_CHALLENGE = re.compile(r"[0-9a-f]{16,128}")
_COUNT = re.compile(r"[0-9]{1,18}")


def create_app(
    world: World | None = None,
    *,
    switchboard: Switchboard | None = None,
    token: str | None = None,
    now: Callable[[], float] = time.time,
) -> Starlette:
    """Return the practice server as an ASGI application that remembers into `world` and misbehaves
    as `switchboard` says.

    `token` is what the server proves to know at `/practice/identity`; `now` is a clock in Unix
    seconds.
    """
    world = World() if world is None else world
    switchboard = Switchboard() if switchboard is None else switchboard
    service = _Service(world, switchboard, token or secrets.token_hex(32), now)
    switches = FaultService(switchboard)
    user = "accounts/{account}/users/{user}"
    app = Starlette(
        routes=[
            SegmentRoute(f"/v1/{user}/activity", POST=service.activity),
            SegmentRoute(f"/v2/{user}/profile", GET=service.profile),
            SegmentRoute(f"/v2/{user}/events", GET=service.events),
            SegmentRoute(f"/practice/{user}/received", GET=service.received),
            SegmentRoute(f"/practice/{user}/received/{{number}}", GET=service.received_body),
            SegmentRoute(IDENTITY_PATH, GET=service.identity),
            SegmentRoute(
                FAULT_PATH,
                GET=switches.show,
                PUT=switches.switch,
                POST=switches.submit,
                DELETE=switches.clear,
            ),
            SegmentRoute("/", GET=service.overview),
        ],
        middleware=[Middleware(LoopbackGuard)],
        exception_handlers={Exception: _on_bug},
    )
    app.router.default = _no_route
    app.router.redirect_slashes = False
    return app


class _Service:
    """The handlers, over one world."""

    def __init__(
        self, world: World, switchboard: Switchboard, token: str, now: Callable[[], float]
    ) -> None:
        self._world = world
        self._switchboard = switchboard
        self._token = token
        self._now = now

    async def activity(self, request: Request) -> Response:
        """Judge, answer and record one activity, as the fault in force has it."""
        account, user = request.path_params["account"], request.path_params["user"]
        if (refusal := unsupported(request)) is not None:
            return refusal
        fault = self._switchboard.take(account, user)
        if fault is faults.CUT_BEFORE:
            return misbehaviour.Cut()
        body = await read_body(request)
        if isinstance(body, Response):
            return body
        judged = rules.judge(body)
        at = int(self._now() * 1000)
        if isinstance(judged, rules.Refused):
            request_id = None
            response = answers.failure(judged.status, judged.description)
        else:
            request_id = judged.request_id
            response = answers.ok(request_id)
            if fault is None or fault.applies:
                self._world.apply(account, user, judged, at)
        if fault is not None:
            response = misbehaviour.misbehaving(fault, response, request_id)
        # What arrived is kept whatever is answered: that proves what may have arrived.
        content_type = request.headers["content-type"]
        status = misbehaviour.answered_status(response)
        key = fault.key if fault else None
        self._world.keep(account, user, body, content_type, status, at, key)
        return response

    async def profile(self, request: Request) -> Response:
        """Return the flat object of profile values."""
        found = self._world.profile(**request.path_params)
        if found is None:
            return _no_user(request)
        fields = (f"{json.dumps(key)}:{value}" for key, value in found.items())
        return answers.raw_json(f"{{{','.join(fields)}}}")

    async def events(self, request: Request) -> Response:
        """Return the events newest first, at most `limit` of them."""
        limits = request.query_params.getlist("limit")
        if any(not _COUNT.fullmatch(text) or int(text) == 0 for text in limits) or len(limits) > 1:
            return answers.public_failure(400, "limit must be a whole number of at least 1")
        limit = int(limits[0]) if limits else None
        found = self._world.events(**request.path_params, limit=limit)
        if found is None:
            return _no_user(request)
        return answers.raw_json(f"[{','.join(map(_event_json, found))}]")

    async def received(self, request: Request) -> Response:
        """Return what is known of the bodies that came for a user, newest first."""
        entries = [
            {
                "number": entry.number,
                "received_at": entry.at,
                "status": entry.status,
                "fault": entry.fault,
                "content_type": entry.content_type,
                "size": len(entry.body),
            }
            for entry in self._world.received(**request.path_params)
        ]
        return answers.raw_json(json.dumps({"received": entries}, separators=(",", ":")))

    async def received_body(self, request: Request) -> Response:
        """Return one body exactly as it came: by its number, or the `latest`."""
        account, user, number = (request.path_params[n] for n in ("account", "user", "number"))
        for entry in self._world.received(account, user):
            if number in {str(entry.number), "latest"}:
                # Plain text: whatever the body holds, no browser may take it for a page.
                return answers.answer(entry.body, "text/plain; charset=utf-8")
        return answers.failure(404, f"no body {number} is kept for this user")

    async def identity(self, request: Request) -> Response:
        """Prove to be the server that announced itself with the token."""
        challenge = request.query_params.get("challenge", "")
        if not _CHALLENGE.fullmatch(challenge):
            return answers.failure(400, "challenge must be 16 to 128 lower-case hexadecimal digits")
        proven = {"practice": True, "proof": proof(self._token, challenge)}
        return answers.raw_json(json.dumps(proven, separators=(",", ":")))

    async def overview(self, _request: Request) -> Response:
        """Return the page for a person to look at."""
        html = page.render(self._world, self._switchboard).encode()
        return answers.answer(
            html,
            "text/html; charset=utf-8",
            headers=page.HEADERS,
            policy=page.CONTENT_POLICY,
        )


def _event_json(event: rules.AcceptedEvent) -> str:
    attributes = "" if event.attributes is None else f',"attributes":{event.attributes}'
    return f'{{"name":{json.dumps(event.name)},"timestamp":{event.timestamp}{attributes}}}'


def _no_user(request: Request) -> Response:
    user = request.path_params["user"]
    return answers.public_failure(404, f"user {user} does not exist in this account")


async def _no_route(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await answers.no_route(scope["method"], raw_path(scope))(scope, receive, send)


async def _on_bug(_request: Request, _error: Exception) -> Response:
    """Answer in the documented shape; Starlette raises the error again for the server's log."""
    return answers.failure(500, "the practice server failed; this is a bug in it")
