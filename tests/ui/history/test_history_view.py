from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from appcues_console.accounts.account import Account
from appcues_console.activity.destination import Safety
from appcues_console.activity.exchange import Outcome
from appcues_console.ui.desk import Desk
from appcues_console.ui.history.history_view import HistoryView
from appcues_console.ui.theme.theme import Mode, Theme
from tests.ui.fake_engine import FakeEngine, exchange, on_screen, summary

Key = Qt.Key


@pytest.fixture
def view(desk: Desk, qtbot: QtBot) -> Iterator[HistoryView]:
    made = HistoryView(desk, Theme(Mode.LIGHT))
    window = on_screen(made, 300, 640, qtbot)
    desk.start()
    yield made
    window.close()


@pytest.fixture
def full(view: HistoryView, qtbot: QtBot) -> HistoryView:
    """The column with its rows on the screen."""
    qtbot.waitUntil(lambda: view.model.summary_at(0) is not None)
    return view


def search_for(view: HistoryView, text: str, qtbot: QtBot) -> None:
    view.search.setFocus()
    QTest.keyClicks(view.search, text)
    qtbot.waitUntil(lambda: view.model.search == view.search.text().strip())
    qtbot.waitUntil(lambda: not view.model._busy)


def visible_id(view: HistoryView) -> int | None:
    return view.model.id_at(view.list.rowAt(1))


def center(view: HistoryView, row: int) -> QPoint:
    return view.list.visualRect(view.model.index(row, 0)).center()


