"""Which part of a body a piece of JSON is: the whole, a member as the documentation prints it, an
array of events, one event, or profile fields.

Fragments are put into the body they were cut from and read by `activity.body`, so that there is one
reader of bodies, and one set of sentences about what is wrong with them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from appcues_console.activity import body, jsontext
from appcues_console.activity.body import BodyProblem
from appcues_console.activity.draft import BODY_KEYS, EVENT_KEYS, Draft, Event
from appcues_console.activity.jsontext import JsonProblem, Members, Node
from appcues_console.activity.problems import shown
from appcues_console.activity.values import Kind

from .traced import Traced
from .understood import Part

MAX_VALUES: Final = 140_000
"""Values in a text that is read, which takes about half a second: two marks for each, its colon and
its comma, and three for an object. Forms are not made for more; the command line sends any body."""

NOT_FINITE: Final = frozenset({"NaN", "Infinity", "-Infinity"})
"""Numbers that other programs have and JSON has not."""

_MARK = re.compile(r'"(?:[^"\\]++|\\.)*+"|[,:{]', re.DOTALL)
_AROUND = " \t\n\r,"
"""What may stand around a fragment."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A piece of JSON that was recognised, and the sentences that say as what."""

    part: Part
    draft: Draft
    sentences: tuple[str, ...]


class TooManyValues(Exception):
    """More than `MAX_VALUES`."""


def recognised(text: Traced) -> Shape:
    """Return what the JSON `text` is.

    Raises `JsonProblem`, its position one in the pasted text, where it is not JSON; `BodyProblem`
    likewise where it is JSON but no part of a body; and `TooManyValues`.
    """
    _count(text.text)
    text = _without_commas_around(text)
    match text.text[:1]:
        case "{":
            return _object(text, fragment=False)
        case "[":
            return _array(text)
        case '"':
            return _object(text.wrapped("{", "}"), fragment=True)
        case "":
            raise JsonProblem("Nothing is here", text.text, 0)
    raise JsonProblem("No JSON begins here", text.text, 0)


def _count(text: str) -> None:
    if text.count(",") + text.count(":") + 3 * text.count("{") <= 2 * MAX_VALUES:
        return
    # Long texts hold commas too. They count only where they may be JSON again, which is then read
    # as well, to tell what the text means.
    marks = 0
    for match in _MARK.finditer(text):
        found = match.group()
        if found[0] != '"':
            marks += 3 if found == "{" else 1
        elif found[1] in "[{\\":
            marks += found.count(",")
        if marks > 2 * MAX_VALUES:
            raise TooManyValues


def _without_commas_around(text: Traced) -> Traced:
    inside = text.text.strip(_AROUND)
    start = len(text.text) - len(text.text.lstrip(_AROUND))
    return text.part(start, start + len(inside))


def _read(text: Traced) -> Draft:
    try:
        return body.read(text.text, not_finite=True)
    except BodyProblem as problem:
        raise _misplaced(problem.message, text, problem.position) from None
    except JsonProblem as problem:
        raise JsonProblem(problem.message, *_place(text, problem.position)) from None


def _misplaced(message: str, text: Traced, position: int = 0) -> BodyProblem:
    return BodyProblem(message, *_place(text, position))


def _place(text: Traced, position: int) -> tuple[str, int]:
    """Return the pasted text, and where in it that is which is at `position` of `text`."""
    return text.origin, text.source(position)


def _object(text: Traced, *, fragment: bool) -> Shape:
    if not any(f'"{key}"' in text.text for key in (*BODY_KEYS, *EVENT_KEYS)):
        return _fields(text)
    try:
        draft = _read(text)
        members = dict(draft.extra)
    except BodyProblem:
        # A key may stand twice among profile fields, though not in a body.
        node = jsontext.parse(text.text, not_finite=True)
        members = dict(node.pairs) if isinstance(node, Members) else {}
        if not members or any(key in members for key in BODY_KEYS):
            raise
        draft = Draft()
    except JsonProblem as problem:
        return _several_events(text, problem)
    documented = [key for key in draft.order if key in BODY_KEYS]
    if documented:
        return _body(draft, only=documented[0] if fragment and len(draft.order) == 1 else None)
    why = why_an_event(members)
    if why is not None:
        draft = _read(text.wrapped('{"events":[', "]}"))
        return _shape(Part.EVENT, draft, f"One event, {why}.")
    draft = _read(text.wrapped('{"profile_update":', "}"))
    return _fields(text)


