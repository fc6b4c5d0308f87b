"""Events one a line become one list; bodies one a line are several requests, and it is said."""

from __future__ import annotations

import json

import pytest

from appcues_console.intake.ndjson import as_array
from appcues_console.intake.reading import read
from appcues_console.intake.traced import Traced
from appcues_console.intake.understood import NotUnderstood, Part, Understood

EVENTS = [
    {"name": "signed up", "timestamp": 1452690322, "attributes": {"n": 1}},
    {"name": "clicked", "timestamp": "2016-01-13T13:05:22.000Z"},
]
LINES = "\n".join(map(json.dumps, EVENTS))


@pytest.mark.parametrize(
    "text", [LINES, f"{LINES}\n\n", LINES.replace("\n", "\r\n"), LINES.replace("\n", "\n\n  ")]
)
def test_events_one_a_line_are_a_list_of_events(text: str) -> None:
    found = read(text)
    assert isinstance(found, Understood)
    assert found.part is Part.EVENTS
    assert [event.name for event in found.draft.events] == ["signed up", "clicked"]
    assert found.sentences == ("2 events, one a line.",)


@pytest.mark.parametrize(
    "line", ['{"profile_update": {"a": 1}}', '{"user_id": "u", "profile_update": {}}', '{"a": 1}']
)
def test_several_requests_point_to_the_command_line(line: str) -> None:
    found = read(f"{line}\n{line}\n{line}")
    assert isinstance(found, NotUnderstood)
    assert found.sentence.startswith("These are 3 JSON objects, one a line")
    assert "appcues-console send --lines" in found.sentence


@pytest.mark.parametrize("text", ["", "{}", '{"a": 1}', '{"a": 1}\n{', '{\n"a": 1}\n{}', "[]\n[]"])
def test_what_is_not_one_object_a_line(text: str) -> None:
    assert as_array(Traced(text)) is None


def test_places_are_those_of_the_paste() -> None:
    found = as_array(Traced(f"  {LINES}\n"[2:]))
    assert found is not None
    assert found.array is not None
    at = found.array.text.index('"clicked"')
    assert LINES[found.array.source(at) :].startswith('"clicked"')
