"""One event by itself, wherever it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appcues_console.activity.draft import Event, Pair
from appcues_console.activity.jsontext import Members, Number
from appcues_console.activity.linting.event import Findings
from appcues_console.activity.linting.instant import Tense
from appcues_console.activity.problems import Severity
from appcues_console.activity.times import EventTime
from appcues_console.activity.values import Value
from tests.activity.linting.drafts import GOOD, label, mended, number, only, text, with_event


def test_the_same_findings_at_any_place() -> None:
    event = Event("", EventTime("2025-01-01T00:00:00Z"), (Pair("a"), Pair("", Value(text="x"))))
    findings = Findings(event)
    for place in (0, 7):
        assert [each.path for each in findings.placed(place, Tense.OLD)] == [
            ("events", place, "name"),
            ("events", place, "time"),
            ("events", place, "attributes", 0, "value"),
            ("events", place, "attributes", 1, "key"),
        ]
        fixes = [each.fix.path for each in findings.placed(place, Tense.OLD) if each.fix]
        assert fixes == [("events", place, "time"), ("events", place, "attributes", 0, "value")]
    assert len(findings.placed(0, Tense.CLOSE)) == 3
    assert findings.placed(7, Tense.OLD) is findings.placed(7, Tense.OLD)


def test_what_is_compared_with_other_events() -> None:
    rows = (Pair("a", number("1")), Pair(), Pair("b", text("")), Pair("", text("x")))
    findings = Findings(Event("e", attributes=rows))
    assert findings.keys == ("a", "b")
    assert findings.kinds == (("a", "number"),)


@pytest.mark.parametrize(
    ("key", "advice"),
    [
        ("id", "It is sent as it stands."),
        ("Name", "Did you mean “name”?"),
        ("time_stamp", "Did you mean “timestamp”?"),
    ],
)
def test_members_the_documentation_does_not_know(key: str, advice: str) -> None:
    value = with_event(extra=((key, Members(())),), order=("name", key))
    problem = only(value, "member-unknown")
    assert problem.severity is Severity.WARNING
    assert problem.path == ("events", 0, "name")
    assert problem.message.endswith(advice)
    assert label(problem) == f"Remove “{key}”"
    after = mended(value, problem).events[0]
    assert (after.extra, after.order) == ((), ("name",))


def test_members_of_the_body() -> None:
    value = replace(GOOD, extra=(("profileUpdate", Number("1")), ("x", True)), order=("x",))
    profile = replace(value, extra=value.extra[:1])
    assert "Did you mean “profile_update”?" in only(profile, "member-unknown").message
    other = replace(value, extra=value.extra[1:])
    assert mended(other, only(other, "member-unknown")) == GOOD
