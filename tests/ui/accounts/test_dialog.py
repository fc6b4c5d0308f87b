from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.accounts.account import COLOURS, DEFAULT_COLOURS, PRACTICE, doubt_account_id
from appcues_console.accounts.status import VaultLocked
from appcues_console.activity.destination import Credentials, Safety
from appcues_console.ui.accounts import wording
from appcues_console.ui.accounts.dialog import AccountsDialog
from appcues_console.ui.accounts.entries import Entries
from appcues_console.ui.desk import Desk
from tests.ui.accounts.conftest import LIVE, STAGING
from tests.ui.fake_engine import FakeEngine

Key = Qt.Key
MARKED = "918273645"


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def enter(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Key.Key_Delete)
    QTest.keyClicks(field, text)


def choose(combo: QComboBox, text: str) -> None:
    combo.setFocus()
    combo.setCurrentIndex(combo.findText(text))


def go_to(dialog: AccountsDialog, label: str) -> None:
    dialog.list.setFocus()
    found = dialog.list.findItems(label, Qt.MatchFlag.MatchExactly)
    dialog.list.setCurrentItem(found[0])


def labels(dialog: AccountsDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def begin(dialog: AccountsDialog) -> None:
    click(dialog.new)
    enter(dialog.form.label, "Third")
    enter(dialog.form.account_id, MARKED)


def test_the_names_are_those_of_the_contract(dialog: AccountsDialog) -> None:
    named = {
        each.accessibleName(): type(each)
        for each in dialog.findChildren(QWidget)
        if isinstance(each, QLineEdit | QComboBox | QPushButton)
    }

    assert dialog.windowTitle() == "Accounts"
    for name in ("Account name", "Account ID", "Bearer value", "Base URL"):
        assert named[name] is QLineEdit
    for name in ("Region", "Safety level", "Colour"):
        assert named[name] is QComboBox
    for name in ("Save account", "Remove account", "New account"):
        assert named[name] is QPushButton
    assert dialog.list.accessibleName() == "Account list"


def test_practice_is_listed_first_and_can_only_be_read(dialog: AccountsDialog) -> None:
    assert labels(dialog) == ["Practice", "Staging", "Live & <b>"]
    go_to(dialog, "Practice")
    sentences = [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]

    assert wording.PRACTICE in sentences
    assert not dialog.save.isVisible()
    assert not dialog.remove.isVisible()
    assert not dialog.form.isVisible()


def test_a_stored_account_is_shown_without_its_secrets(dialog: AccountsDialog) -> None:
    go_to(dialog, "Live & <b>")
    form = dialog.form

    assert form.label.text() == "Live & <b>"
    assert form.base_url.text() == "https://proxy.example/a"
    assert form.region.currentText() == "Custom URL"
    assert form.safety.currentText() == "Production"
    assert form.safety_hint.text() == wording.SAFETY[Safety.PRODUCTION]
    assert form.colour.currentText() == "Red"
    assert form.account_id.text() == form.bearer.text() == ""
    assert form.account_id.placeholderText() == "stored in the system keyring"
    assert form.bearer.placeholderText() == "stored in the system keyring"
    assert form.drop_bearer.isVisible()


def test_secrets_are_typed_into_password_fields(dialog: AccountsDialog) -> None:
    begin(dialog)
    for field in (dialog.form.account_id, dialog.form.bearer):
        assert field.echoMode() is QLineEdit.EchoMode.Password
        spoken = QAccessible.queryAccessibleInterface(field)
        assert spoken.state().passwordEdit
        assert MARKED not in spoken.text(QAccessible.Text.Value)


def test_a_new_account_is_saved_with_its_secrets_which_then_leave_the_fields(
    dialog: AccountsDialog, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    begin(dialog)
    enter(dialog.form.bearer, "signature")
    choose(dialog.form.safety, "Production")
    with qtbot.waitSignal(desk.accounts_changed):
        click(dialog.save)

    saved = engine.book[-1]
    assert (saved.label, saved.region, saved.base_url) == ("Third", "us", STAGING.base_url)
    assert saved.safety is Safety.PRODUCTION
    assert saved.colour == DEFAULT_COLOURS[Safety.PRODUCTION]
    assert saved.has_bearer
    assert saved.key not in {"", STAGING.key, LIVE.key, PRACTICE.key}
    assert engine.secrets[saved.key] == Credentials(MARKED, "signature")
    assert dialog.form.account_id.text() == dialog.form.bearer.text() == ""
    QTest.keyClick(dialog.form.account_id, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dialog.form.account_id.text() == ""
    assert dialog.banner.text == "Third is saved, its account ID in the system keyring."
    assert desk.accounts[-1].label == "Third"
    assert labels(dialog) == ["Practice", "Staging", "Live & <b>", "Third"]
    assert dialog.list.currentItem().text() == "Third"
    # Nobody is led to another account by saving one.
    assert desk.account == PRACTICE


def test_an_account_that_was_not_offered_leaves_the_chosen_one(
    dialog: AccountsDialog, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    dialog.start_with(Entries(label="Offered", account_id=MARKED))
    go_to(dialog, STAGING.label)
    enter(dialog.form.label, "Renamed")
    click(dialog.save)
    qtbot.waitUntil(lambda: "Renamed" in [account.label for account in desk.accounts])
    assert desk.account.is_practice
    click(dialog.new)
    click(dialog.save)
    qtbot.waitUntil(lambda: desk.account.label == "Offered")
    begin(dialog)
    click(dialog.save)
    qtbot.waitUntil(lambda: "Third" in [account.label for account in desk.accounts])
    assert desk.account.label == "Offered"


def test_enter_in_a_field_saves(dialog: AccountsDialog, engine: FakeEngine, qtbot: QtBot) -> None:
    begin(dialog)
    QTest.keyClick(dialog.form.account_id, Key.Key_Return)

    qtbot.waitUntil(lambda: engine.book[-1].label == "Third")


def test_settings_are_changed_and_secrets_kept(
    dialog: AccountsDialog, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    go_to(dialog, "Live & <b>")
    enter(dialog.form.label, "Live")
    choose(dialog.form.region, "Europe (unverified)")
    assert dialog.form.base_url.text() == "https://api.eu.appcues.com"
    assert dialog.form.base_url.isReadOnly()
    # Its beginning is seen, however narrow the field.
    assert dialog.form.base_url.cursorPosition() == 0
    assert dialog.form.region_note.isVisible()
    with qtbot.waitSignal(desk.accounts_changed):
        click(dialog.save)

    saved = engine.book[-1]
    assert (saved.key, saved.label, saved.region) == ("k2", "Live", "eu")
    assert saved.has_bearer
    assert engine.asked.count(("save_account", saved, False)) == 1


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(
    dialog: AccountsDialog, engine: FakeEngine
) -> None:
    click(dialog.new)
    enter(dialog.form.label, "staging")
    choose(dialog.form.region, "Custom URL")
    click(dialog.save)

    notes = {each.text() for each in dialog.form.notes.values() if each.isVisible()}
    assert notes == {
        "There is an account named “staging” already. Choose another name.",
        "Enter the account ID.",
        "Enter a base URL, such as https://api.appcues.com.",
    }
    assert dialog.form.label.hasFocus()
    assert "already" in dialog.form.label.accessibleDescription()
    assert not engine.questions("save_account")
    enter(dialog.form.label, "Other")
    assert "already" not in dialog.form.label.accessibleDescription()
    assert dialog.form.label.text() == "Other"


def test_white_space_around_a_pasted_id_is_removed_with_a_word(dialog: AccountsDialog) -> None:
    click(dialog.new)
    QGuiApplication.clipboard().setText(f"  {MARKED}\n")
    dialog.form.account_id.setFocus()
    dialog.form.account_id.paste()

    assert dialog.form.entries.account_id == MARKED
    note = next(iter(each for each in dialog.form.notes.values() if each.isVisible()))
    assert note.text() == wording.TRIMMED


def test_an_id_that_is_not_digits_is_doubted_and_not_refused(
    dialog: AccountsDialog, engine: FakeEngine, qtbot: QtBot
) -> None:
    begin(dialog)
    enter(dialog.form.account_id, "12-ab")
    assert [each.text() for each in dialog.form.notes.values() if each.isVisible()] == [
        doubt_account_id("12-ab")
    ]
    click(dialog.save)

    qtbot.waitUntil(lambda: engine.book[-1].label == "Third")


def test_nothing_typed_is_lost_when_saving_fails(
    dialog: AccountsDialog, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.failure = VaultLocked("The system keyring is locked. Unlock it and try again.")
    begin(dialog)
    click(dialog.save)
    qtbot.waitUntil(lambda: dialog.banner.look == "warn")

    assert dialog.banner.text == "The system keyring is locked. Unlock it and try again."
    assert dialog.form.account_id.text() == MARKED
    assert dialog.form.label.text() == "Third"
    assert dialog.save.isEnabled()
    engine.failure = None
    click(dialog.save)
    qtbot.waitUntil(lambda: engine.book[-1].label == "Third")


def test_while_saving_nothing_else_can_be_done(
    dialog: AccountsDialog, engine: FakeEngine, qtbot: QtBot
) -> None:
    begin(dialog)
    engine.held = []
    click(dialog.save)
    assert not dialog.save.isEnabled()
    assert not dialog.form.isEnabled()
    click(dialog.save)
    engine.release()
    qtbot.waitUntil(dialog.save.isEnabled)

    assert len(engine.questions("save_account")) == 1


def test_a_save_that_ends_after_the_dialog_is_told_by_the_window(
    dialog: AccountsDialog, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    begin(dialog)
    engine.held = []
    click(dialog.save)
    click(dialog.pane.close_button)
    assert not dialog.isVisible()
    with qtbot.waitSignals([desk.notice, desk.accounts_changed]):
        engine.release()

    assert desk.accounts[-1].label == "Third"


def test_what_was_typed_waits_while_another_account_is_looked_at(dialog: AccountsDialog) -> None:
    begin(dialog)
    go_to(dialog, "Staging")
    assert dialog.form.account_id.text() == ""
    assert dialog.form.label.text() == "Staging"
    go_to(dialog, "Third")

    assert dialog.form.label.text() == "Third"
    assert dialog.form.account_id.text() == MARKED


def test_closing_asks_before_something_typed_is_lost_and_forgets_it_then(
    dialog: AccountsDialog, qtbot: QtBot
) -> None:
    begin(dialog)
    QTest.keyClick(dialog, Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.question.isVisible()
    assert dialog.question.back.hasFocus()
    QTest.keyClick(dialog.question.back, Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.question.isVisible()
    click(dialog.pane.close_button)
    click(dialog.question.on)

    assert not dialog.isVisible()
    assert dialog.form.account_id.text() == ""


def test_closing_with_nothing_typed_asks_nothing(dialog: AccountsDialog) -> None:
    go_to(dialog, "Staging")
    QTest.keyClick(dialog.form.label, Key.Key_Escape)

    assert not dialog.isVisible()


def test_removing_asks_in_place_and_the_safe_answer_has_the_focus(
    dialog: AccountsDialog, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    go_to(dialog, "Staging")
    click(dialog.remove)
    assert "“Staging”" in dialog.question.sentence.text()
    QTest.keyClick(dialog.question.back, Key.Key_Return)
    assert not dialog.question.isVisible()
    assert not engine.questions("remove_account")
    click(dialog.remove)
    assert dialog.question.on.accessibleName() == "Remove Staging"
    with qtbot.waitSignal(desk.accounts_changed):
        click(dialog.question.on)

    assert labels(dialog) == ["Practice", "Live & <b>"]
    assert dialog.banner.text == "Staging is removed."
    assert [account.label for account in desk.accounts] == ["Practice", "Live & <b>"]


def test_going_to_another_account_takes_the_question_back(dialog: AccountsDialog) -> None:
    go_to(dialog, "Staging")
    click(dialog.remove)
    go_to(dialog, "Live & <b>")

    assert not dialog.question.isVisible()


def test_a_label_is_shown_letter_by_letter_in_the_question(dialog: AccountsDialog) -> None:
    go_to(dialog, "Live & <b>")
    click(dialog.remove)

    assert dialog.question.sentence.textFormat() is Qt.TextFormat.PlainText
    assert dialog.question.on.text() == "Remove Live && <b>"
    assert dialog.question.on.accessibleName() == "Remove Live & <b>"


def test_every_colour_has_a_swatch(dialog: AccountsDialog) -> None:
    colour = dialog.form.colour

    assert colour.count() == len(COLOURS)
    assert not any(colour.itemIcon(at).isNull() for at in range(colour.count()))


def test_the_whole_of_it_by_keyboard(
    dialog: AccountsDialog, engine: FakeEngine, qtbot: QtBot
) -> None:
    assert dialog.list.hasFocus()
    QTest.keyClick(dialog.list, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert dialog.form.label.hasFocus()
    for text, field in (("Third", dialog.form.label), (MARKED, dialog.form.account_id)):
        assert field.hasFocus()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Key.Key_Tab)
    assert dialog.form.bearer.hasFocus()
    QTest.keyClick(dialog.form.bearer, Key.Key_Tab)
    assert dialog.form.region.hasFocus()
    QTest.keyClick(dialog.form.region, Key.Key_Tab)
    assert dialog.form.safety.hasFocus()
    QTest.keyClick(dialog.form.safety, Key.Key_Tab)
    assert dialog.form.colour.hasFocus()
    QTest.keyClick(dialog.form.colour, Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: engine.book[-1].label == "Third")
