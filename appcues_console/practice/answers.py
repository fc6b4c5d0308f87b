"""The shapes in which the practice server answers, each made in one place.

The activity endpoint and the Public API document different error shapes; both are kept as they are
documented, because people come here to see them. Every answer carries the headers that keep other
web pages of the same browser out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from email.utils import formatdate
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

CONTENT_POLICY: Final = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def answer(
    content: bytes,
    media_type: str,
    status: int = 200,
    *,
    headers: Mapping[str, str] | None = None,
    policy: str = CONTENT_POLICY,
) -> Response:
    """Return a response of exactly `content`."""
    return Response(
        content,
        status,
        {
            **_HEADERS,
            "Content-Security-Policy": policy,
            "Date": formatdate(usegmt=True),
            "Content-Type": media_type,
            **(headers or {}),
        },
    )


def raw_json(text: str, status: int = 200, *, headers: Mapping[str, str] | None = None) -> Response:
    """Return a JSON response whose text is already written."""
    return answer(text.encode(), "application/json", status, headers=headers)


def ok(request_id: str | None) -> Response:
    """Return the documented success, with the request ID where one was sent."""
    done: dict[str, object] = {"ok": True}
    if request_id is not None:
        done["request_id"] = request_id
    return raw_json(json.dumps(done, separators=(",", ":")))


def failure_body(status: int, description: str) -> str:
    """Return the JSON of an error in the shape that the activity endpoint documents."""
    message = {"description": description, "title": _title(status), "type": "error"}
    return json.dumps(
        {"error": True, "message": message, "status_code": status}, separators=(",", ":")
    )


def failure(status: int, description: str, *, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error in the shape that the activity endpoint documents."""
    return raw_json(failure_body(status, description), status, headers=headers)


def no_route(method: str, path: str) -> Response:
    """Return the documented answer to a path that is not served. `path` is as it was requested."""
    return failure(404, f"no route found for {method} {path} (ApiWeb.Router)")


def not_allowed(method: str, path: str, allowed: Iterable[str]) -> Response:
    """Return the answer to a path that is served, but not with this method."""
    allow = ", ".join(allowed)
    description = f"{method} is not allowed for {path}; allowed: {allow}"
    return failure(405, description, headers={"Allow": allow})


def public_failure(status: int, detail: str) -> Response:
    """Return an error in the shape that the Public API (v2) documents."""
    error = {"error": True, "status": status, "title": _title(status), "detail": detail}
    return raw_json(json.dumps(error, separators=(",", ":")), status)


def _title(status: int) -> str:
    return HTTPStatus(status).phrase
