"""What is doubtful about an account ID. It is a secret: no sentence here repeats any of it."""

from __future__ import annotations

from appcues_console.activity.problems import Basis, Fix, Path, Problem, error, warning

PATH: Path = ("account_id",)


def account_id_problems(text: str) -> tuple[Problem, ...]:
    """Return the problems of an account ID as typed. A fix holds the whole ID in `put`, for the
    field it was typed into and for no other place."""
    if not text.strip():
        return (error("account-id-empty", PATH, "Enter the account ID."),)
    if text != text.strip():
        return (
            error(
                "account-id-space-around",
                PATH,
                "The account ID begins or ends with white space. Remove it.",
                Basis.OBSERVED,
                Fix("Remove the white space", PATH, text, text.strip()),
            ),
        )
    if not (text.isascii() and text.isdigit()):
        return (
            warning(
                "account-id-digits",
                PATH,
                "Account IDs seen so far are digits only. Compare it with the one in the product’s "
                "settings.",
                Basis.OBSERVED,
            ),
        )
    return ()
