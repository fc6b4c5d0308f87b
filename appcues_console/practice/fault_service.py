"""Switching faults over HTTP: by programs as JSON, and by a person with the form of the page.

Loopback and the server's own pages only, like everything else here (`guard`). What a request asks
for is checked whole before anything is switched.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final
from urllib.parse import parse_qs, unquote

from starlette.requests import Request
from starlette.responses import Response

from . import answers
from .bodies import FORM, read_body, unsupported
from .faults import BY_KEY, FAULTS, MOST_REQUESTS, Fault, InForce, Switchboard, Whom

_LIMIT: Final = 16 * 1024
"""Bytes of a wish that are read."""

_COUNT = re.compile(r"[1-9][0-9]{0,6}")


class _Refused(ValueError):
    """A wish that cannot be fulfilled; the text says why."""


class FaultService:
    """The handlers, over one switchboard."""

    def __init__(self, switchboard: Switchboard) -> None:
        self._switchboard = switchboard

    async def show(self, _request: Request) -> Response:
        """Return what is in force, and what there is to choose from."""
        state = {
            "in_force": [in_force_record(each) for each in self._switchboard.in_force()],
            "choices": [
                {"key": fault.key, "name": fault.name, "sentence": fault.sentence}
                for fault in FAULTS
            ],
        }
        return answers.raw_json(json.dumps(state, separators=(",", ":")))

    async def switch(self, request: Request) -> Response:
        """Put one fault in force, or switch it off, as a JSON object says."""
        body = unsupported(request) or await read_body(request, _LIMIT)
        if isinstance(body, Response):
            return body
        try:
            self._obey(_json_wish(body))
        except UnicodeDecodeError:
            return answers.failure(400, "the body is not UTF-8")
        except json.JSONDecodeError as error:
            return answers.failure(400, f"the body is not JSON: {error.msg.lower()}")
        except (_Refused, RecursionError) as error:
            return answers.failure(422, str(error))
        return await self.show(request)

    async def clear(self, request: Request) -> Response:
        """Switch everything off."""
        self._switchboard.clear()
        return await self.show(request)

    async def submit(self, request: Request) -> Response:
        """Do the same for the form of the page, and lead back to it."""
        body = unsupported(request, FORM) or await read_body(request, _LIMIT)
        if isinstance(body, Response):
            return body
        try:
            self._obey(_form_wish(body))
        except (UnicodeDecodeError, _Refused) as error:
            return answers.failure(422, str(error))
        return answers.answer(b"", "text/plain; charset=utf-8", 303, headers={"Location": "/"})

    def _obey(self, wish: tuple[Fault | None, int | None, Whom | None]) -> None:
        self._switchboard.switch(*wish)


def in_force_record(each: InForce) -> dict[str, Any]:
    """Return a fault in force as JSON has it."""
    return {
        "fault": each.fault.key,
        "requests": each.remaining,
        "account": each.whom.account if each.whom else None,
        "user": each.whom.user if each.whom else None,
    }


def _json_wish(body: bytes) -> tuple[Fault | None, int | None, Whom | None]:
    wish = json.loads(body.decode("utf-8"))
    if not isinstance(wish, dict) or "fault" not in wish:
        raise _Refused("the body must be an object with fault: a key, or null to switch it off")
    if unknown := wish.keys() - {"fault", "requests", "account", "user"}:
        raise _Refused(f"not known here: {', '.join(sorted(unknown))}")
    requests = wish.get("requests")
    if isinstance(requests, float) and requests.is_integer():
        requests = int(requests)  # 1.0 is an integer in JSON Schema
    if requests is not None and (type(requests) is not int or not 1 <= requests <= MOST_REQUESTS):
        raise _Refused(f"requests must be a whole number from 1 to {MOST_REQUESTS}, or null")
    return _fault(wish["fault"]), requests, _whom(wish.get("account"), wish.get("user"))


def _form_wish(body: bytes) -> tuple[Fault | None, int | None, Whom | None]:
    fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict")
    if "fault" not in fields:
        raise _Refused("the form has no field called fault")
    key, requests, whom = (fields.get(name, [""])[-1] for name in ("fault", "requests", "whom"))
    if requests and not (_COUNT.fullmatch(requests) and int(requests) <= MOST_REQUESTS):
        raise _Refused(f"requests must be a whole number from 1 to {MOST_REQUESTS}, or empty")
    account, slash, user = whom.partition("/")
    if "/" in user or (whom and not slash):
        raise _Refused("whom must be an account and a user, each percent-encoded, or empty")
    named = _whom(unquote(account), unquote(user)) if whom else None
    return _fault(key or None), int(requests) if requests else None, named


def _fault(key: object) -> Fault | None:
    if key is None:
        return None
    found = BY_KEY.get(key) if isinstance(key, str) else None
    if found is None:
        raise _Refused(f"fault must be null or one of {', '.join(BY_KEY)}")
    return found


def _whom(account: object, user: object) -> Whom | None:
    if account is None and user is None:
        return None
    if not (isinstance(account, str) and account and isinstance(user, str) and user):
        raise _Refused("account and user must be given both, or neither")
    try:
        f"{account}{user}".encode()
    except UnicodeEncodeError:
        # No path can name such a user.
        raise _Refused("account and user must be text that UTF-8 can carry") from None
    return Whom(account, user)
