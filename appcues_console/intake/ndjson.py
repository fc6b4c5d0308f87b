"""JSON objects one a line, as logs and exports have them: events become one list of events.

Bodies and profiles one a line are several requests, and the window composes one: for those there is
a sentence that names the command that sends many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from appcues_console.activity import jsontext
from appcues_console.activity.draft import BODY_KEYS
from appcues_console.activity.jsontext import JsonProblem, Members

from .shapes import why_an_event
from .traced import Traced, Tracing

MAX_LENGTH: Final = 5_000_000
"""Characters that are tried: each line is read twice."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Objects one a line. `array` holds them all where each is an event, and is None where they
    cannot be one request; `sentence` says what they are."""

    array: Traced | None
    sentence: str


def as_array(text: Traced) -> Lines | None:
    """Return what the lines of `text` are together, or None unless each is a JSON object and there
    are at least two."""
    if len(text.text) > MAX_LENGTH or not text.text.startswith("{"):
        return None
    array = Tracing(text)
    array.put("[", 0)
    at, count, events = 0, 0, True
    for line in text.text.split("\n"):
        inside = line.strip().removesuffix(",")
        start = at + len(line) - len(line.lstrip())
        at += len(line) + 1
        if not inside:
            continue
        if not (inside.startswith("{") and inside.endswith("}")):
            return None
        members = _members(inside)
        if members is None:
            return None
        events = events and not members.keys() & {*BODY_KEYS} and why_an_event(members) is not None
        if count:
            array.put(",", start)
        array.copy(start, start + len(inside))
        count += 1
    if count < 2:
        return None
    if not events:
        return Lines(
            None,
            f"These are {count:,} JSON objects, one a line: several requests, and the window sends "
            "one. Paste one line, or send them all from the command line: appcues-console send "
            "--lines (its --help shows the form).",
        )
    array.put("]", len(text.text))
    return Lines(array.done(len(text.text)), f"{count:,} events, one a line.")


def _members(line: str) -> dict[str, jsontext.Node] | None:
    try:
        node = jsontext.parse(line, not_finite=True)
    except JsonProblem:
        return None
    return dict(node.pairs) if isinstance(node, Members) else None
