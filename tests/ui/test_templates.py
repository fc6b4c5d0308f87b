"""Templates through the palette: saved, loaded as one step, removed and put back."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from appcues_console.activity.composition import Composition, Placed, Template
from appcues_console.activity.draft import Draft, example
from appcues_console.storage.errors import StorageError
from appcues_console.ui.actions import Actions
from appcues_console.ui.desk import Desk
from appcues_console.ui.save_template import SaveTemplate
from appcues_console.ui.session import Session
from appcues_console.ui.window import Window
from tests.ui.keys import focused, press, type_in
from tests.ui.sending_engine import SendingEngine

EARLIER = Template("trial <b>ends</b>", Composition(Draft("user-7")), 1)


@pytest.fixture(autouse=True)
def _actions(actions: Actions) -> None:
    """Every test here has the keys."""


@pytest.fixture
def earlier(desk: Desk, window: Window, engine: SendingEngine, qtbot: QtBot) -> Template:
    """A template that is known."""
    engine.shelf[EARLIER.name] = EARLIER
    desk.templates.start()
    qtbot.waitUntil(lambda: desk.templates.all == (EARLIER,))
    return EARLIER


def asked() -> SaveTemplate:
    """Return the dialog that asks for a name."""
    press("Ctrl+S")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SaveTemplate)
    assert focused().accessibleName() == "Template name"
    return dialog


def run(command: str) -> None:
    """Run a command of the palette."""
    press("Ctrl+K")
    type_in(command)
    press("Return")


def test_a_draft_is_saved_under_a_name_and_offered(
    window: Window, session: Session, actions: Actions, engine: SendingEngine, qtbot: QtBot
) -> None:
    session.edit_text("{loose")
    asked()
    type_in("  mine ")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "mine" in engine.shelf)
    assert engine.shelf["mine"].composition == session.composition
    qtbot.waitUntil(
        lambda: "Load template: mine" in [command.name for command in actions.commands()]
    )
    assert window.status.text == "Saved as the template “mine”."


def test_a_pasted_command_makes_no_name(
    window: Window, engine: SendingEngine, qtbot: QtBot
) -> None:
    dialog = asked()
    QGuiApplication.clipboard().setText(
        "curl https://api.appcues.com/v1/accounts/88442/users/u/activity -d '{}'"
    )
    press("Ctrl+V")
    qtbot.waitUntil(lambda: "makes no name" in dialog.note.text())
    assert dialog.name.text() == ""
    QGuiApplication.clipboard().setText("trial ends")
    press("Ctrl+V")
    assert dialog.chosen == "trial ends"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_without_a_name_nothing_is_saved(window: Window, engine: SendingEngine) -> None:
    dialog = asked()
    type_in("  ")
    assert not dialog.save.isEnabled()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert engine.shelf == {}


def test_a_name_that_is_taken_is_told_before_and_after(
    earlier: Template, window: Window, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    dialog = asked()
    type_in(earlier.name)
    assert "in its place" in dialog.note.text()
    assert "in its place" in dialog.name.accessibleDescription()
    assert dialog.save.text() == "Replace template"
    type_in("x")
    assert dialog.save.text() == "Save template"
    dialog.name.setText(earlier.name)
    dialog.save.click()
    qtbot.waitUntil(lambda: "in the place of the earlier" in window.status.text)
    assert engine.shelf[earlier.name].composition == session.composition


def test_what_another_window_saved_meanwhile_is_known_when_a_name_is_asked(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.shelf[EARLIER.name] = EARLIER
    dialog = asked()
    type_in(EARLIER.name)
    qtbot.waitUntil(lambda: dialog.save.text() == "Replace template")
    dialog.save.click()
    qtbot.waitUntil(lambda: "in the place of the earlier" in window.status.text)


def asked_again(qtbot: QtBot) -> SaveTemplate:
    """Return the dialog that comes back where a name was refused."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SaveTemplate))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SaveTemplate)
    return dialog


@pytest.mark.parametrize("known", [False, True], ids=["free", "known"])
def test_what_another_window_saved_while_the_name_was_typed_is_not_replaced_unseen(
    window: Window,
    session: Session,
    desk: Desk,
    engine: SendingEngine,
    qtbot: QtBot,
    known: bool,
) -> None:
    if known:
        engine.shelf["mine"] = replace(EARLIER, name="mine")
        desk.templates.start()
        qtbot.waitUntil(lambda: desk.templates.named("mine") is not None)
    asked()
    type_in("mine")
    theirs = engine.shelf["mine"] = Template("mine", Composition(Draft("theirs")), 2)
    QTest.keyClick(focused(), Qt.Key.Key_Return)

    dialog = asked_again(qtbot)
    assert engine.shelf == {"mine": theirs}
    assert dialog.chosen == "mine"
    qtbot.waitUntil(lambda: dialog.save.text() == "Replace template")
    assert "meanwhile" in dialog.note.text()
    assert "meanwhile" in dialog.name.accessibleDescription()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert dialog.isVisible(), "a second Enter was not meant for this question"
    dialog.save.click()
    qtbot.waitUntil(lambda: "in the place of the earlier" in window.status.text)
    assert engine.shelf["mine"].composition == session.composition


