"""How problems name their place and show data."""

from __future__ import annotations

import pytest

from appcues_console.activity import problems
from appcues_console.activity.problems import Basis, Path, Severity, shown, where


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("user_id",), "user ID"),
        (("request_id",), "request ID"),
        (("body",), "body"),
        (("events", 0, "name"), "event 1, name"),
        (("events", 1, "time"), "event 2, time"),
        (("events", 0, "attributes", 1, "key"), "event 1, attribute 2, key"),
        (("profile", 2, "value"), "profile field 3, value"),
        ((), ""),
        (("other",), "other"),
    ],
)
def test_places_as_people_say_them(path: Path, words: str) -> None:
    assert where(path) == words


def test_the_two_severities() -> None:
    refused = problems.error("a", ("body",), "A.")
    doubtful = problems.warning("b", ("body",), "B.", Basis.UNKNOWN)
    assert (refused.severity, refused.basis) == (Severity.ERROR, Basis.DOCUMENTED)
    assert (doubtful.severity, doubtful.basis) == (Severity.WARNING, Basis.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("blue", "“blue”"),
        ("ключ 🙂", "“ключ 🙂”"),
        ("a" * 40, "“" + "a" * 40 + "”"),
        ("a" * 41, "“" + "a" * 39 + "…”"),
        ("\x1b[2J", "“\\u001b[2J”"),
        ("a\u202eb", "“a\\u202eb”"),
        ("\ud800", "“\\ud800”"),
        ("\U000e0041", "“\\U000e0041”"),
        ("line\nbreak", "“line\\u000abreak”"),
        ("", "“”"),
    ],
)
def test_data_in_a_sentence_is_visible_and_short(text: str, sentence: str) -> None:
    assert shown(text) == sentence
    assert shown(text).isprintable()
