"""What went wrong, sorted into the kinds that look different."""

from __future__ import annotations

import logging

import pytest

from appcues_console.accounts.status import VaultFailed, VaultLocked
from appcues_console.activity.jsontext import JsonProblem
from appcues_console.engine.errors import CredentialsMissing, EngineClosed
from appcues_console.practice.server import PortInUse
from appcues_console.storage.errors import StorageError
from appcues_console.ui.trouble import Kind, trouble_of

SECRET = "4711-account-id"


def raised(error: Exception) -> Exception:
    """Return `error` after it was really raised, so that it has a place."""
    try:
        raise error
    except type(error) as caught:
        return caught


@pytest.mark.parametrize(
    "error",
    [
        StorageError("The disk is full."),
        VaultLocked("The keyring is locked."),
        VaultFailed("The keyring is gone."),
        EngineClosed(),
        PortInUse(80),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_the_surroundings_do_is_told_in_its_own_words(error: Exception) -> None:
    trouble = trouble_of(raised(error))
    assert trouble.kind is Kind.ENVIRONMENT
    assert trouble.sentence == error.message  # type: ignore[attr-defined]


def test_an_account_without_an_id_asks_for_it() -> None:
    trouble = trouble_of(CredentialsMissing("Enter the account ID."))
    assert trouble.kind is Kind.REQUEST
    assert trouble.sentence == "Enter the account ID."


@pytest.mark.parametrize(
    "error",
    [KeyError(SECRET), ValueError(SECRET), RuntimeError(f"no account {SECRET}"), Exception()],
)
def test_the_unforeseen_is_a_fault_of_ours_and_its_text_goes_nowhere(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        trouble = trouble_of(raised(error))
    assert trouble.kind is Kind.BUG
    assert type(error).__name__ in trouble.sentence
    assert "still here" in trouble.sentence
    assert SECRET not in trouble.sentence + caplog.text
    assert "test_trouble.py:" in caplog.text


def test_an_error_that_was_never_raised_has_no_place(caplog: pytest.LogCaptureFixture) -> None:
    assert trouble_of(ZeroDivisionError()).kind is Kind.BUG
    assert "unknown place" in caplog.text


def test_json_that_does_not_parse_is_a_fault_where_nobody_typed_it() -> None:
    assert trouble_of(JsonProblem("A comma is missing here", "{", 1)).kind is Kind.BUG
