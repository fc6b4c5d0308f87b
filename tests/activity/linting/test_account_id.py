"""Account IDs: digits as far as anybody has seen, and never repeated in a sentence."""

from __future__ import annotations

import pytest

from appcues_console.activity.lint import account_id_problems
from appcues_console.activity.problems import Basis, Severity


@pytest.mark.parametrize("text", ["12345", "0", "9" * 40])
def test_digits_are_fine(text: str) -> None:
    assert account_id_problems(text) == ()


@pytest.mark.parametrize(
    ("text", "code", "severity", "put"),
    [
        ("", "account-id-empty", Severity.ERROR, None),
        (" \n", "account-id-empty", Severity.ERROR, None),
        (" 4711", "account-id-space-around", Severity.ERROR, "4711"),
        ("4711x\n", "account-id-space-around", Severity.ERROR, "4711x"),
        ("4711x", "account-id-digits", Severity.WARNING, None),
        ("47 11", "account-id-digits", Severity.WARNING, None),
        ("٤٧١١", "account-id-digits", Severity.WARNING, None),
        ("-4711", "account-id-digits", Severity.WARNING, None),
    ],
)
def test_what_is_doubtful(text: str, code: str, severity: Severity, put: str | None) -> None:
    (problem,) = account_id_problems(text)
    assert (problem.code, problem.severity, problem.path) == (code, severity, ("account_id",))
    assert (problem.fix and problem.fix.put) == put
    assert put is None or account_id_problems(put) in {(), account_id_problems("4711x")}
    assert problem.basis is (Basis.DOCUMENTED if code.endswith("empty") else Basis.OBSERVED)


def test_no_sentence_repeats_the_secret() -> None:
    for text in ("secret", " secret ", "sec ret"):
        for problem in account_id_problems(text):
            assert "sec" not in problem.message
            assert "sec" not in (problem.fix.label if problem.fix else "")
