"""Names of events."""

from __future__ import annotations

import pytest

from appcues_console.activity.linting.name import RESERVED_NAMES
from appcues_console.activity.problems import Basis, Severity
from tests.activity.linting.drafts import codes, label, mended, only, with_event

ERROR, WARNING = Severity.ERROR, Severity.WARNING
DOCUMENTED, UNKNOWN = Basis.DOCUMENTED, Basis.UNKNOWN


@pytest.mark.parametrize(
    ("name", "code", "severity", "basis", "put"),
    [
        ("", "event-name-missing", ERROR, DOCUMENTED, None),
        (" \t", "event-name-missing", ERROR, DOCUMENTED, None),
        ("é" * 128, "event-name-long", ERROR, DOCUMENTED, "é" * 127),
        ("a" * 126 + " bcd", "event-name-long", ERROR, DOCUMENTED, "a" * 126),
        ("🙂" * 128, "event-name-long", ERROR, DOCUMENTED, "🙂" * 127),
        ("🙂" * 64, "event-name-units", WARNING, UNKNOWN, None),
        ("🙂" + "a" * 126, "event-name-units", WARNING, UNKNOWN, None),
        (" clicked", "event-name-space-around", WARNING, UNKNOWN, "clicked"),
        ("appcues:mine", "event-name-reserved", ERROR, DOCUMENTED, "mine"),
        ("appcues:", "event-name-reserved", ERROR, DOCUMENTED, None),
        ("appcues:flow_started", "event-name-reserved", ERROR, DOCUMENTED, "flow_started"),
        ("appcues:Appcues:mine", "event-name-reserved", ERROR, DOCUMENTED, "mine"),
        ("Appcues:mine", "event-name-reserved", WARNING, UNKNOWN, "mine"),
        ("a\ud800", "text-surrogate", WARNING, UNKNOWN, "a"),
        ("\ud800", "text-surrogate", WARNING, UNKNOWN, None),
        ("click\u200bed", "event-name-invisible", WARNING, UNKNOWN, "clicked"),
    ],
)
def test_what_is_doubtful(
    name: str, code: str, severity: Severity, basis: Basis, put: str | None
) -> None:
    problem = only(with_event(name=name), code)
    assert (problem.severity, problem.basis) == (severity, basis)
    assert problem.path == ("events", 0, "name")
    if put is None:
        assert problem.fix is None
    else:
        assert mended(with_event(name=name), problem).events[0].name == put


@pytest.mark.parametrize(
    "name", ["é" * 127, "🙂" * 63 + "a", "my appcues:event", "flow_started", "Ünïcode 👩‍🔬", "a b"]
)
def test_any_other_is_fine(name: str) -> None:
    assert codes(with_event(name=name)) == []


def test_a_reserved_name_says_what_the_product_sends_it_for() -> None:
    for name, occasion in RESERVED_NAMES.items():
        problem = only(with_event(name=f"appcues:{name}"), "event-name-reserved")
        assert f"“appcues:{name}” {occasion}" in problem.message
        assert label(problem) == "Remove the prefix"
    other = only(with_event(name="appcues:other"), "event-name-reserved")
    assert "The product itself" not in other.message
