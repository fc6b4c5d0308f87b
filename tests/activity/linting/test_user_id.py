"""User IDs: what makes a new user by mistake."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appcues_console.activity.draft import Draft
from appcues_console.activity.known import Known
from appcues_console.activity.problems import Basis, Severity
from tests.activity.linting.drafts import GOOD, codes, label, mended, only

ERROR, WARNING = Severity.ERROR, Severity.WARNING
DOCUMENTED, OBSERVED = Basis.DOCUMENTED, Basis.OBSERVED


def of(user_id: str) -> Draft:
    return replace(GOOD, user_id=user_id)


@pytest.mark.parametrize(
    ("user_id", "code", "severity", "basis", "put"),
    [
        ("", "user-id-empty", ERROR, DOCUMENTED, None),
        (" \t", "user-id-blank", ERROR, DOCUMENTED, None),
        ("\ud800", "user-id-surrogate", ERROR, OBSERVED, None),
        ("a\ud800b", "user-id-surrogate", ERROR, OBSERVED, "ab"),
        (" u1", "user-id-space-around", WARNING, DOCUMENTED, "u1"),
        ("u1\n", "user-id-space-around", WARNING, DOCUMENTED, "u1"),
        ("u1\u00a0", "user-id-space-around", WARNING, DOCUMENTED, "u1"),
        ("u 1", "user-id-space-inside", WARNING, DOCUMENTED, "u1"),
        ("u\u20031 2", "user-id-space-inside", WARNING, DOCUMENTED, "u12"),
        ("u\u200b1", "user-id-invisible", WARNING, DOCUMENTED, "u1"),
        ("\ufeffu1", "user-id-invisible", WARNING, DOCUMENTED, "u1"),
        ("\u202eu1\x00", "user-id-invisible", WARNING, DOCUMENTED, "u1"),
    ],
)
def test_what_is_doubtful(
    user_id: str, code: str, severity: Severity, basis: Basis, put: str | None
) -> None:
    problem = only(of(user_id), code)
    assert (problem.severity, problem.basis, problem.path) == (severity, basis, ("user_id",))
    if put is None:
        assert problem.fix is None
    else:
        assert mended(of(user_id), problem).user_id == put


@pytest.mark.parametrize("user_id", ["0", "a/b", "..", "мария@пример.рф", "👩‍🔬", "-", "%20"])
def test_any_other_is_fine(user_id: str) -> None:
    assert codes(of(user_id)) == []


class Alike:
    """Knows one answer."""

    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def person(self, user_id: str) -> str | None:
        self.asked.append(user_id)
        return self.answer

    def key(self, scope: str, key: str) -> str | None:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("user_id", "same"),
    [
        ("user-42", "User-42"),
        ("USER-42", "User-42"),
        ("User- 42", "User-42"),
        ("User-\u200b42", "User-42"),
        ("Usеr-42", "User-42"),  # a Cyrillic е
        ("Ｕser-42", "User-42"),
        ("JOSE\u0301", "José"),
    ],
)
def test_an_id_that_only_looks_like_a_known_one(user_id: str, same: str) -> None:
    known = Known(("José", "User-42"), likeness=Alike(same))
    found = codes(of(user_id), known)
    assert "user-id-near" in found
    assert "user-id-alike" not in found
    assert "user-id-near" not in codes(of(same), known)


def test_the_known_one_is_offered() -> None:
    known = Known(("User-42",))
    problem = only(of("user-42"), "user-id-near", known)
    assert (problem.severity, problem.basis) == (WARNING, OBSERVED)
    assert label(problem) == "Use “User-42”"
    assert mended(of("user-42"), problem, known).user_id == "User-42"


def test_a_known_one_is_never_doubted_for_its_likeness() -> None:
    likeness = Alike("User-42")
    assert codes(of("user-42"), Known(("User-42", "user-42"), likeness=likeness)) == []
    assert likeness.asked == []


def test_a_slip_of_one_character() -> None:
    known = Known(("maria", "max"), likeness=Alike("maria"))
    problem = only(of("mria"), "user-id-alike", known)
    assert (problem.severity, problem.basis) == (WARNING, OBSERVED)
    assert mended(of("mria"), problem, known).user_id == "maria"
    assert codes(of("someone"), Known(("maria",), likeness=Alike(None))) == []


def test_a_doubtful_known_one_is_not_offered() -> None:
    assert codes(of("user-42"), Known((" user-42",))) == []
    assert codes(of("mria"), Known(("maria ",), likeness=Alike("maria "))) == []