def test_nothing_is_asked_before_the_engine_runs(
    desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    window = on_screen(HistoryView(desk, Theme(Mode.LIGHT)), 300, 640, qtbot)

    assert window.isVisible()
    assert engine.asked == []


def test_names_and_roles_for_a_screen_reader(full: HistoryView) -> None:
    field = QAccessible.queryAccessibleInterface(full.search)
    table = QAccessible.queryAccessibleInterface(full.list)

    assert field.text(QAccessible.Text.Name) == "Search history"
    assert field.role() == QAccessible.Role.EditableText
    assert table.text(QAccessible.Text.Name) == "History"
    assert table.role() == QAccessible.Role.Table
    names = [
        table.child(at).text(QAccessible.Text.Name) for at in range(min(6, table.childCount()))
    ]
    assert not any(name.isdigit() for name in names)
    row = next(name for name in names if "user-200" in name)
    assert row.startswith("Accepted, ")
    assert row.endswith("user-200, clicked widget · profile: team, Practice")


def test_the_first_row_comes_with_the_first_answer_and_the_count_below(full: HistoryView) -> None:
    assert full.list.isVisible()
    assert full.footer.text() == "200 exchanges"


def test_a_click_shows_the_exchange(full: HistoryView, engine: FakeEngine, qtbot: QtBot) -> None:
    with qtbot.waitSignal(full._desk.exchange_shown) as shown:
        QTest.mouseClick(full.list.viewport(), Qt.MouseButton.LeftButton, pos=center(full, 3))

    assert shown.args is not None
    assert shown.args[0].id == 197
    assert full.list.current_id() == 197


def test_a_double_click_loads_it(full: HistoryView, desk: Desk, qtbot: QtBot) -> None:
    spot = center(full, 3)
    with qtbot.waitSignal(desk.notice) as notice:
        QTest.mouseClick(full.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(full.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    assert notice.args == ["Loaded for editing. Nothing was sent."]
    assert desk.session.draft.user_id == "user-197"


def test_arrows_show_and_enter_loads(full: HistoryView, desk: Desk, qtbot: QtBot) -> None:
    full.focus_list()
    assert full.list.current_id() == 200
    QTest.keyClick(full.list, Key.Key_Down)
    qtbot.waitUntil(lambda: desk.shown is not None and desk.shown.id == 199)
    with qtbot.waitSignal(desk.notice):
        QTest.keyClick(full.list, Key.Key_Return)

    assert desk.session.draft.user_id == "user-199"


def test_home_end_and_pages_move_along_the_whole_history(full: HistoryView, qtbot: QtBot) -> None:
    full.focus_list()
    QTest.keyClick(full.list, Key.Key_End)
    assert full.list.current_id() == 1
    QTest.keyClick(full.list, Key.Key_PageUp)
    above = full.list.current_id()
    assert above is not None
    assert 1 < above < 200
    QTest.keyClick(full.list, Key.Key_Home)
    assert full.list.current_id() == 200
    QTest.keyClick(full.list, Key.Key_Up)
    assert full.list.current_id() == 200


def test_while_an_arrow_key_is_held_only_some_exchanges_are_read_and_the_last_one_is(
    full: HistoryView, engine: FakeEngine, qtbot: QtBot
) -> None:
    full.focus_list()
    for _ in range(50):
        QTest.keyClick(full.list, Key.Key_Down)
    assert full.list.current_id() == 150
    qtbot.waitUntil(lambda: engine.questions("exchange")[-1:] == [150])

    assert len(engine.questions("exchange")) < 50


def test_an_exchange_that_arrives_late_does_not_move_the_selection_back(
    full: HistoryView, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.held = []
    full.focus_list()
    QTest.keyClick(full.list, Key.Key_Down)
    QTest.keyClick(full.list, Key.Key_Down)
    with qtbot.waitSignal(desk.exchange_shown):
        engine.release()

    assert full.list.current_id() == 198


def test_control_c_copies_the_user_id(full: HistoryView, desk: Desk, qtbot: QtBot) -> None:
    full.focus_list()
    with qtbot.waitSignal(desk.notice) as notice:
        QTest.keySequence(full.list, QKeySequence(QKeySequence.StandardKey.Copy))

    assert QGuiApplication.clipboard().text() == "user-200"
    assert notice.args == ["User ID copied."]


def test_typing_on_the_list_searches(full: HistoryView, qtbot: QtBot) -> None:
    full.focus_list()
    QTest.keyClick(full.list, Key.Key_7)

    assert full.search.hasFocus()
    assert full.search.text() == "7"
    qtbot.waitUntil(lambda: full.model.search == "7")


def test_a_search_finds_while_typing_and_escape_clears_it(full: HistoryView, qtbot: QtBot) -> None:
    search_for(full, "user-77", qtbot)
    qtbot.waitUntil(lambda: full.model.rowCount() == 1)
    assert full.footer.text() == "1 of 200"
    QTest.keyClick(full.search, Key.Key_Escape)

    assert full.search.text() == ""
    assert full.search.hasFocus()
    assert full.model.rowCount() == 200


def test_the_list_is_asked_once_for_a_word_typed_in_a_row(
    full: HistoryView, engine: FakeEngine, qtbot: QtBot
) -> None:
    search_for(full, "user-123", qtbot)

    assert engine.questions("ids")[-1] == "user-123"
    assert "user-1" not in engine.questions("ids")


def test_down_and_enter_go_from_the_search_to_what_was_found(
    full: HistoryView, qtbot: QtBot
) -> None:
    search_for(full, "user-77", qtbot)
    qtbot.waitUntil(lambda: full.model.rowCount() == 1)
    QTest.keyClick(full.search, Key.Key_Down)

    assert full.list.hasFocus()
    assert full.list.current_id() == 77
    full.focus_search()
    assert full.search.hasFocus()
    assert full.search.selectedText() == "user-77"


def test_no_match_says_so_and_offers_to_clear(full: HistoryView, qtbot: QtBot) -> None:
    search_for(full, "nobody", qtbot)
    qtbot.waitUntil(full._no_match.isVisible)
    assert full._no_match.sentence.text() == "Nothing matches “nobody”."
    assert full.footer.text() == "0 of 200"
    QTest.mouseClick(full._no_match.button, Qt.MouseButton.LeftButton)

    assert full.list.isVisible()
    assert full.model.rowCount() == 200


def test_an_empty_history_teaches(view: HistoryView, engine: FakeEngine, qtbot: QtBot) -> None:
    engine.rows.clear()
    view.model.refresh()
    qtbot.waitUntil(view._nothing_yet.isVisible)

    assert view._nothing_yet.title.text() == "Nothing sent yet"
    assert view.footer.text() == ""
    view.focus_list()
    assert view.search.hasFocus()


def test_a_new_exchange_appears_on_top_while_the_top_is_shown(
    full: HistoryView, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.rows[201] = summary(201)
    desk.history_changed.emit()
    qtbot.waitUntil(lambda: full.model.rowCount() == 201)

    assert visible_id(full) == 201


def test_what_a_person_reads_stays_where_it_is_when_something_is_sent(
    full: HistoryView, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    full.focus_list()
    QTest.keyClick(full.list, Key.Key_End)
    before = visible_id(full)
    engine.rows[201], engine.rows[202] = summary(201), summary(202)
    desk.history_changed.emit()
    qtbot.waitUntil(lambda: full.model.rowCount() == 202)

    assert visible_id(full) == before
    assert full.list.current_id() == 1


def test_selection_and_place_survive_a_list_that_became_another(
    full: HistoryView, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    full.focus_list()
    for _ in range(30):
        QTest.keyClick(full.list, Key.Key_Down)
    place = full.list.verticalScrollBar()
    place.setValue(place.value() + 7)
    before, selected = visible_id(full), full.list.current_id()
    del engine.rows[200]
    with qtbot.waitSignal(full.model.modelReset):
        desk.history_changed.emit()

    assert visible_id(full) == before
    assert full.list.current_id() == selected == 170


def test_what_was_just_sent_is_selected_without_being_asked_for(
    full: HistoryView, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.rows[201] = summary(201)
    desk.exchange_shown.emit(exchange(engine.rows[201]))
    desk.history_changed.emit()
    qtbot.waitUntil(lambda: full.list.current_id() == 201)

    assert 201 not in engine.questions("exchange")


def test_a_history_that_will_not_last_says_so(
    view: HistoryView, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    assert not view.note.isVisible()
    engine.durable, engine.history_note = False, "The history ends with this session."
    desk.reload_accounts()

    qtbot.waitUntil(view.note.isVisible)
    assert view.note.text() == "Kept for this session only."
    assert view.note.accessibleDescription() == "The history ends with this session."


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_hostile_rows_are_painted_in_both_themes(
    mode: Mode, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    staging = Account("k", "Staging", "us", "https://api.appcues.com", Safety.TEST, "blue")
    engine.book.append(staging)
    texts = ("two\nlines", "\u202egnirts", "half \ud83d", "<img src=x>", "ש" * 9_999, "")
    for number, text in enumerate(texts, 1):
        for outcome in Outcome:
            at = 1_000 * number + len(engine.rows)
            engine.rows[at] = summary(at, text, text, outcome, None, "Staging", at)
    view = HistoryView(desk, Theme(mode))
    window = on_screen(view, 300, 2_000, qtbot)
    desk.start()
    qtbot.waitUntil(lambda: view.model.summary_at(0) is not None)
    assert window.isVisible()
    picture = view.list.grab().toImage()

    colours = {picture.pixelColor(x, 30).name() for x in range(picture.width())}
    assert len(colours) > 5


def test_the_theme_can_change_while_rows_are_shown(
    full: HistoryView, qapp: QApplication, qtbot: QtBot
) -> None:
    full.list.verticalScrollBar().setValue(52 * 100)
    before = visible_id(full)
    full._theme.set_scale(1.5)

    assert visible_id(full) == before
    assert full.list.rowHeight(0) == 78
