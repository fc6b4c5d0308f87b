"""Reads what a server says about a request, leniently: the documented shapes and foreign ones.

Nothing promises that an answer is JSON, complete, or of the documented form, so every part that
cannot be read is simply absent. All texts come out as one plain line, short enough to quote.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from appcues_console.activity.exchange import Reply

LONGEST_QUOTE = 300

_SPACE = re.compile(r"\s*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the body of an answer says.

    `failed` is true where it says `error: true` or `ok: false`, as the API does; `foreign_failure`
    where it says in another way that something failed, which may not mean all of it. `ok` is true
    where it says so in the documented way. `said` is what it gives as the reason; `request_id` is
    its echo.
    """

    failed: bool = False
    said: str = ""
    request_id: str | None = None
    is_json_object: bool = False
    foreign_failure: bool = False
    ok: bool = False


def read_answer(reply: Reply) -> Answer:
    """Return what the body of `reply` says, as far as it can be read. Of one that was cut these are
    the members before the cut."""
    content = _json(reply.body)
    whole = isinstance(content, dict)
    if not whole and reply.truncated:
        content = _beginning(reply.body)
    if not isinstance(content, dict):
        return Answer(said=_plain_text(reply))
    failed = _is(content.get("error"), True) or _is(content.get("ok"), False)
    foreign = "" if failed else _foreign_failure(content)
    echo = content.get("request_id")
    return Answer(
        failed=failed,
        said=one_line(_reason(content) or foreign),
        request_id=None if echo is None else str(echo),
        is_json_object=whole,
        foreign_failure=bool(foreign),
        ok=_is(content.get("ok"), True),
    )


def sent_request_id(body: bytes) -> str | None:
    """Return the `request_id` that a body of ours carries."""
    content = _json(body)
    value = content.get("request_id") if isinstance(content, dict) else None
    return value if isinstance(value, str) else None


def leaves_open(status: int) -> bool:
    """Return whether a refusal with `status` says nothing of what was taken in before: the server
    failed, or gave up waiting for the rest of a request that it may have had whole."""
    return status >= 500 or status == HTTPStatus.REQUEST_TIMEOUT


def status_phrase(reply: Reply) -> str:
    """Return ``404 Not Found``: the server's own reason, or the usual one where it gave none."""
    reason = one_line(reply.reason)
    if not reason:
        try:
            reason = HTTPStatus(reply.status).phrase
        except ValueError:
            reason = ""
    return f"{reply.status} {reason}".rstrip()


def one_line(text: str) -> str:
    """Return `text` as one line without control and formatting characters, cut to a quote."""
    shown = "".join(" " if unicodedata.category(c) in _UNSHOWN else c for c in text)
    line = " ".join(shown.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"


_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _beginning(body: bytes) -> dict[str, Any] | None:
    """Return the members of a cut object that stand whole before the cut."""
    text = body.decode("utf-8-sig", "replace")
    at = _after(text, 0)
    if text[at : at + 1] != "{":
        return None
    found: dict[str, Any] = {}
    try:
        while True:
            key, at = _DECODER.raw_decode(text, _after(text, at + 1))
            at = _after(text, at)
            if not isinstance(key, str) or text[at] != ":":
                return found
            value, at = _DECODER.raw_decode(text, _after(text, at + 1))
            at = _after(text, at)
            if text[at] != ",":  # Also the end of a number that may go on behind the cut.
                return found
            found[key] = value
    except (ValueError, IndexError, RecursionError):
        return found


def _after(text: str, at: int) -> int:
    """Return where the white space at `at` ends."""
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _foreign_failure(content: Mapping[str, Any]) -> str:
    """Return the member by which others than the API say that a request failed, or nothing."""
    for key in ("error", "errors"):
        value = content.get(key)
        if value and not _is(value, False):
            return f"{key}: {_written(value)}"
    for key in ("status_code", "status"):
        value = content.get(key)
        if type(value) is int and 400 <= value < 600:
            return f"{key}: {value}"
    return "success: false" if _is(content.get("success"), False) else ""


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _is(value: Any, wanted: bool) -> bool:
    """Return whether `value` is the boolean, or the word for it, which some servers send."""
    return value is wanted or (isinstance(value, str) and value.lower() == str(wanted).lower())


def _reason(content: Mapping[str, Any]) -> str:
    """Return the reason in the documented shapes of v1 (`message.title`, `message.description`)
    and v2 (`title`, `detail`), or in the keys that others use."""
    places = (content.get(key) for key in ("message", "error", "errors"))
    # Of a list of errors the first is quoted.
    firsts = (each[0] if isinstance(each, list) and each else each for each in places)
    inner = next((each for each in firsts if isinstance(each, dict)), {})
    title = _first_text(inner, "title") or _first_text(content, "title")
    text = _first_text(inner, "description", "detail", "message") or _first_text(
        content, "message", "detail", "description", "error_description", "reason", "error"
    )
    if text.lower() in {"true", "false"}:
        text = ""
    return f"{title}: {text}" if title and text else title or text


def _first_text(content: Mapping[str, Any], *keys: str) -> str:
    values = (content.get(key) for key in keys)
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _plain_text(reply: Reply) -> str:
    """Return a short body of plain text, which gateways like to answer with."""
    kind = next((v for k, v in reply.headers if k.lower() == "content-type"), "")
    if not kind.lower().startswith("text/plain") or len(reply.body) > LONGEST_QUOTE:
        return ""
    return one_line(reply.body.decode("utf-8", "replace"))
