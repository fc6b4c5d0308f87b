"""Everything can be reached: by shortcut what is seen, by mouse what is not cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Draft, example
from appcues_console.activity.exchange import Outcome
from appcues_console.history.people import Person
from appcues_console.ui.acquaintance import PAUSE
from appcues_console.ui.actions import Actions
from appcues_console.ui.desk import Desk
from appcues_console.ui.theme.theme import Mode, Theme
from appcues_console.ui.window import COMPOSER, EXCHANGE, HISTORY, RESPONSE, SENT, Window
from tests.ui.keys import focused, press
from tests.ui.sending_engine import LIVE, SendingEngine, attempt

KEYS = ["Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+T", "Ctrl+F", "Ctrl+E", "Ctrl+P", "Ctrl+L"]
KEYS += ["Ctrl+Shift+E", "Ctrl+D", "F8", "Shift+F8"]

State = Callable[[Window, SendingEngine], object]


def fresh(window: Window, engine: SendingEngine) -> None:
    """Nothing was sent."""


def accepted(window: Window, engine: SendingEngine) -> None:
    """An answer came."""
    window.desk.send()
    engine.sends[-1].accept()


def unknown(window: Window, engine: SendingEngine) -> None:
    """No answer came, though the bytes left."""
    window.desk.send()
    engine.sends[-1].end(Outcome.UNKNOWN, attempts=(attempt(result="timed out", status=None),))


def not_sent(window: Window, engine: SendingEngine) -> None:
    """Nothing left: not one attempt."""
    window.desk.send()
    engine.sends[-1].end(Outcome.NOT_SENT, attempts=())


def all_but_one_folded(window: Window, engine: SendingEngine) -> None:
    """Only the composer is open."""
    window.columns.fold(HISTORY)
    window.columns.fold(EXCHANGE)


def composer_folded(window: Window, engine: SendingEngine) -> None:
    """The composer is folded, with the keyboard."""
    window.composer.focus_first()
    window.columns.fold(COMPOSER)


def empty_draft(window: Window, engine: SendingEngine) -> None:
    """There is no event and no field."""
    window.session.load(Draft("user-1"), "load")


STATES = [fresh, accepted, unknown, not_sent, all_but_one_folded, composer_folded, empty_draft]


def seen(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractScrollArea):
        # What scrolls shows itself in its viewport, which covers it.
        widget = widget.viewport()
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


@pytest.mark.parametrize("keys", KEYS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: str(state.__name__))
def test_each_shortcut_leads_to_what_is_seen(
    state: State, keys: str, window: Window, actions: Actions, engine: SendingEngine, qtbot: QtBot
) -> None:
    state(window, engine)
    qtbot.waitUntil(lambda: not window.desk.sending)
    press(keys)
    qtbot.waitUntil(lambda: seen(focused()))


@pytest.mark.parametrize(
    ("state", "name"),
    [
        (fresh, "Request or response"),
        (accepted, "Response body"),
        (unknown, "Attempts"),
        (not_sent, "Delivery"),
    ],
)
def test_ctrl_t_goes_to_what_there_is_to_read(
    state: State, name: str, window: Window, actions: Actions, engine: SendingEngine, qtbot: QtBot
) -> None:
    state(window, engine)
    qtbot.waitUntil(lambda: not window.desk.sending)
    window.columns.fold(EXCHANGE)
    press("Ctrl+T")
    assert focused().accessibleName() == name
    assert not window.columns.is_folded(EXCHANGE)


@pytest.mark.parametrize("page", [RESPONSE, SENT])
def test_unfolding_goes_into_the_page_that_is_there(
    page: int, window: Window, actions: Actions
) -> None:
    window.show_page(page)
    press("Ctrl+Shift+B", "Ctrl+Shift+B")
    assert window.columns.has_focus(EXCHANGE)
    assert window.pages.currentIndex() == page
    assert seen(focused())


def test_keys_fold_and_unfold_and_the_last_column_stays(window: Window, actions: Actions) -> None:
    press("Ctrl+B", "Ctrl+Shift+B")
    assert window.columns.is_folded(HISTORY)
    assert window.columns.is_folded(EXCHANGE)
    window.column_keys.toggle(COMPOSER)
    assert not window.columns.is_folded(COMPOSER)
    assert window.status.text == "The last open column stays open."
    press("Ctrl+B")
    assert window.columns.has_focus(HISTORY)


def test_keys_widen_the_column_with_the_cursor(window: Window, actions: Actions) -> None:
    window.resize(1360, 860)
    before = window.columns.sizes()
    press("Ctrl+1", "F8")
    assert window.columns.sizes()[HISTORY] > before[HISTORY]
    press("Ctrl+3", "Shift+F8")
    assert window.columns.sizes()[EXCHANGE] < before[EXCHANGE]
    press("Ctrl+L", "F8")
    assert window.status.text.startswith("Go into a column first")


def test_a_problem_in_a_folded_composer_unfolds_it(window: Window, actions: Actions) -> None:
    window.columns.fold(COMPOSER)
    window.go_to(("events", 0, "name"))
    assert window.composer.editor.name.hasFocus()
    assert seen(focused())


def test_a_send_unfolds_the_column_of_its_outcome(
    window: Window, actions: Actions, engine: SendingEngine
) -> None:
    window.columns.fold(EXCHANGE)
    press("Ctrl+Return")
    assert seen(window.response.delivery)
    engine.sends[-1].accept()


def scrolls(widget: QWidget, window: Window) -> bool:
    """True where `widget` stands in something that scrolls."""
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def cut(window: Window) -> list[str]:
    """Return the names of shown widgets that no scroll bar brings wholly into their parents."""
    found = []
    for widget in window.findChildren(QWidget):
        parent = widget.parentWidget()
        if not widget.accessibleName() or not widget.isVisible() or parent is None:
            continue
        if isinstance(widget, QAbstractButton) or not scrolls(widget, window):
            while parent is not None and not isinstance(parent.parentWidget(), QAbstractScrollArea):
                at = QRect(widget.mapTo(parent, widget.rect().topLeft()), widget.size())
                if at.left() < 0 or at.right() > parent.width():
                    found.append(widget.accessibleName())
                    break
                parent = parent.parentWidget() if parent is not window else None
    return found


@pytest.mark.parametrize("scale", [1.0, 1.1, 1.5, 2.0])
@pytest.mark.parametrize("page", [0, RESPONSE, SENT])
def test_nothing_is_cut_in_the_smallest_window(
    page: int, scale: float, qapp: QApplication, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    theme = Theme(Mode.LIGHT)
    theme.apply(qapp)
    try:
        window = Window(desk.session, desk, theme)
        qtbot.addWidget(window)
        window.resize(960, 600)
        with qtbot.waitExposed(window):
            window.show()
        accepted(window, engine)
        qtbot.waitUntil(lambda: not desk.sending)
        window.show_page(page)
        theme.set_scale(scale)
        qtbot.waitUntil(lambda: not cut(window))
        columns = window.columns
        assert sum(columns.sizes()) + 2 == window.width() == 960
        assert scale == 2.0 or not window.composer.horizontalScrollBar().isVisible()
        window.close()
    finally:
        theme.set_scale(1.0)
        theme.withdraw()
        qapp.setStyleSheet("")


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("draft", [example(), Draft()])
def test_what_must_be_read_is_whole_in_the_smallest_window(
    draft: Draft, scale: float, qapp: QApplication, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    theme = Theme(Mode.LIGHT)
    theme.apply(qapp)
    engine.acquainted[LIVE.key] = [Person("user-42", 1_000_000, 1_204)]
    try:
        window = Window(desk.session, desk, theme)
        qtbot.addWidget(window)
        window.painted.connect(desk.start)
        window.resize(960, 600)
        with qtbot.waitSignal(desk.acquaintance_changed), qtbot.waitActive(window):
            window.show()
        bar, switch = window.command_bar, window.switch
        desk.session.load(draft, "load")
        theme.set_scale(scale)
        for account in desk.accounts:
            desk.choose_account(account.key)
            if draft.user_id:
                qtbot.waitUntil(lambda: desk.acquaintance.count is not None, timeout=PAUSE * 20)
            qtbot.waitUntil(lambda: bar.minimumSizeHint().width() <= bar.width() == 960)
            assert "…" not in bar.status.shown() or not draft.user_id
            assert scale == 2.0 or bar.account.shown() == account.label
            assert scale == 2.0 or bar.send.shown() == f"Send to {account.label}"
        for page in (0, RESPONSE, SENT):
            window.show_page(page)
            qtbot.waitUntil(lambda: all(switch.shown(t) == switch.tabText(t) for t in range(3)))
        window.close()
    finally:
        theme.set_scale(1.0)
        theme.withdraw()
        qapp.setStyleSheet("")


def dialogs(window: Window) -> list[str]:
    found = window.findChildren(QDialog)
    return [dialog.windowTitle() for dialog in found if dialog.isVisible()]


@pytest.mark.parametrize("name", ["Manage accounts", "Keys and help"])
def test_a_dialog_opens_once(name: str, window: Window, actions: Actions, qtbot: QtBot) -> None:
    deed = next(deed for deed in actions.deeds if deed.name == name)
    deed.run()
    deed.run()
    assert len(dialogs(window)) == 1
    for dialog in window.findChildren(QDialog):
        dialog.reject()
    deed.run()
    assert len(dialogs(window)) == 1


def test_the_confirmation_opens_once(window: Window, desk: Desk, qtbot: QtBot) -> None:
    desk.choose_account(LIVE.key)
    desk.send()
    qtbot.waitUntil(lambda: dialogs(window) == ["Confirm send"])
    with qtbot.waitSignal(desk.confirmation_wanted):
        desk.send()
    assert dialogs(window) == ["Confirm send"]


def test_fields_follow_the_text_size(window: Window) -> None:
    window.composer.attributes.edit_cell(0, 2)
    usual, widest = focused().font().pixelSize(), window.command_bar.user_id.maximumWidth()
    window.theme.set_scale(2.0)
    assert focused().font().pixelSize() > 1.5 * usual
    assert window.command_bar.user_id.maximumWidth() == 2 * widest
