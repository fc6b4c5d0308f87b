"""A Python program that sends the very bytes, run with the httpx that the console itself uses."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from appcues_console.activity.destination import Credentials
from appcues_console.activity.snippets.python import as_python
from appcues_console.activity.snippets.request import Request
from tests.activity.snippets.arrivals import BODIES, LONG, Arrivals, run, written

BASE = "https://api.appcues.com"


def assigned(program: str, name: str) -> object:
    """Return what the program assigns to `name`, by Python's own parser."""
    for statement in ast.parse(program).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
            return ast.literal_eval(statement.value)
    raise AssertionError(name)


@pytest.mark.parametrize("body", [*BODIES.values(), "", LONG])
def test_the_program_holds_the_body_as_it_is(body: str) -> None:
    assert assigned(as_python(Request(BASE, "u", body)), "body") == body


def test_a_plain_body_is_there_to_be_read_and_changed() -> None:
    assert '{\n  "events": [],\n  "n": 1.0\n}' in as_python(Request(BASE, "u", BODIES["plain"]))


def test_secrets_are_placeholders_unless_real_ones_are_given() -> None:
    program = as_python(Request(BASE, "u", "{}", bearer=True))
    assert assigned(program, "headers") == {
        "Content-Type": "application/json",
        "Authorization": "Bearer BEARER_VALUE",
    }

    real = as_python(Request(BASE, "u", "{}", credentials=Credentials("4/2", "it's\"")))
    assert assigned(real, "url") == f"{BASE}/v1/accounts/4%2F2/users/u/activity"
    assert assigned(real, "headers") == {
        "Content-Type": "application/json",
        "Authorization": "Bearer it's\"",
    }


def test_python_sends_every_body_to_the_letter(practice: Arrivals, tmp_path: Path) -> None:
    for number, (_, request) in enumerate(practice.requests()):
        written(tmp_path, f"{number:02}.py", as_python(request))
    dots = Request(practice.base_url, "..", LONG)
    written(tmp_path, "dots.py", as_python(dots))
    everything = tmp_path / "all"
    everything.write_text(
        "import pathlib, runpy\n"
        f"for file in sorted(pathlib.Path({str(tmp_path)!r}).glob('*.py')):\n"
        "    runpy.run_path(str(file))\n"
    )

    answers = run(sys.executable, everything)

    assert len(answers.splitlines()) == len(practice.requests()) + 1
    assert practice.differences() == {}
    assert practice.body("..") == LONG
