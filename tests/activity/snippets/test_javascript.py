"""A JavaScript module that sends the very bytes, run by Node."""

from __future__ import annotations

from pathlib import Path

from appcues_console.activity.destination import Credentials
from appcues_console.activity.snippets.javascript import as_javascript
from appcues_console.activity.snippets.request import Request
from tests.activity.snippets.arrivals import BODIES, LONG, Arrivals, run, written

BASE = "https://api.appcues.com"


def test_a_plain_body_is_there_to_be_read_and_changed() -> None:
    module = as_javascript(Request(BASE, "u", BODIES["plain"]))

    assert 'String.raw`{\n  "events": [],\n  "n": 1.0\n}`' in module


def test_secrets_are_placeholders_unless_real_ones_are_given() -> None:
    module = as_javascript(Request(BASE, "u", "{}", bearer=True))
    assert '"Authorization": "Bearer BEARER_VALUE"' in module
    assert f'fetch("{BASE}/v1/accounts/ACCOUNT_ID/users/u/activity"' in module

    real = as_javascript(Request(BASE, "u", "{}", credentials=Credentials("42", 'a"b')))
    assert '"Authorization": "Bearer a\\"b"' in real
    assert "/accounts/42/" in real
    assert "ACCOUNT_ID" not in real


def test_a_user_id_that_fetch_folds_away_is_said() -> None:
    assert as_javascript(Request(BASE, "..", "{}")).startswith("// fetch folds")
    assert "folds" not in as_javascript(Request(BASE, "...", "{}"))


def test_node_sends_every_body_to_the_letter(practice: Arrivals, tmp_path: Path) -> None:
    for number, (_, request) in enumerate(practice.requests()):
        written(tmp_path, f"{number:02}.mjs", as_javascript(request))
    written(tmp_path, "long.mjs", as_javascript(Request(practice.base_url, "long", LONG)))
    everything = tmp_path / "all.js"
    everything.write_text(
        "const fs = require('fs');\n"
        "(async () => {\n"
        f"  for (const file of fs.readdirSync({str(tmp_path)!r}).sort())\n"
        f"    if (file.endsWith('.mjs')) await import({str(tmp_path)!r} + '/' + file);\n"
        "})();\n"
    )

    answers = run("node", everything)

    assert len(answers.splitlines()) == len(practice.requests()) + 1
    assert practice.differences() == {}
    assert practice.body("long") == LONG
