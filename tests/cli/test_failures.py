"""Errors become a sentence and a status; a bug says that it is one and quotes nothing."""

from __future__ import annotations

import pytest

from appcues_console.accounts.status import VaultFailed, VaultLocked
from appcues_console.cli.exits import Exit
from appcues_console.cli.failures import Failure, failure_of
from appcues_console.engine.errors import CredentialsMissing, EngineClosed
from appcues_console.practice.server import PortInUse
from appcues_console.storage.errors import Damaged, Unwritable


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Failure("A.", Exit.USAGE), Exit.USAGE),
        (VaultLocked("A."), Exit.NOT_KEPT),
        (VaultFailed("A."), Exit.NOT_KEPT),
        (Unwritable("A."), Exit.NOT_KEPT),
        (Damaged("A."), Exit.NOT_KEPT),
        (CredentialsMissing("A."), Exit.NOT_KEPT),
    ],
)
def test_the_sentence_and_status_of_an_error(error: Exception, status: Exit) -> None:
    failure = failure_of(error)
    assert (failure.message, failure.status) == ("A.", status)


def test_what_keeps_a_request_from_leaving_is_not_sent() -> None:
    assert failure_of(EngineClosed()).status is Exit.NOT_SENT
    assert failure_of(PortInUse(7)).status is Exit.NOT_SENT
    assert "7" in failure_of(PortInUse(7)).message


def test_a_bug_says_where_it_is_and_never_what_it_held() -> None:
    def deeper() -> None:
        raise KeyError("secret-account-id")

    with pytest.raises(KeyError) as caught:
        deeper()
    failure = failure_of(caught.value)
    assert failure.status is Exit.BUG
    assert "fault in the console (KeyError at cli/test_failures.py:" in failure.message
    assert "report" in failure.message
    assert "secret" not in failure.message
    assert failure_of(ValueError("x")).message.count("an unknown place") == 1
