"""What stands around a paste without being part of it."""

from __future__ import annotations

import pytest

from appcues_console.intake.traced import Traced
from appcues_console.intake.wrappings import unwrapped


@pytest.mark.parametrize(
    ("pasted", "inside"),
    [
        ("  {}\n", "{}"),
        ("\ufeff{}\u00a0", "{}"),
        ("```json\n{}\n```", "{}"),
        ("Try this:\n\n  ~~~\n  {}\n  ~~~\nand this:\n~~~\n[]\n~~~", "{}"),
        ("````\n```\n{}\n````", "```\n{}"),
        ("```\n{}", "{}"),
        ("const body = {};", "{}"),
        ("body = {}", "{}"),
        ("window.data =\n  [1];", "[1]"),
        ('send({"a": 1});', 'send({"a": 1});'),
        ('{"a": "b = {}"}', '{"a": "b = {}"}'),
        ("a = b", "a = b"),
        ("curl -d '```' x", "curl -d '```' x"),
        ("", ""),
    ],
)
def test_only_the_inside_is_left(pasted: str, inside: str) -> None:
    text, _ = unwrapped(Traced(pasted))

    assert text.text == inside
    assert pasted[text.source(0) :].startswith(inside)


def test_what_is_left_out_is_said() -> None:
    assert unwrapped(Traced(" {};"))[1] == ()
    assert "code fences" in unwrapped(Traced("```\n{}\n```"))[1][0]
    assert "assignment" in unwrapped(Traced("x = {}"))[1][0]
