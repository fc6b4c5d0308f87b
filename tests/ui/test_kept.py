"""What outlives the window: the draft, kept while one types, and the choices for the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Draft, example
from appcues_console.activity.snippets import SNIPPETS
from appcues_console.engine.condition import Condition, HistoryState
from appcues_console.ui.actions import Actions
from appcues_console.ui.desk import Desk
from appcues_console.ui.theme.theme import Mode, Theme
from appcues_console.ui.window import Window
from tests.ui.fake_engine import FakeEngine, make_desk
from tests.ui.keys import press

LOST = "The key of the history is not in the keyring."


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def desk(engine: FakeEngine) -> Desk:
    return make_desk(engine)


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[Window]:
    made = Window(desk.session, desk, Theme(Mode.LIGHT))
    qtbot.addWidget(made)
    Actions(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    desk.bridge.close()


def start(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignals([desk.accounts_changed, desk.condition_changed]):
        desk.start()


def test_a_draft_is_kept_within_a_second_of_typing(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    start(desk, qtbot)
    desk.session.edit(replace(desk.session.draft, user_id="user-7"), "user ID", "user_id")
    qtbot.waitUntil(lambda: engine.draft is not None, timeout=1_000)
    assert engine.draft == desk.session.draft


def test_the_kept_draft_is_there_at_the_next_start(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.draft = Draft(user_id="user-7", profile=example().profile)
    start(desk, qtbot)
    qtbot.waitUntil(lambda: desk.session.draft.user_id == "user-7")
    assert window.command_bar.user_id.text() == "user-7"
    assert desk.session.undo_label is None


@pytest.mark.parametrize(
    ("state", "choice"),
    [(HistoryState.LOST_KEY, "Start a new history"), (HistoryState.LOCKED, "Try again")],
)
def test_a_history_that_cannot_be_opened_leaves_a_choice(
    state: HistoryState, choice: str, window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.durable, engine.history_note, engine.history_state = False, LOST, state
    start(desk, qtbot)
    qtbot.waitUntil(window.banner.isVisible)
    assert window.banner.text == LOST
    assert window.banner.action.text() == choice
    window.banner.action.click()
    qtbot.waitUntil(lambda: not window.banner.isVisible())
    assert engine.durable


def test_a_keyring_that_answers_late_takes_the_note_away(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.durable, engine.history_note = False, LOST
    engine.history_state = HistoryState.WAITING
    start(desk, qtbot)
    qtbot.waitUntil(window.banner.isVisible)
    assert window.banner.action.isHidden()
    engine.tell_condition(Condition(engine.vault, True))
    qtbot.waitUntil(lambda: not window.banner.isVisible())


def test_one_key_mends_the_first_problem_that_can_be(window: Window, desk: Desk) -> None:
    session = desk.session
    session.edit(replace(session.draft, user_id=" user-42 "), "user ID", "user_id")
    press("Ctrl+.")
    assert session.draft.user_id == "user-42"
    press("Ctrl+.")
    assert "nothing" in window.status.text
    press("Ctrl+Z")
    assert session.draft.user_id == " user-42 "


def test_text_that_does_not_parse_is_mended_before_anything_else(
    window: Window, desk: Desk
) -> None:
    session = desk.session
    session.edit(replace(session.draft, user_id=" user-42 "), "user ID", "user_id")
    session.edit_text('{\n  "events": [,]\n}')
    press("Ctrl+.")
    assert session.draft.user_id == " user-42 "
    assert window.status.text.startswith("Mend the JSON text first: line 2, column 14.")
    assert window.request.json.hasFocus()
    assert window.request.json.textCursor().position() == 15


def test_the_line_of_a_problem_says_its_fix(window: Window, desk: Desk) -> None:
    session = desk.session
    session.edit(replace(session.draft, user_id=" user-42 "), "user ID", "user_id")
    model = window.problems.list.problems_model
    row = next(r for r, problem in enumerate(model.problems) if problem.fix is not None)
    fix = model.problems[row].fix
    assert fix is not None
    described = model.data(model.index(row), Qt.ItemDataRole.AccessibleDescriptionRole)
    assert described.endswith(f"Ctrl+.: {fix.label}")


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: str(snippet.name))
def test_every_snippet_is_a_command_that_copies_without_the_account_id(
    snippet: object, window: Window, desk: Desk, qtbot: QtBot
) -> None:
    start(desk, qtbot)
    qtbot.waitUntil(lambda: desk.destination is not None)
    name = f"Copy as {snippet.name}"  # type: ignore[attr-defined]
    actions = next(child for child in window.children() if isinstance(child, Actions))
    command = next(c for c in actions.commands() if c.name == name)
    command.run()
    copied = QGuiApplication.clipboard().text()
    assert "ACCOUNT_ID" in copied
    assert "user-42" in copied