def _fields(text: Traced) -> Shape:
    draft = _read(text.wrapped('{"profile_update":', "}"))
    if not draft.profile:
        raise _misplaced("This object is empty: there is nothing to take", text)
    fields = _counted(len(draft.profile), "profile field")
    return _shape(Part.FIELDS, draft, f"An object that is neither a body nor an event: {fields}.")


def _several_events(text: Traced, problem: JsonProblem) -> Shape:
    """Return the events that were cut out of an array, one after another; raise what is wrong."""
    try:
        shape = _array(text.wrapped("[", "]"))
    except JsonProblem as other:
        # Whichever reading went further was nearer to what is meant.
        raise max(problem, other, key=lambda wrong: wrong.position) from None
    count = _counted(len(shape.draft.events), "event")
    return Shape(Part.EVENT, shape.draft, (f"{count}, one after another.", *shape.sentences[1:]))


def why_an_event(members: dict[str, Node]) -> str | None:
    """Return why an object with these members is an event, or None if it is none."""
    keys = {*members}
    if not isinstance(members.get("name", ""), str) or not keys & {*EVENT_KEYS}:
        return None
    if "attributes" in members and not isinstance(members["attributes"], Members):
        return None
    telling = [key for key in ("timestamp", "attributes") if key in keys]
    if telling and ("name" in keys or keys <= {*EVENT_KEYS}):
        return f"by its “{telling[0]}”"
    if keys == {"name"}:
        return (
            "since its only key is “name”. For a profile field of that name, paste "
            "“"
            '"profile_update": {"name": …}'
            "”"
        )
    return None


def _body(draft: Draft, only: str | None) -> Shape:
    parts = {
        "events": (Part.EVENTS, f"The part “events”: {_counted(len(draft.events), 'event')}."),
        "profile_update": (
            Part.PROFILE,
            f"The part “profile_update”: {_counted(len(draft.profile), 'profile field')}.",
        ),
        "request_id": (Part.REQUEST_ID, "A request ID."),
    }
    if only is not None:
        part, sentence = parts[only]
        return _shape(part, draft, sentence)
    held = [
        _counted(len(draft.events), "event") if "events" in draft.order else "",
        _counted(len(draft.profile), "profile field") if "profile_update" in draft.order else "",
        "a request ID" if "request_id" in draft.order else "",
    ]
    return _shape(Part.BODY, draft, f"A whole body: {_listed([part for part in held if part])}.")


def _array(text: Traced) -> Shape:
    draft = _read(text.wrapped('{"events":', "}"))
    if not draft.events:
        raise _misplaced("This array is empty: there is nothing to take", text)
    if any(_is_body(event) for event in draft.events):
        raise _misplaced(
            "This is an array of whole bodies, and one request takes one. Paste one of them", text
        )
    return _shape(Part.EVENTS, draft, f"An array of {_counted(len(draft.events), 'event')}.")


def _is_body(event: Event) -> bool:
    return "name" not in event.order and any(key in BODY_KEYS for key in event.order)


def _shape(part: Part, draft: Draft, sentence: str) -> Shape:
    lists = [draft.profile, *(event.attributes for event in draft.events)]
    twice = [
        key
        for pairs in lists
        for key, count in Counter(pair.key for pair in pairs).items()
        if count > 1
    ]
    sentences = [sentence]
    if twice:
        more = f" and {_counted(len(twice) - 1, 'more key')}" if len(twice) > 1 else ""
        verb = "stand" if more else "stands"
        sentences.append(f"The key {shown(twice[0])}{more} {verb} more than once; each was kept.")
    endless = sum(
        pair.value.kind is Kind.NUMBER and pair.value.text in NOT_FINITE
        for pairs in lists
        for pair in pairs
    )
    if endless:
        values = "1 value was" if endless == 1 else f"{endless:,} values were"
        sentences.append(
            f"JSON has no NaN and no Infinity: {values} kept as spelled and cannot be sent. "
            "“Use null” says that there is none."
        )
    return Shape(part, draft, tuple(sentences))


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
