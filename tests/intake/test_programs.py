"""A program in a language that is not read is named, and JSON or prose is never taken for one."""

from __future__ import annotations

import pytest

from appcues_console.activity.snippets import SNIPPETS, Request
from appcues_console.intake.programs import sentence
from appcues_console.intake.reading import read
from appcues_console.intake.understood import NotUnderstood, Understood

NAMED = {
    "HTTPie": "an HTTPie command",
    "Python (httpx)": "a Python program",
    "JavaScript (fetch)": "JavaScript",
    "PowerShell": "a PowerShell command",
}


@pytest.mark.parametrize(
    "body", ['{\n  "profile_update": {\n    "a": 1\n  }\n}', "{}", "x" * 90_000]
)
def test_our_own_snippets_are_named_and_curl_is_read(body: str) -> None:
    request = Request("https://api.appcues.com", "u", body)
    named = {s.name: sentence(s.write(request)) or "" for s in SNIPPETS if s.name != "cURL"}
    assert named.keys() == NAMED.keys()
    for name, said in named.items():
        assert NAMED[name] in said
        assert "as cURL instead" in said
    assert sentence(SNIPPETS[0].write(request)) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Invoke-RestMethod -Uri https://x -Method Post -Body '{}'", "PowerShell"),
        ("$r = invoke-webrequest https://x", "PowerShell"),
        ("irm https://x -Body $b", "PowerShell"),
        ('fetch("https://x", {\n  "body": "{}",\n  "method": "POST"\n});', "fetch"),
        ("await fetch(url, {method: 'POST'})", "fetch"),
        ("const r = await window.fetch('x')", "fetch"),
        ("http --ignore-stdin POST https://x a=b", "HTTPie"),
        ("import requests\nrequests.post('x')", "Python"),
    ],
)
def test_what_a_person_pastes_has_a_sentence(text: str, named: str) -> None:
    found = read(text)
    assert isinstance(found, NotUnderstood)
    assert named in found.sentence
    assert found.sentence.endswith("Nothing was changed.")


@pytest.mark.parametrize(
    "text",
    [
        '{"profile_update": {"hint": "use fetch(url) or Invoke-RestMethod it"}}',
        "firm\tx\nprefetch (y)\tz",
    ],
)
def test_data_that_speaks_of_programs_is_data(text: str) -> None:
    assert isinstance(read(text), Understood)


def test_broken_json_is_told_where_it_breaks() -> None:
    found = read('{"a": "fetch(x)" "b"}')
    assert isinstance(found, NotUnderstood)
    assert (found.line, found.column) == (1, 18)
