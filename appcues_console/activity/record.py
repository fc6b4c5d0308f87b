"""A composition as text that can be kept, and back, with nothing lost.

The body of a request would not do: it knows neither the user nor what was typed and is not valid
yet, nor that a time means "at send". This record holds the draft itself. It is ASCII, so that half
a surrogate pair survives as well.
"""

from __future__ import annotations

import json
from typing import Any

from . import jsontext
from .compose import Moment
from .composition import Composition, LooseText
from .draft import Draft, Event, Pair, RequestIdMode
from .jsontext import JsonProblem, Node
from .times import EventTime, Written
from .values import Kind, Value

VERSION = 1


class RecordProblem(ValueError):
    """Text that is not a record of a draft, or one of a later version of the program."""


def dump(composition: Composition) -> str:
    """Return `composition` as one line of JSON in ASCII.

    Loose text is a member that earlier versions of the program pass over: they read the draft.
    """
    draft, loose = composition.draft, composition.loose
    record = {
        "version": VERSION,
        "user_id": draft.user_id,
        "events": [_event(event) for event in draft.events],
        "profile": [_pair(pair) for pair in draft.profile],
        "request_id": draft.request_id,
        "request_id_mode": draft.request_id_mode.value,
        "order": draft.order,
        "extra": _extra(draft.extra),
    }
    if loose is not None:
        record["loose_text"] = [loose.text, loose.moment.now, loose.moment.request_id]
    return json.dumps(record, separators=(",", ":"))


def load(text: str) -> Composition:
    """Return the composition that `dump` wrote. Raises `RecordProblem` on anything else."""
    try:
        record = json.loads(text)
        _check_version(record["version"])
        draft = Draft(
            user_id=_text(record["user_id"]),
            events=tuple(_read_event(event) for event in record["events"]),
            profile=tuple(_read_pair(pair) for pair in record["profile"]),
            request_id=_text(record["request_id"]),
            request_id_mode=RequestIdMode(record["request_id_mode"]),
            order=tuple(_text(key) for key in record["order"]),
            extra=_read_extra(record["extra"]),
        )
        return Composition(draft, _read_loose(record.get("loose_text")))
    except RecordProblem:
        raise
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RecordProblem(f"not a draft: {type(error).__name__}") from None


def _check_version(version: object) -> None:
    if version != VERSION:
        raise RecordProblem(f"a draft of version {version!r}")


def _read_loose(record: list[Any] | None) -> LooseText | None:
    if record is None:
        return None
    text, now, request_id = record
    if not isinstance(now, int):
        raise TypeError
    return LooseText(_text(text), Moment(now, _text(request_id)))


def _event(event: Event) -> dict[str, Any]:
    return {
        "name": event.name,
        "time": [event.time.text, event.time.written.value],
        "attributes": [_pair(pair) for pair in event.attributes],
        "order": event.order,
        "extra": _extra(event.extra),
    }


def _read_event(record: dict[str, Any]) -> Event:
    text, written = record["time"]
    return Event(
        name=_text(record["name"]),
        time=EventTime(_text(text), Written(written)),
        attributes=tuple(_read_pair(pair) for pair in record["attributes"]),
        order=tuple(_text(key) for key in record["order"]),
        extra=_read_extra(record["extra"]),
    )


def _pair(pair: Pair) -> list[Any]:
    value = pair.value
    record = [pair.key, value.kind.value, value.text, value.forced]
    return record if value.original is None else [*record, value.original]


def _read_pair(record: list[Any]) -> Pair:
    key, kind, text, forced, *more = record
    (original,) = more or [None]
    value = Value(
        Kind(kind), _text(text), bool(forced), None if original is None else _text(original)
    )
    return Pair(_text(key), value)


def _extra(members: tuple[tuple[str, Node], ...]) -> list[list[str]]:
    return [[key, jsontext.written(node)] for key, node in members]


def _read_extra(record: list[list[str]]) -> tuple[tuple[str, Node], ...]:
    try:
        return tuple((_text(key), jsontext.parse(text)) for key, text in record)
    except JsonProblem as problem:
        raise RecordProblem(problem.message) from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
