"""One line of a batch: whom it is about and what is sent, or a sentence on why it cannot be.

Two forms are taken. ``{"user": "u1", "body": {…}}`` sends exactly the bytes that stand after
``"body":``. ``{"user": "u1", "events": […], …}`` sends the line without its user: each other
member as it is spelled, joined anew. `user_id` may stand for `user`. Nothing is read into numbers
and written again, so every spelling is that of the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from appcues_console.activity import body, jsontext
from appcues_console.activity.body import BodyProblem
from appcues_console.activity.clock import unix_milliseconds
from appcues_console.activity.compose import summary
from appcues_console.activity.draft import RequestIdMode
from appcues_console.activity.exchange import Activity
from appcues_console.activity.jsontext import JsonProblem
from appcues_console.activity.known import Known, properties
from appcues_console.activity.lint import lint, sendable
from appcues_console.activity.problems import Problem, error, shown

from .exits import Exit

USER_KEYS: Final = ("user", "user_id")

_SPACE = " \t\n\r"
# The value itself is read by `body` afterwards; here only its end is looked for.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


@dataclass(frozen=True, slots=True)
class Ready:
    """A line that can be sent. `number` counts from 1, empty lines included; `size` is that of the
    line in bytes."""

    number: int
    size: int
    activity: Activity
    request_id: str | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Faulty:
    """A line that is not sent: `status` is 2 where it cannot be read, 1 where it has problems of
    severity error."""

    number: int
    size: int
    status: Exit
    message: str
    user_id: str | None = None
    problems: tuple[Problem, ...] = ()


Line = Ready | Faulty


class _Unreadable(ValueError):
    """The line is of neither form."""


@dataclass(frozen=True, slots=True)
class _Member:
    """One member of the line. `key_at`, `at` and `end` are places in its text."""

    key: str
    key_at: int
    at: int
    end: int
    value: Any


def read_line(
    number: int,
    data: bytes,
    now: Callable[[], int] = unix_milliseconds,
    known: Known | None = None,
) -> Line:
    """Return what `data`, one line without its line break, asks for. `now` is a clock in
    milliseconds since the epoch; `known` is what was sent before to the account."""
    size = len(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        column = len(data[: problem.start].decode("utf-8")) + 1
        return Faulty(number, size, Exit.USAGE, f"It is not UTF-8: see column {column}.")
    try:
        members = _members(text)
        user_id = _user(text, members)
        spelled, offset = _body(text, members)
    except _Unreadable as problem:
        return Faulty(number, size, Exit.USAGE, str(problem))
    try:
        draft = replace(body.read(spelled), user_id=user_id)
    except BodyProblem as problem:
        at = _place(problem, offset)
        wrong = error("body-shape", ("body",), f"{problem.message}{at}.")
        return Faulty(number, size, Exit.REJECTED, wrong.message, user_id, (wrong,))
    except JsonProblem as problem:
        message = f"It is not JSON: {problem.message}{_place(problem, offset)}."
        return Faulty(number, size, Exit.USAGE, message, user_id)
    sent = spelled.encode("utf-8")
    problems = lint(draft, now(), known, len(sent))
    if not sendable(problems):
        message = "Nothing was sent: correct its errors first."
        return Faulty(number, size, Exit.REJECTED, message, user_id, problems)
    activity = Activity(user_id, sent, summary(draft), len(draft.events), properties(draft))
    given = draft.request_id_mode is RequestIdMode.GIVEN
    return Ready(number, size, activity, draft.request_id if given else None, problems)


def _members(text: str) -> list[_Member]:
    """Return the members of the one object that `text` is."""
    try:
        return _walk(text)
    except (ValueError, IndexError, RecursionError):
        pass
    try:
        node = jsontext.parse(text)
    except JsonProblem as problem:
        raise _Unreadable(
            f"It is not JSON: {problem.message} (column {problem.position + 1})."
        ) from None
    if not isinstance(node, jsontext.Members):
        raise _Unreadable('It is not an object such as {"user": "u1", "body": {…}}.')
    raise RuntimeError("an object that cannot be walked through")


def _walk(text: str) -> list[_Member]:
    """Raise one of several errors where `text` is anything but one object."""
    members = []
    at = _expect(text, 0, "{")
    if text[_skip(text, at)] == "}":
        at = _skip(text, at) + 1
    else:
        while True:
            key_at = _skip(text, at)
            if text[key_at] != '"':
                raise ValueError("no key")
            key, at = _DECODER.raw_decode(text, key_at)
            start = _skip(text, _expect(text, at, ":"))
            value, at = _DECODER.raw_decode(text, start)
            members.append(_Member(key, key_at, start, at, value))
            at = _skip(text, at)
            if text[at] == "}":
                at += 1
                break
            at = _expect(text, at, ",")
    if _skip(text, at) != len(text):
        raise ValueError("more than one value")
    return members


def _expect(text: str, at: int, mark: str) -> int:
    at = _skip(text, at)
    if text[at] != mark:
        raise ValueError(f"no {mark}")
    return at + 1


def _skip(text: str, at: int) -> int:
    end = len(text)
    while at < end and text[at] in _SPACE:
        at += 1
    return at


def _user(text: str, members: list[_Member]) -> str:
    found = [member for member in members if member.key in USER_KEYS]
    if not found:
        raise _Unreadable('It does not say whom it is about: add "user".')
    if len(found) > 1:
        raise _Unreadable("It names the user twice.")
    if text[found[0].at] != '"':
        raise _Unreadable(f'"{found[0].key}" must be a string, in double quotes.')
    return str(found[0].value)


def _body(text: str, members: list[_Member]) -> tuple[str, int | None]:
    """Return the body as it is spelled, and where it begins in `text`, None where it is made of
    several parts."""
    rest = [member for member in members if member.key not in USER_KEYS]
    bodies = [member for member in rest if member.key == "body"]
    if not bodies:
        if not rest:
            raise _Unreadable('It has no "body", and no "events" or "profile_update" either.')
        parts = (text[member.key_at : member.end] for member in rest)
        return f"{{{','.join(parts)}}}", None
    others = [member.key for member in rest if member.key != "body"]
    if others:
        raise _Unreadable(
            f'Beside "body" stands {shown(others[0])}, which belongs into the body or nowhere.'
        )
    if len(bodies) > 1:
        raise _Unreadable('It has "body" twice.')
    return text[bodies[0].at : bodies[0].end], bodies[0].at


def _place(problem: JsonProblem, offset: int | None) -> str:
    """Return where in the line a problem is, as far as that can be said."""
    return "" if offset is None else f" (column {offset + problem.position + 1})"
