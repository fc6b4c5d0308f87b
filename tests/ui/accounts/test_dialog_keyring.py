"""What the dialog says of a keyring that cannot be used."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from appcues_console.accounts.status import VaultState, VaultStatus
from appcues_console.ui.accounts.dialog import AccountsDialog
from appcues_console.ui.desk import Desk
from appcues_console.ui.theme.theme import Mode, Theme
from tests.ui.accounts.test_dialog import begin, click, go_to
from tests.ui.fake_engine import FakeEngine


@pytest.mark.parametrize(
    ("state", "placeholder"),
    [
        (VaultState.ABSENT, "no keyring: kept for one session only"),
        (VaultState.LOCKED, "stored in the system keyring"),
    ],
)
def test_a_keyring_that_cannot_be_used_is_said_plainly(
    state: VaultState, placeholder: str, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.vault = VaultStatus(state, "The keyring is out of reach.")
    dialog = AccountsDialog(desk, Theme(Mode.DARK))
    qtbot.addWidget(dialog)
    dialog.show()
    go_to(dialog, "Staging")
    qtbot.waitUntil(dialog.pane.vault_note.isVisible)

    assert dialog.pane.vault_note.text() == "The keyring is out of reach."
    assert dialog.form.account_id.placeholderText() == placeholder


def test_an_id_kept_for_the_session_only_is_said_as_a_warning(
    dialog: AccountsDialog, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.vault = VaultStatus(VaultState.ABSENT, "No keyring.")
    begin(dialog)
    click(dialog.save)
    qtbot.waitUntil(lambda: "for this session only" in dialog.banner.text)

    assert dialog.banner.look == "warn"
