"""Takes in the body of a request: of the right kind, and never more than a limit.

Nothing here judges what a body says; that is `rules`.
"""

from __future__ import annotations

import re
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from . import answers

MAX_BODY: Final = 10 * 1024 * 1024
"""Bytes of an activity that are read. The API documents no limit; this one is the practice
server's."""

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"

_CHARSET = re.compile(r"""charset\s*=\s*["']?utf-?8["']?""")


def unsupported(request: Request, wanted: str = JSON) -> Response | None:
    """Return the refusal of a body that is not said to be of the `wanted` type, plain, in UTF-8."""
    types = request.headers.getlist("content-type")
    media_type, _, parameters = (types[0] if len(types) == 1 else "").lower().partition(";")
    if media_type.strip() != wanted:
        return answers.failure(415, f"Content-Type must be {wanted}")
    if "charset" in parameters and not _CHARSET.search(parameters):
        return answers.failure(415, "the body must be in UTF-8; Content-Type says another charset")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        return answers.failure(415, "Content-Encoding is not supported; send the body as it is")
    return None


async def read_body(request: Request, limit: int = MAX_BODY) -> bytes | Response:
    """Return the body, or the refusal of one that is longer than `limit` bytes.

    What is left of a body that is too long is not kept; the connection reads past it, so that the
    client can finish sending and then find the answer.
    """
    too_long = f"the body is longer than {limit} bytes, the practice server's limit"
    declared = request.headers.get("content-length", "0")
    # Digits are counted first: Python refuses to convert thousands of them.
    if len(declared) > 18 or int(declared) > limit:
        return answers.failure(413, too_long)
    taken = bytearray()
    try:
        async for chunk in request.stream():
            taken += chunk
            if len(taken) > limit:
                return answers.failure(413, too_long)
    except ClientDisconnect:
        # Nobody is left to read an answer; returning one only ends the request in good order.
        return answers.failure(400, "the connection ended before the body did")
    return bytes(taken)
