"""Literals that JSON does not have, as JSON5 reads them, and never too many."""

from __future__ import annotations

import json5
import pytest

from appcues_console.intake.literals import MAX_ASKED, Literals, NoLiteral, TooMuch


@pytest.mark.parametrize(
    ("inside", "meant"),
    [
        ("plain", "plain"),
        ("a\tb", "a\tb"),
        (r"it\'s", "it's"),
        (r'say \"x\" "y"', 'say "x" "y"'),
        (r"\x41\u00e9\v\0", "Aé\v\0"),
        ("one\\\ntwo\\\r\nthree", "onetwothree"),
        (r"\q", "q"),
        (r"\ud83d\ude00", "😀"),
        (r"\ud83d", "\ud83d"),
        (r"\\", "\\"),
        (r'\\"', '\\"'),
    ],
)
def test_strings(inside: str, meant: str) -> None:
    found = Literals().string(inside)

    assert found.encode("utf-16", "surrogatepass") == meant.encode("utf-16", "surrogatepass")


@pytest.mark.parametrize("inside", [r"\x4", r"\u12", r"\xzz", r"\1"])
def test_an_escape_that_does_not_exist(inside: str) -> None:
    with pytest.raises(NoLiteral, match="backslash escape"):
        Literals().string(inside)


@pytest.mark.parametrize(
    ("spelled", "meant"),
    [
        ("+1", "1"),
        (".5", "0.5"),
        ("-.50", "-0.50"),
        ("5.", "5"),
        ("+1.10e5", "1.10e5"),
        ("5.e3", "5e3"),
        ("0x1F", "31"),
        ("-0Xff", "-255"),
        ("+0x10", "16"),
    ],
)
def test_numbers_keep_their_digits(spelled: str, meant: str) -> None:
    assert Literals().number(spelled) == meant
    assert json5.loads(spelled) == json5.loads(meant)


@pytest.mark.parametrize("spelled", ["007", "+00.5", "0x" + "f" * 500, "1" * 500 + "."])
def test_numbers_that_are_none(spelled: str) -> None:
    with pytest.raises(NoLiteral):
        Literals().number(spelled)


def test_keys() -> None:
    assert Literals().key("plan_tier") == "plan_tier"
    assert Literals().key(r"\u0061b") == "ab"
    with pytest.raises(NoLiteral):
        Literals().key("a\\")


def test_the_library_is_asked_only_so_much() -> None:
    literals = Literals()
    literals.string("x" * MAX_ASKED)
    literals.string("\\x41" * 2_000)
    assert 0 < literals.asked <= MAX_ASKED

    with pytest.raises(TooMuch):
        literals.string("\\x41" * 4_000)
