"""Certificate files in the dialog: typed or chosen, looked at before they are kept, never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.accounts.status import VaultLocked
from appcues_console.activity.trust import TrustFault, TrustFiles, TrustPart
from appcues_console.ui.accounts.dialog import AccountsDialog
from appcues_console.ui.accounts.entries import Field
from appcues_console.ui.desk import Desk
from tests.ui.accounts.conftest import LIVE, STAGING
from tests.ui.accounts.test_dialog import begin, click, enter, go_to
from tests.ui.fake_engine import FakeEngine

FILES = TrustFiles("/etc/ca.pem", "/srv/anna/me.pem", "/srv/anna/me.key")
TRUSTING = replace(STAGING, trust=FILES, has_passphrase=True)
WORD = "correct horse"


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(accounts=[TRUSTING, LIVE])


def line(dialog: AccountsDialog, field: Field) -> QLineEdit:
    return dialog.form.certificates.lines[field]


def test_the_names_are_those_that_a_screen_reader_finds(dialog: AccountsDialog) -> None:
    go_to(dialog, "Staging")
    named = {
        each.accessibleName(): type(each)
        for each in dialog.findChildren(QWidget)
        if isinstance(each, QLineEdit | QPushButton) and each.isVisible()
    }

    for name in ("CA file", "Client certificate", "Client key", "Key passphrase"):
        assert named[name] is QLineEdit
    for name in ("Certificates", "Choose CA file…", "Choose client certificate…"):
        assert named[name] is QPushButton
    assert named["Choose client key…"] is QPushButton


def test_it_is_folded_unless_something_is_set(dialog: AccountsDialog) -> None:
    go_to(dialog, "Live & <b>")
    assert not line(dialog, Field.CA_FILE).isVisible()
    click(dialog.form.certificates.heading)
    assert line(dialog, Field.CA_FILE).isVisible()
    assert not dialog.form.certificates.drop_passphrase.isVisible()
    go_to(dialog, "Staging")
    assert line(dialog, Field.CA_FILE).text() == FILES.ca_file
    assert line(dialog, Field.CA_FILE).isVisible()
    assert dialog.form.certificates.drop_passphrase.isVisible()
    go_to(dialog, "Live & <b>")

    assert not line(dialog, Field.CA_FILE).isVisible()


def test_another_name_or_account_id_loses_no_certificate(
    dialog: AccountsDialog, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    go_to(dialog, "Staging")
    enter(dialog.form.label, "Renamed")
    enter(dialog.form.account_id, "42")
    with qtbot.waitSignal(desk.accounts_changed):
        click(dialog.save)

    assert engine.book[-1] == replace(TRUSTING, label="Renamed")
    assert not engine.questions("check_trust"), "files that nobody changed may be elsewhere today"


def test_files_are_looked_at_and_kept(
    dialog: AccountsDialog, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    begin(dialog)
    click(dialog.form.certificates.heading)
    enter(line(dialog, Field.CA_FILE), FILES.ca_file)
    enter(line(dialog, Field.CLIENT_CERTIFICATE), f" {FILES.client_certificate} ")
    enter(line(dialog, Field.CLIENT_KEY), FILES.client_key)
    enter(line(dialog, Field.PASSPHRASE), WORD)
    with qtbot.waitSignal(desk.accounts_changed):
        click(dialog.save)

    saved = engine.book[-1]
    assert (saved.trust, saved.has_passphrase) == (FILES, True)
    assert engine.passphrases[saved.key] == WORD
    assert [question[2] for question in engine.asked if question[0] == "check_trust"] == [WORD]
    field = line(dialog, Field.PASSPHRASE)
    assert field.text() == ""
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""


@pytest.mark.parametrize("part", list(TrustPart))
def test_a_file_that_cannot_be_used_is_said_at_its_field_and_nothing_is_saved(
    part: TrustPart, dialog: AccountsDialog, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.trust_fault = TrustFault(part, "It cannot be used.")
    go_to(dialog, "Staging")
    enter(line(dialog, Field.PASSPHRASE), WORD)
    click(dialog.form.certificates.heading)
    click(dialog.save)
    field = line(dialog, Field(part.value))
    qtbot.waitUntil(lambda: field.accessibleDescription() == "It cannot be used.")

    assert field.hasFocus(), "unfolded for it"
    qtbot.waitUntil(lambda: field.visibleRegion().boundingRect().height() == field.height())
    assert dialog.save.isEnabled()
    assert line(dialog, Field.PASSPHRASE).text() == WORD
    assert not engine.questions("save_account")
    enter(field, "/other")
    assert field.accessibleDescription() != "It cannot be used."


def test_a_path_is_checked_before_anything_is_read(
    dialog: AccountsDialog, engine: FakeEngine
) -> None:
    go_to(dialog, "Staging")
    enter(line(dialog, Field.CA_FILE), "ca.pem")
    click(dialog.save)

    assert "whole path of the CA file" in line(dialog, Field.CA_FILE).accessibleDescription()
    assert not engine.questions("check_trust")


def test_a_passphrase_needs_a_certificate(dialog: AccountsDialog, engine: FakeEngine) -> None:
    begin(dialog)
    click(dialog.form.certificates.heading)
    enter(line(dialog, Field.PASSPHRASE), WORD)
    click(dialog.save)

    assert "opens a client key" in line(dialog, Field.CLIENT_CERTIFICATE).accessibleDescription()
    assert not engine.questions("save_account")


def test_the_stored_passphrase_is_removed_on_the_persons_word(
    dialog: AccountsDialog, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    go_to(dialog, "Staging")
    certificates = dialog.form.certificates
    assert certificates.passphrase.placeholderText() == "stored in the system keyring"
    certificates.drop_passphrase.click()
    with qtbot.waitSignal(desk.accounts_changed):
        click(dialog.save)

    assert engine.book[-1] == replace(TRUSTING, has_passphrase=False)
    assert engine.asked.count(("save_account", engine.book[-1], False)) == 1
    assert not certificates.drop_passphrase.isVisible()


def test_a_passphrase_is_shown_to_nobody(dialog: AccountsDialog) -> None:
    go_to(dialog, "Staging")
    field = line(dialog, Field.PASSPHRASE)
    enter(field, WORD)
    spoken = QAccessible.queryAccessibleInterface(field)

    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert spoken.state().passwordEdit
    assert WORD not in spoken.text(QAccessible.Text.Value)
    assert WORD not in repr(dialog.form.entries)


def test_a_locked_keyring_during_the_check_loses_nothing(
    dialog: AccountsDialog, engine: FakeEngine, qtbot: QtBot
) -> None:
    go_to(dialog, "Staging")
    enter(line(dialog, Field.CA_FILE), "/other.pem")
    engine.failure = VaultLocked("The system keyring is locked. Unlock it and try again.")
    click(dialog.save)
    qtbot.waitUntil(lambda: dialog.banner.look == "warn")

    assert line(dialog, Field.CA_FILE).text() == "/other.pem"
    assert not engine.questions("save_account")


def test_a_check_that_ends_after_the_dialog_is_told_by_the_window(
    dialog: AccountsDialog, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    go_to(dialog, "Staging")
    enter(line(dialog, Field.CA_FILE), "/other.pem")
    engine.trust_fault = TrustFault(TrustPart.CA_FILE, "The CA file “other.pem” does not exist.")
    engine.held = []
    click(dialog.save)
    click(dialog.pane.close_button)
    with qtbot.waitSignal(desk.trouble) as told:
        engine.release()

    assert told.args is not None
    assert told.args[0].sentence == (
        "Staging was not saved. The CA file “other.pem” does not exist."
    )
    assert not engine.questions("save_account")


def test_a_file_is_chosen_without_stopping_the_window(dialog: AccountsDialog, qtbot: QtBot) -> None:
    go_to(dialog, "Staging")
    click(dialog.form.certificates.choose[Field.CLIENT_KEY])
    (chooser,) = dialog.findChildren(QFileDialog)
    assert chooser.windowTitle() == "Choose client key"
    assert chooser.fileMode() is QFileDialog.FileMode.ExistingFile
    chooser.fileSelected.emit("/srv/anna/other.key")
    chooser.close()
    qtbot.waitUntil(lambda: not dialog.findChildren(QFileDialog))

    assert dialog.form.entries.client_key == "/srv/anna/other.key"
