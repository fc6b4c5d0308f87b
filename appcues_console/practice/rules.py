"""Which bodies the practice server accepts, and why it refuses the others.

The judgement is kept pure and apart from HTTP so that the whole table of bodies can be tested
without a server. It follows what the API documents and nothing stricter: members that the
documentation does not know are ignored, as are arrays and objects among profile values. Where the
documentation is silent, the choice made here is said beside it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from appcues_console.activity import jsontext
from appcues_console.activity.jsontext import JsonProblem, Members, Node, Number

MAX_NAME: Final = 127
"""Characters (Unicode code points) in an event name; documented."""

RESERVED_PREFIX: Final = "appcues:"
"""Event names that begin with this are reserved for the product's internal use; documented."""


@dataclass(frozen=True, slots=True)
class AcceptedEvent:
    """One event. `timestamp` and `attributes` are JSON, with numbers spelled as they were sent."""

    name: str
    timestamp: str
    attributes: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A body that does something. `profile` holds keys and their values as JSON; `ignored` names
    the profile fields whose arrays or objects were dropped, as the API documents."""

    events: tuple[AcceptedEvent, ...] = ()
    profile: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A body that does nothing: the HTTP status to answer with, and a sentence that names the
    field."""

    status: int
    description: str


class _Fault(Exception):
    """Unwinds the walk through a body at the first thing that is wrong."""

    def __init__(self, description: str, status: int = 422) -> None:
        super().__init__(description)
        self.refused = Refused(status, description)


def judge(body: bytes) -> Accepted | Refused:
    """Return what `body` does, or why it is refused: 400 when it is not JSON in UTF-8, 422 when it
    is JSON of another shape than the documented one.

    A key that stands twice in one object is refused (422): JSON leaves its meaning open, and a
    practice server that silently picks one of the two would hide the mistake. An empty array of
    events or an empty profile update is accepted.
    """
    try:
        return _activity(_parsed(body))
    except _Fault as fault:
        return fault.refused


def _parsed(body: bytes) -> Node:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _Fault(f"the body is not UTF-8: byte {error.start} cannot be read", 400) from None
    if not text.strip(" \t\r\n"):
        raise _Fault("the body is empty; it must be a JSON object", 400)
    try:
        node = jsontext.parse(text)
    except JsonProblem as problem:
        where = f"line {problem.line}, column {problem.column}"
        raise _Fault(f"the body is not valid JSON: {problem.message} ({where})", 400) from None
    # Only an escape can spell half a surrogate pair: the bytes were valid UTF-8.
    if "\\u" in text:
        try:
            _compact(node).encode("utf-8")
        except UnicodeEncodeError:
            raise _Fault(
                "the body is not valid JSON: a \\u escape spells half a surrogate pair", 400
            ) from None
    return node


def _activity(node: Node) -> Accepted:
    body = _object(node, "the body")
    if "events" not in body and "profile_update" not in body:
        raise _Fault("the body must hold events, profile_update or both")
    events: tuple[AcceptedEvent, ...] = ()
    if "events" in body:
        found = body["events"]
        if not isinstance(found, tuple):
            raise _Fault(f"events must be an array, not {_kind(found)}")
        events = tuple(_event(item, f"events[{index}]") for index, item in enumerate(found))
    kept: list[tuple[str, str]] = []
    ignored: list[str] = []
    if "profile_update" in body:
        for key, value in _fields(body["profile_update"], "profile_update").items():
            if isinstance(value, tuple | Members):
                ignored.append(key)
            else:
                kept.append((key, _compact(value)))
    request_id = body.get("request_id")
    if "request_id" in body and not isinstance(request_id, str):
        raise _Fault(f"request_id must be a string, not {_kind(request_id)}")
    return Accepted(
        events, tuple(kept), tuple(ignored), request_id if isinstance(request_id, str) else None
    )


def _event(node: Node, where: str) -> AcceptedEvent:
    event = _object(node, where)
    for required in ("name", "timestamp"):
        if required not in event:
            raise _Fault(f"{where}.{required} is missing")
    name, timestamp = event["name"], event["timestamp"]
    if not isinstance(name, str):
        raise _Fault(f"{where}.name must be a string, not {_kind(name)}")
    if not name:
        raise _Fault(f"{where}.name is empty")
    if len(name) > MAX_NAME:
        raise _Fault(f"{where}.name has {len(name)} characters; {MAX_NAME} are allowed")
    if name.startswith(RESERVED_PREFIX):
        raise _Fault(f"{where}.name begins with {RESERVED_PREFIX}, which is reserved")
    if not is_timestamp(timestamp):
        raise _Fault(
            f"{where}.timestamp must be an integer Unix time or an ISO 8601 string "
            "such as 2016-01-13T13:05:22.000Z"
        )
    attributes = None
    if "attributes" in event:
        _fields(event["attributes"], f"{where}.attributes")
        attributes = _compact(event["attributes"])
    return AcceptedEvent(name, _compact(timestamp), attributes)


_WHOLE = re.compile(r"-?\d+", re.ASCII)
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d"
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?"
    r"|\d{8}T\d{4}(?:\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d(?:\d\d)?)?)",
    re.ASCII,
)


def is_timestamp(node: Node) -> bool:
    """True for a whole number, however JSON spells it, and for an ISO 8601 date or date and time.

    The extended and basic formats are taken, with or without a zone; week and ordinal dates are
    not. The size of the number is not judged: seconds and milliseconds are both in use.
    """
    if isinstance(node, Number):
        # As JSON Schema and every reader of doubles has it, 1.0 and 1e3 are whole numbers too.
        return bool(_WHOLE.fullmatch(node.text)) or float(node.text).is_integer()
    if not isinstance(node, str):
        return False
    text = node.upper()
    match = _ISO.fullmatch(text)
    if match is None:
        return False
    if match["second"] == "60":  # a leap second, which datetime does not know
        start, end = match.span("second")
        text = f"{text[:start]}59{text[end:]}"
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _object(node: Node, where: str) -> dict[str, Node]:
    if not isinstance(node, Members):
        raise _Fault(f"{where} must be an object, not {_kind(node)}")
    members: dict[str, Node] = {}
    for key, value in node.pairs:
        if key in members:
            raise _Fault(f"{where} holds the key {_shown(key)} more than once")
        members[key] = value
    return members


def _fields(node: Node, where: str) -> dict[str, Node]:
    """Return the members of an object whose keys a person chose: none of them may be empty."""
    members = _object(node, where)
    if "" in members:
        raise _Fault(f"{where} holds an empty key")
    return members


def _shown(key: str) -> str:
    return jsontext.quoted(key if len(key) <= 60 else f"{key[:59]}…")


def _kind(node: Node) -> str:
    match node:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "a string"
        case Number():
            return "a number"
        case Members():
            return "an object"
    return "an array"


def _compact(node: Node) -> str:
    """Return `node` as JSON on one line, numbers spelled as they came. Half a surrogate pair is
    left as it is, so that encoding the result fails on one."""
    if isinstance(node, Number):
        return node.text
    if isinstance(node, Members):
        pairs = (f"{_compact(key)}:{_compact(value)}" for key, value in node.pairs)
        return f"{{{','.join(pairs)}}}"
    if isinstance(node, tuple):
        return f"[{','.join(map(_compact, node))}]"
    return json.dumps(node, ensure_ascii=False)
