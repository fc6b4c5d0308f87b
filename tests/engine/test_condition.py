"""Each state of the history offers the choices that help in it, and no others."""

from __future__ import annotations

import pytest

from appcues_console.accounts.status import VaultState, VaultStatus
from appcues_console.engine.condition import Condition, HistoryState

CHOICES = {
    HistoryState.DURABLE: (False, False),
    HistoryState.WAITING: (False, False),
    HistoryState.NO_KEYRING: (True, False),
    HistoryState.LOCKED: (True, False),
    HistoryState.KEYRING_FAILED: (True, False),
    HistoryState.LOST_KEY: (True, True),
    HistoryState.DAMAGED: (True, True),
    HistoryState.TOO_NEW: (True, True),
    HistoryState.UNWRITABLE: (True, False),
    HistoryState.BUSY: (True, False),
}


@pytest.mark.parametrize("state", HistoryState)
def test_choices(state: HistoryState) -> None:
    durable = state is HistoryState.DURABLE
    condition = Condition(VaultStatus(VaultState.USABLE), durable, "", state)

    assert (condition.may_try_again, condition.may_start_new) == CHOICES[state]