def test_a_refused_name_can_be_changed_for_another(
    window: Window, engine: SendingEngine, qtbot: QtBot
) -> None:
    asked()
    type_in("mine")
    engine.unreadable.add("mine")
    QTest.keyClick(focused(), Qt.Key.Key_Return)

    dialog = asked_again(qtbot)
    assert "cannot read" in dialog.note.text()
    assert not dialog.save.isEnabled()
    type_in("ours")
    assert dialog.chosen == "ours", "what was refused is marked, to be typed over"
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.status.text == "Saved as the template “ours”.")
    assert set(engine.shelf) == {"ours"}


def test_loading_is_one_step_and_sends_nothing(
    earlier: Template, window: Window, session: Session, engine: SendingEngine
) -> None:
    run("load template trial")
    assert session.composition == earlier.composition
    assert engine.sends == []
    assert "user-7" in window.status.text
    press("Ctrl+Z")
    assert session.draft == example()


def test_loose_text_comes_back_with_its_template(
    window: Window, session: Session, desk: Desk, qtbot: QtBot
) -> None:
    session.edit_text("{loose")
    desk.templates.save("mine")
    qtbot.waitUntil(lambda: desk.templates.named("mine") is not None)
    session.load(Draft("user-7"), "load")
    run("load template mine")
    assert session.body == "{loose"
    assert session.text_problem is not None


def test_a_removed_template_can_be_put_back(
    earlier: Template, window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    run("remove template trial")
    qtbot.waitUntil(window.banner.isVisible)
    assert engine.shelf == {}
    assert earlier.name in window.banner.text
    window.banner.action.click()
    qtbot.waitUntil(lambda: desk.templates.all == (earlier,))
    assert window.banner.isHidden()


def test_where_the_banner_is_needed_the_palette_puts_it_back(
    earlier: Template, window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    window.banner.show_message("warn", "The keyring is locked.", "Try again")
    desk.templates.remove(earlier)
    qtbot.waitUntil(lambda: "Removed the template" in window.status.text)
    assert window.banner.text == "The keyring is locked."
    run("put the template back")
    qtbot.waitUntil(lambda: desk.templates.all == (earlier,))


def test_putting_back_takes_no_other_templates_place(
    earlier: Template, window: Window, session: Session, desk: Desk, qtbot: QtBot
) -> None:
    desk.templates.remove(earlier)
    qtbot.waitUntil(lambda: desk.templates.gone == earlier)
    qtbot.waitUntil(lambda: desk.templates.all == ())
    session.edit(replace(session.draft, user_id="another"), "user ID")
    desk.templates.save(earlier.name)
    qtbot.waitUntil(lambda: desk.templates.named(earlier.name) is not None)
    desk.templates.put_back()
    qtbot.waitUntil(lambda: "remove it first" in window.status.text)
    named = desk.templates.named(earlier.name)
    assert named is not None
    assert named.composition == session.composition
    assert desk.templates.gone == earlier


def test_putting_back_takes_no_place_that_was_taken_meanwhile(
    earlier: Template, window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.templates.remove(earlier)
    qtbot.waitUntil(lambda: desk.templates.all == () and desk.templates.gone is not None)
    theirs = engine.shelf[earlier.name] = replace(earlier, composition=Composition(Draft("theirs")))
    desk.templates.put_back()
    qtbot.waitUntil(lambda: "remove it first" in window.status.text)
    assert engine.shelf[earlier.name] == theirs
    assert desk.templates.gone == earlier


def test_a_template_that_cannot_be_put_back_is_not_lost(
    earlier: Template,
    desk: Desk,
    engine: SendingEngine,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk.templates.remove(earlier)
    qtbot.waitUntil(lambda: desk.templates.gone == earlier)
    failed: Future[Placed] = Future()
    failed.set_exception(StorageError("The disk is full."))
    with monkeypatch.context() as patch, qtbot.waitSignal(desk.trouble):
        patch.setattr(engine, "save_template", lambda *_: failed)
        desk.templates.put_back()
    desk.templates.put_back()
    qtbot.waitUntil(lambda: engine.shelf == {earlier.name: earlier})
    qtbot.waitUntil(lambda: desk.templates.gone is None)


def test_what_is_put_back_is_what_was_there(
    earlier: Template, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    theirs = engine.shelf[earlier.name] = replace(earlier, composition=Composition(Draft("theirs")))
    desk.templates.remove(earlier)
    qtbot.waitUntil(lambda: desk.templates.gone == theirs)


def test_what_another_window_removed_is_told(
    earlier: Template, window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.shelf.clear()
    desk.templates.remove(earlier)
    qtbot.waitUntil(lambda: "was gone already" in window.status.text)
    qtbot.waitUntil(lambda: desk.templates.all == ())
    assert desk.templates.gone is None
