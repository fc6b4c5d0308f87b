"""What outlives the window: the draft, kept while one types, and the choices for the history."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from appcues_console.activity.clock import unix_milliseconds
from appcues_console.activity.composition import Composition, Template
from appcues_console.activity.draft import Draft, example
from appcues_console.activity.snippets import SNIPPETS
from appcues_console.engine.condition import Condition, HistoryState
from appcues_console.storage.errors import Unwritable
from appcues_console.ui import kept
from appcues_console.ui.actions import Actions
from appcues_console.ui.desk import Desk
from appcues_console.ui.theme.theme import Mode, Theme
from appcues_console.ui.window import Window
from tests.ui.fake_engine import FakeEngine, make_desk
from tests.ui.keys import press

OLDER = Composition(Draft(user_id="user-7", profile=example().profile))
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
    qtbot.waitUntil(lambda: engine.kept is not None, timeout=1_000)
    assert engine.kept == desk.session.composition


def test_the_kept_draft_is_there_at_the_next_start(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.kept = Composition(Draft(user_id="user-7", profile=example().profile))
    start(desk, qtbot)
    qtbot.waitUntil(lambda: desk.session.draft.user_id == "user-7")
    assert window.command_bar.user_id.text() == "user-7"
    assert desk.session.undo_label is None


def edit(desk: Desk, user_id: str = "typed") -> Composition:
    """Type another user ID, and return what is composed then."""
    desk.session.edit(replace(desk.session.draft, user_id=user_id), "user ID", "user_id")
    return desk.session.composition


def pause_over(desk: Desk, qtbot: QtBot) -> None:
    """Wait until the pause after an edit is over."""
    pause = desk.kept.findChild(QTimer)
    assert isinstance(pause, QTimer)
    with qtbot.waitSignal(pause.timeout):
        pass


def test_nothing_is_kept_before_the_kept_draft_was_read(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.kept, engine.held = OLDER, []
    desk.start()
    typed = edit(desk)
    pause_over(desk, qtbot)
    assert engine.questions("keep_draft_beside") == []
    engine.release()
    qtbot.waitUntil(lambda: engine.kept == typed)
    qtbot.waitUntil(lambda: "was not overwritten" in window.status.text)
    qtbot.waitUntil(lambda: len(desk.templates.all) == 1)
    (template,) = desk.templates.all
    assert template.composition == OLDER
    assert template.name in window.status.text
    assert desk.session.composition == typed


def test_an_older_draft_becomes_one_template_and_not_one_a_second(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.kept, engine.held = OLDER, []
    desk.start()
    edit(desk)
    engine.release()
    qtbot.waitUntil(lambda: len(engine.shelf) == 1)
    typed = edit(desk, "typed on")
    qtbot.waitUntil(lambda: engine.kept == typed)
    assert len(engine.shelf) == 1


def test_a_slow_disk_gets_one_draft_at_a_time_and_the_last_one_in_the_end(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    start(desk, qtbot)
    engine.held = []
    edit(desk, "first")
    qtbot.waitUntil(lambda: len(engine.questions("keep_draft_beside")) == 1)
    typed = edit(desk, "second")
    pause_over(desk, qtbot)
    assert len(engine.questions("keep_draft_beside")) == 1
    engine.release()
    qtbot.waitUntil(lambda: engine.kept == typed)
    assert engine.shelf == {}


def test_a_draft_that_another_window_kept_meanwhile_is_not_overwritten_unseen(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    start(desk, qtbot)
    first = edit(desk, "first")
    qtbot.waitUntil(lambda: engine.kept == first)
    engine.kept = OLDER
    for user_id in ("second", "third"):
        typed = edit(desk, user_id)
        qtbot.waitUntil(lambda typed=typed: engine.kept == typed)  # type: ignore[misc]
    assert [each.composition for each in engine.shelf.values()] == [OLDER]
    qtbot.waitUntil(lambda: "was not overwritten" in window.status.text)


def test_closing_while_a_draft_is_written_makes_no_template_of_it(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    start(desk, qtbot)
    engine.held = []
    edit(desk, "first")
    qtbot.waitUntil(lambda: len(engine.questions("keep_draft_beside")) == 1)
    typed = edit(desk, "second")
    assert desk.kept.flush() is not None
    engine.release()
    assert engine.kept == typed
    assert engine.shelf == {}


def test_a_draft_that_could_not_be_written_is_tried_again(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Future[str | None]:
        refused.append(1)
        future: Future[str | None] = Future()
        future.set_exception(Unwritable("The disk is full."))
        return future

    refused: list[int] = []
    monkeypatch.setattr(kept, "TRY_AGAIN_AFTER", 50)
    start(desk, qtbot)
    with monkeypatch.context() as disk:
        disk.setattr(engine, "keep_draft_beside", full)
        desk.session.edit(replace(desk.session.draft, user_id="user-7"), "user ID", "user_id")
        qtbot.waitUntil(lambda: len(refused) > 1)
    qtbot.waitUntil(lambda: engine.kept == desk.session.composition)


def test_closing_keeps_what_was_just_typed(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    start(desk, qtbot)
    qtbot.waitUntil(lambda: desk.destination is not None)
    typed = edit(desk)
    written = desk.kept.flush()
    assert written is not None
    assert engine.kept == typed


def test_closing_with_nothing_new_writes_nothing(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    assert desk.kept.flush() is None
    start(desk, qtbot)
    assert desk.kept.flush() is None
    typed = edit(desk)
    qtbot.waitUntil(lambda: engine.kept == typed)
    qtbot.waitUntil(lambda: desk.kept.flush() is None)


def test_closing_before_the_kept_draft_was_read_loses_neither(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.kept, engine.held = OLDER, []
    desk.start()
    typed = edit(desk)
    assert desk.kept.flush() is not None
    engine.release()
    assert engine.kept == typed
    assert [each.composition for each in engine.shelf.values()] == [OLDER]


def test_a_draft_in_a_history_that_opens_late_is_gone_on_with(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.durable, engine.history_state = False, HistoryState.WAITING
    start(desk, qtbot)
    engine.kept, engine.durable = OLDER, True
    engine.tell_condition(Condition(engine.vault, True))
    qtbot.waitUntil(lambda: desk.session.composition == OLDER)


def test_a_history_that_opens_late_tells_of_the_draft_that_was_in_it(
    window: Window, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.durable, engine.history_state = False, HistoryState.WAITING
    start(desk, qtbot)
    typed = edit(desk)
    qtbot.waitUntil(lambda: engine.kept == typed)
    # What the engine does when it moves a session's shelf into the file.
    engine.shelf["Draft of 2016"] = Template("Draft of 2016", OLDER, unix_milliseconds())
    engine.tell_condition(Condition(engine.vault, True))
    qtbot.waitUntil(lambda: "Draft of 2016" in window.status.text)
    assert desk.session.composition == typed


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
