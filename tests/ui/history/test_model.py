from __future__ import annotations

from array import array
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from appcues_console.activity.exchange import Outcome, Summary
from appcues_console.ui.desk import Desk
from appcues_console.ui.history.model import BLOCK, MOST_KNOWN, SUMMARY_ROLE, HistoryModel
from tests import effort
from tests.ui.fake_engine import FakeEngine, make_desk, summary

MILLION = 1_000_000


@pytest.fixture
def model(desk: Desk, qtbot: QtBot) -> HistoryModel:
    made = HistoryModel(desk)
    with qtbot.waitSignal(made.listed):
        made.refresh()
    return made


def read(model: HistoryModel, row: int, qtbot: QtBot) -> Summary:
    """Wait until a row is here, and return it."""
    qtbot.waitUntil(lambda: model.summary_at(row) is not None)
    found = model.summary_at(row)
    assert found is not None
    return found


def test_the_newest_is_first(model: HistoryModel, qtbot: QtBot) -> None:
    assert model.rowCount() == 200
    assert model.id_at(0) == 200
    assert read(model, 0, qtbot).user_id == "user-200"
    assert read(model, 199, qtbot).user_id == "user-1"


def test_it_is_a_model_that_qt_finds_sound(
    model: HistoryModel, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    engine.rows[201] = summary(201)
    with qtbot.waitSignal(model.listed):
        desk.history_changed.emit()
    with qtbot.waitSignal(model.listed):
        model.set_search("user-2")

    assert model.rowCount() == len([each for each in engine.rows if str(each)[0] == "2"])


def test_a_missing_block_is_blank_asked_for_once_and_arrives(
    model: HistoryModel, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.held = []
    index = model.index(0, 0)

    assert index.data() is None
    assert index.data(SUMMARY_ROLE) is None
    assert model.index(1, 0).data() is None
    assert len(engine.questions("summaries")) == 1

    with qtbot.waitSignal(model.dataChanged):
        engine.release()
    assert index.data() == "user-200"
    assert isinstance(index.data(SUMMARY_ROLE), Summary)
    assert "user-200" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert len(engine.questions("summaries")) == 1


def test_a_block_that_fails_is_told_and_not_asked_for_again_by_painting(
    model: HistoryModel, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    broken: Future[tuple[Summary, ...]] = Future()
    broken.set_exception(KeyError())
    asked: list[Sequence[int]] = []

    def summaries(ids: Sequence[int]) -> Future[tuple[Summary, ...]]:
        asked.append(ids)
        return broken

    engine.summaries = summaries  # type: ignore[method-assign]
    with qtbot.waitSignal(desk.trouble):
        model.summary_at(0)
    model.summary_at(0)
    model.summary_at(1)

    assert len(asked) == 1


def test_a_row_that_was_removed_stays_blank_and_is_not_asked_for_again(
    model: HistoryModel, engine: FakeEngine, qtbot: QtBot
) -> None:
    del engine.rows[200]
    with qtbot.waitSignal(model.dataChanged):
        model.summary_at(0)

    assert model.summary_at(0) is None
    assert read(model, 1, qtbot).id == 199
    assert len(engine.questions("summaries")) == 1


def test_a_new_exchange_is_inserted_above_and_everything_else_keeps_its_place(
    model: HistoryModel, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    kept = QPersistentModelIndex(model.index(10, 0))
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    engine.rows[201] = summary(201)

    with qtbot.waitSignal(model.rowsInserted) as inserted:
        desk.history_changed.emit()

    assert inserted.args == [QModelIndex(), 0, 0]
    assert kept.row() == 11
    assert model.id_at(0) == 201
    assert not resets


def test_an_outcome_that_changed_replaces_the_old_one_without_a_blank_between(
    model: HistoryModel, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    engine.rows[200] = summary(200, outcome=Outcome.SENDING, status=None)
    with qtbot.waitSignal(model.listed):
        desk.history_changed.emit()
    assert read(model, 0, qtbot).outcome is Outcome.SENDING
    engine.rows[200] = summary(200)
    with qtbot.waitSignal(model.listed):
        desk.history_changed.emit()

    engine.held = []
    assert read(model, 0, qtbot).outcome is Outcome.SENDING
    engine.release()
    qtbot.waitUntil(lambda: read(model, 0, qtbot).outcome is Outcome.ACCEPTED)


def test_a_burst_of_changes_reads_the_list_a_few_times(
    model: HistoryModel, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    before = len(engine.questions("ids"))
    for number in range(201, 401):
        engine.rows[number] = summary(number)
        desk.history_changed.emit()
    qtbot.waitUntil(lambda: model.rowCount() == 400)

    assert len(engine.questions("ids")) - before <= 3


def test_a_search_shows_what_matches_and_counts_the_whole(
    model: HistoryModel, engine: FakeEngine, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(model.listed):
        model.set_search("  user-77 ")

    assert [model.id_at(row) for row in range(model.rowCount())] == [77]
    assert model.total == 200
    assert model.row_of(77) == 0
    assert model.row_of(78) == -1


def test_the_answer_to_an_older_search_is_dropped(
    model: HistoryModel, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.held = []
    model.set_search("user-1")
    model.set_search("user-199")
    first, second = engine.held
    engine.held = None
    second()
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    with qtbot.assertNotEmitted(model.modelReset):
        first()
        QApplication.processEvents()

    assert model.id_at(0) == 199


def test_clearing_the_search_shows_everything_at_once(
    model: HistoryModel, engine: FakeEngine, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(model.listed):
        model.set_search("user-77")
    engine.held = []
    model.set_search("")

    assert model.rowCount() == 200


def test_the_whole_is_counted_again_when_something_was_sent_while_searching(
    model: HistoryModel, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(model.listed):
        model.set_search("user-77")
    engine.rows[201] = summary(201)
    desk.history_changed.emit()

    qtbot.waitUntil(lambda: model.total == 201)
    assert model.rowCount() == 1


def test_a_failure_to_list_is_told_and_the_next_reading_works(
    model: HistoryModel, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    answer = engine.ids

    def ids(search: str = "") -> Future[array[int]]:
        broken: Future[array[int]] = Future()
        broken.set_exception(KeyError())
        return broken

    engine.ids = ids  # type: ignore[method-assign]
    with qtbot.waitSignal(desk.trouble):
        model.refresh()
    engine.ids = answer  # type: ignore[method-assign]
    engine.rows[201] = summary(201)
    model.refresh()

    qtbot.waitUntil(lambda: model.rowCount() == 201)


class LongHistory(FakeEngine):
    """A million exchanges, made when they are asked for."""

    length = MILLION

    def ids(self, search: str = "") -> Future[array[int]]:
        self.asked.append(("ids", search))
        return self._answer(lambda: array("q", range(self.length, 0, -7 if search else -1)))

    def summaries(self, ids: Sequence[int]) -> Future[tuple[Summary, ...]]:
        wanted = tuple(ids)
        self.asked.append(("summaries", wanted))
        template = summary(1)
        return self._answer(lambda: tuple(replace(template, id=each) for each in wanted))


def test_a_million_exchanges_cost_what_is_on_the_screen(qtbot: QtBot) -> None:
    engine = LongHistory()
    desk = make_desk(engine)
    model = HistoryModel(desk)
    with qtbot.waitSignal(model.listed):
        model.refresh()
    assert model.rowCount() == MILLION

    for row in range(0, MILLION, 5_003):
        read(model, row, qtbot)
    asked = engine.questions("summaries")
    assert all(len(ids) <= BLOCK for ids in asked)
    assert len(model._known) <= MOST_KNOWN

    # A list that grew by one at the top is taken over without a walk over its rows.
    engine.length += 1
    with effort.at_most(30), qtbot.waitSignal(model.rowsInserted):
        desk.history_changed.emit()
    assert model.row_of(1) == MILLION
    assert model.row_of(MILLION + 1) == 0


def test_a_row_has_a_tip_of_plain_text(
    model: HistoryModel, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    engine.rows[201] = summary(201, "<b>x</b>")
    with qtbot.waitSignal(model.listed):
        desk.history_changed.emit()
    read(model, 0, qtbot)
    tip = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Accepted 200" in tip
    assert "&lt;b&gt;x&lt;/b&gt;" in tip
