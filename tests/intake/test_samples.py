"""Each sample can be found, loaded and sent as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appcues_console import paths
from appcues_console.activity import body, draft, lint
from appcues_console.activity.draft import AT_SEND, Draft, RequestIdMode
from appcues_console.activity.values import Kind
from appcues_console.intake.reading import read
from appcues_console.intake.samples import Sample, samples
from appcues_console.intake.understood import Part, Understood


def test_every_file_is_in_the_index_once() -> None:
    files = {path.name for path in (paths.resources() / "samples").glob("*.json")}

    assert sorted(sample.path.name for sample in samples()) == sorted(files - {"index.json"})
    assert len({sample.name for sample in samples()}) == len(samples()) == 4
    assert all(sample.hint and "\n" not in sample.hint for sample in samples())


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_a_sample_can_be_sent(sample: Sample) -> None:
    loaded = replace(sample.draft(), user_id="user-42")

    assert lint.sendable(lint.lint(loaded, 0))
    assert all(event.time == AT_SEND for event in loaded.events)
    assert loaded.request_id_mode is RequestIdMode.MADE
    # The file itself is a body to be pasted, too.
    pasted = read(sample.path.read_text(encoding="utf-8"))
    assert isinstance(pasted, Understood)
    assert pasted.part is Part.BODY
    assert pasted.into(Draft()) == body.read(sample.path.read_text(encoding="utf-8"))


def test_the_first_is_the_documentation_s_own() -> None:
    assert samples()[0].draft().events[0].attributes == draft.example().events[0].attributes


def test_every_kind_of_value_is_there() -> None:
    sample = next(s for s in samples() if s.name == "Every kind of value").draft()

    assert {pair.value.kind for pair in sample.events[0].attributes} == {*Kind}
