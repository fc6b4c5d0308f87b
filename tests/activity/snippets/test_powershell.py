"""A PowerShell script, read back by PowerShell's rules of quoting: it does not exist everywhere.

In single quotes nothing has a meaning but a quote, one of five characters, and two of those in a
row say the second; an expression of strings and characters with `+` between them is their text.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.destination import Credentials
from appcues_console.activity.snippets.powershell import as_powershell
from appcues_console.activity.snippets.request import Request
from tests.activity.snippets.arrivals import BODIES, LONG

BASE = "https://api.appcues.com"
QUOTES = "'\u2018\u2019\u201a\u201b"
PART = re.compile(
    rf"[{QUOTES}](?P<text>(?:[^{QUOTES}]|[{QUOTES}]{{2}})*+)[{QUOTES}]"
    r"|\[char\]0x(?P<unit>[0-9A-F]{4})|\[char\]::ConvertFromUtf32\(0x(?P<point>[0-9A-F]+)\)"
)


def part_said(part: re.Match[str]) -> str:
    if part["text"] is None:
        return chr(int(part["unit"] or part["point"], 16))
    return re.sub(f"[{QUOTES}]([{QUOTES}])", r"\1", part["text"])


def said(expression: str) -> str:
    """Return the text that one expression of the script stands for."""
    joined = expression.startswith("(")
    at = 1 if joined else 0
    texts = []
    while (part := PART.match(expression, at)) is not None:
        texts.append(part_said(part))
        at = part.end() + (3 if expression.startswith(" + ", part.end()) else 0)
    assert expression[at:] == (")" if joined else ""), expression[at:]
    # Text comes first, or PowerShell would add up numbers.
    assert expression[at:] == "" or expression.startswith("('")
    return "".join(texts)


def body_of(script: str) -> str:
    """Return the body that the script makes."""
    found = re.search(r'^\$body = @\(\n(.*?)\n\) -join "`n"$', script, re.DOTALL | re.MULTILINE)
    assert found is not None
    # No expression holds a line break, so each has a line of its own.
    lines = found[1].split("\n")
    assert all(line.endswith(",") for line in lines[:-1])
    return "\n".join(said(line.strip(" ").removesuffix(",")) for line in lines)


@pytest.mark.parametrize("body", [*BODIES.values(), "", LONG])
def test_the_script_holds_the_body_as_it_is(body: str) -> None:
    assert body_of(as_powershell(Request(BASE, "u", body))) == body


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(QUOTES + '\r\n$`"')))
def test_any_body_can_be_written(body: str) -> None:
    assert body_of(as_powershell(Request(BASE, "u", body))) == body


def test_the_rest_of_the_script_sends_bytes_as_json() -> None:
    script = as_powershell(Request(BASE, "it's", "{}", bearer=True))

    assert script == (
        "$body = @(\n  '{}'\n) -join \"`n\"\n"
        "$request = @{\n"
        "  Method = 'Post'\n"
        f"  Uri = '{BASE}/v1/accounts/ACCOUNT_ID/users/it%27s/activity'\n"
        "  ContentType = 'application/json'\n"
        "  Body = [System.Text.Encoding]::UTF8.GetBytes($body)\n"
        "  Headers = @{ Authorization = 'Bearer BEARER_VALUE' }\n"
        "}\n"
        "Invoke-RestMethod @request\n"
    )


def test_real_secrets_are_there_only_when_given() -> None:
    script = as_powershell(Request(BASE, "u", "{}", credentials=Credentials("42", "it’s")))

    assert "Authorization = 'Bearer it’’s'" in script
    assert "/accounts/42/" in script


def test_what_does_not_work_everywhere_is_said() -> None:
    assert "byte order mark" in as_powershell(Request(BASE, "u", '{"é": 1}'))
    assert as_powershell(Request(BASE, ".", "{}")).startswith("# .NET folds")
