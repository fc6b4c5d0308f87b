"""The choice that a history leaves which is not kept: it can always be found again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from appcues_console.engine.condition import HistoryState
from appcues_console.storage.errors import StorageError
from appcues_console.ui.actions import Actions
from appcues_console.ui.desk import Desk
from appcues_console.ui.notices import UNCHANGED
from appcues_console.ui.palette.command import Command
from appcues_console.ui.window import Window
from tests.ui.keys import press
from tests.ui.sending_engine import SendingEngine

LOST = "The key of the history is no longer in the system keyring."
FULL = "The disk is full."


def tell(
    engine: SendingEngine, desk: Desk, qtbot: QtBot, state: HistoryState, note: str = LOST
) -> None:
    """Let the engine say that the history is not kept, or is kept after all."""
    engine.durable, engine.history_state = state is HistoryState.DURABLE, state
    engine.history_note = "" if engine.durable else note
    with qtbot.waitSignal(desk.condition_changed):
        desk.reload_accounts()


def fail(engine: SendingEngine, desk: Desk, window: Window, qtbot: QtBot) -> None:
    """Let a send fail."""
    desk.send()
    engine.sends[-1].fail(StorageError(FULL))
    qtbot.waitUntil(lambda: window.banner.text == FULL)


def command(actions: Actions, name: str) -> Command | None:
    return next((each for each in actions.commands() if each.name == name), None)


def kept(engine: SendingEngine) -> bool:
    return engine.durable


@pytest.fixture
def lost(window: Window, engine: SendingEngine, desk: Desk, qtbot: QtBot) -> Window:
    """A window whose history has lost its key."""
    tell(engine, desk, qtbot, HistoryState.LOST_KEY)
    assert window.banner.isVisible()
    return window


def test_a_send_does_not_take_the_choice_away(lost: Window, desk: Desk) -> None:
    desk.send()

    assert desk.sending
    assert lost.banner.isVisible()
    assert (lost.banner.text, lost.banner.action.text()) == (LOST, "Start a new history")


def test_what_is_said_over_it_gives_way_to_it_again(
    lost: Window, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    fail(engine, desk, lost, qtbot)
    assert lost.banner.action.isHidden()
    lost.banner.dismiss()
    assert (lost.banner.text, lost.banner.isVisible()) == (LOST, True)
    assert lost.banner.action.isVisible()
    fail(engine, desk, lost, qtbot)
    desk.send()

    assert (lost.banner.text, lost.banner.isVisible()) == (LOST, True)


def test_whoever_put_it_away_is_not_asked_again(
    lost: Window, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    lost.banner.dismiss()
    assert lost.banner.isHidden()
    fail(engine, desk, lost, qtbot)
    lost.banner.dismiss()
    assert lost.banner.isHidden()
    tell(engine, desk, qtbot, HistoryState.LOST_KEY)

    assert lost.banner.isHidden()


def test_it_waits_behind_what_just_went_wrong(
    window: Window, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    fail(engine, desk, window, qtbot)
    tell(engine, desk, qtbot, HistoryState.LOCKED)
    assert window.banner.text == FULL
    window.banner.dismiss()

    assert (window.banner.text, window.banner.action.text()) == (LOST, "Try again")


def test_one_that_is_no_longer_true_does_not_come_back(
    lost: Window, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    fail(engine, desk, lost, qtbot)
    tell(engine, desk, qtbot, HistoryState.DURABLE)
    assert lost.banner.text == FULL
    lost.banner.dismiss()

    assert lost.banner.isHidden()


def test_a_note_without_a_choice_goes_with_the_next_send(
    window: Window, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    tell(engine, desk, qtbot, HistoryState.WAITING, "The keyring has not answered yet.")
    assert window.banner.isVisible()
    desk.send()

    assert window.banner.isHidden()


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (HistoryState.DURABLE, []),
        (HistoryState.WAITING, []),
        (HistoryState.NO_KEYRING, ["Try the keyring again"]),
        (HistoryState.LOCKED, ["Try the keyring again"]),
        (HistoryState.LOST_KEY, ["Try the keyring again", "Start a new history…"]),
        (HistoryState.UNWRITABLE, ["Try the history again"]),
        (HistoryState.TOO_NEW, ["Try the history again", "Start a new history…"]),
    ],
)
def test_the_palette_offers_what_applies(
    state: HistoryState,
    names: list[str],
    actions: Actions,
    engine: SendingEngine,
    desk: Desk,
    qtbot: QtBot,
) -> None:
    tell(engine, desk, qtbot, state)
    offered = [each.name for each in actions.commands()]

    assert [name for name in offered if "again" in name or "new history" in name] == names


def test_trying_again_by_name_opens_the_history(
    lost: Window, actions: Actions, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    lost.banner.dismiss()
    found = command(actions, "Try the keyring again")
    assert found is not None
    with qtbot.waitSignal(desk.condition_changed):
        found.run()

    assert engine.durable
    assert command(actions, "Try the keyring again") is None


def test_trying_in_vain_is_said(
    lost: Window,
    engine: SendingEngine,
    desk: Desk,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lost.banner.dismiss()
    monkeypatch.setattr(engine, "try_keyring_again", engine.condition)
    with qtbot.waitSignal(desk.condition_changed):
        lost.notices.try_again()

    assert lost.status.text == UNCHANGED
    assert (lost.banner.text, lost.banner.isVisible()) == (LOST, True)


def test_a_new_history_by_name_asks_first(
    lost: Window, actions: Actions, engine: SendingEngine, desk: Desk, qtbot: QtBot
) -> None:
    lost.banner.dismiss()
    found = command(actions, "Start a new history…")
    assert found is not None
    found.run()
    assert not kept(engine)
    assert lost.banner.action.hasFocus()
    with qtbot.waitSignal(desk.condition_changed):
        press("Space")

    assert kept(engine)
    assert lost.banner.isHidden()


def test_the_word_under_the_history_leads_to_the_choice(lost: Window, desk: Desk) -> None:
    lost.banner.dismiss()
    note = lost.history.note
    assert note.isVisible()
    assert note.accessibleName() == "Kept for this session only."
    QTest.mouseClick(note, Qt.MouseButton.LeftButton)

    assert (lost.banner.text, lost.banner.isVisible()) == (LOST, True)
    assert lost.banner.action.hasFocus()
