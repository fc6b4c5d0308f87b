"""Columns: drawn, folded, and what they do where there is too little room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.ui.controls.column import Column
from appcues_console.ui.controls.column_splitter import ColumnSplitter
from appcues_console.ui.theme.theme import Theme
from tests.ui.fake_engine import on_screen

HISTORY, COMPOSER, EXCHANGE = range(3)


@pytest.fixture
def columns(theme: Theme, qtbot: QtBot) -> ColumnSplitter:
    """Three columns with a field in each; the outer ones may yield, the first does not grow."""
    made = ColumnSplitter(theme)
    qtbot.addWidget(made)
    made.resize(1200, 400)
    for at, (name, width) in enumerate((("History", 300), ("Composer", 500), ("Request", 400))):
        content = QWidget()
        QVBoxLayout(content).addWidget(QLineEdit())
        made.add_column(content, width, name, yields=at != COMPOSER, grows=at != HISTORY)
    on_screen(made, 1200, 400, qtbot)
    field(made, COMPOSER).setFocus()
    return made


@pytest.fixture
def bounded(theme: Theme, qtbot: QtBot) -> ColumnSplitter:
    """Three columns of which the first has a most; it begins at its share of a usual window."""
    made = ColumnSplitter(theme)
    qtbot.addWidget(made)
    for at, (name, width) in enumerate((("History", 300), ("Composer", 500), ("Request", 400))):
        content = QWidget()
        QVBoxLayout(content).addWidget(QLineEdit())
        most = 360 if at == HISTORY else None
        made.add_column(content, width, name, most=most, yields=at != COMPOSER, grows=at != HISTORY)
    on_screen(made, 1200, 400, qtbot)
    return made


def folds(columns: ColumnSplitter) -> list[bool]:
    return [columns.is_folded(at) for at in range(3)]


def field(columns: ColumnSplitter, index: int) -> QLineEdit:
    found = column(columns, index).findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def column(columns: ColumnSplitter, index: int) -> Column:
    found = columns.widget(index)
    assert isinstance(found, Column)
    return found


def test_a_column_folds_into_a_strip_and_comes_back_as_wide_as_it_was(
    columns: ColumnSplitter,
) -> None:
    before = columns.sizes()
    assert columns.fold(EXCHANGE)
    after = columns.sizes()
    assert 20 < after[EXCHANGE] < 60
    assert after[HISTORY] == before[HISTORY]
    columns.unfold(EXCHANGE)
    assert columns.sizes() == pytest.approx(before, abs=2)


def test_the_last_open_column_stays(columns: ColumnSplitter) -> None:
    assert columns.fold(HISTORY)
    assert columns.fold(EXCHANGE)
    assert not columns.fold(COMPOSER)
    assert folds(columns) == [True, False, True]


def test_the_strip_wishes_for_its_column(columns: ColumnSplitter, qtbot: QtBot) -> None:
    columns.fold(HISTORY)
    strip = column(columns, HISTORY).strip
    assert strip.accessibleName() == "Unfold history"
    assert strip.isVisible()
    with qtbot.waitSignal(columns.unfold_wanted) as wish:
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton)
    assert wish.args == [HISTORY]


def test_a_folded_column_leaves_the_keyboard_to_its_strip(columns: ColumnSplitter) -> None:
    field(columns, HISTORY).setFocus()
    columns.fold(HISTORY)
    strip = column(columns, HISTORY).strip
    assert strip.hasFocus()
    assert columns.has_focus(HISTORY)


@pytest.mark.parametrize(("index", "steps"), [(0, 2), (1, 2), (2, 2), (0, -1), (1, -1), (2, -1)])
def test_keys_draw_what_a_mouse_draws(columns: ColumnSplitter, index: int, steps: int) -> None:
    before = columns.sizes()
    assert columns.widen(index, steps)
    after = columns.sizes()
    assert (after[index] > before[index]) == (steps > 0)
    assert sum(after) == sum(before)


def test_a_column_is_not_drawn_below_what_it_needs(columns: ColumnSplitter) -> None:
    while columns.widen(HISTORY, -1):
        pass
    assert columns.sizes()[HISTORY] >= 160
    columns.fold(HISTORY)
    assert not columns.widen(HISTORY, 1)


def test_widths_and_folds_are_kept_and_nonsense_is_ignored(columns: ColumnSplitter) -> None:
    columns.widen(COMPOSER, 3)
    wanted = columns.sizes()
    columns.fold(EXCHANGE)
    state = columns.save_state()
    columns.unfold(EXCHANGE)
    columns.widen(HISTORY, -3)
    columns.restore_state(state)
    assert folds(columns) == [False, False, True]
    for nonsense in (None, "x", QByteArray(b"x"), "1 2", "1 2 3 4", "0 1 2", "-1 -2 -3", "1 2 ²"):
        columns.restore_state(nonsense)
    assert folds(columns) == [False, False, True]
    columns.unfold(EXCHANGE)
    assert columns.sizes() == pytest.approx(wanted, abs=2)


def test_drawn_shut_by_the_mouse_is_folded(columns: ColumnSplitter) -> None:
    columns.moveSplitter(0, 1)
    assert folds(columns) == [True, False, False]
    assert columns.sizes()[HISTORY] > 20


def test_in_a_narrow_window_the_history_yields_until_there_is_room(
    columns: ColumnSplitter,
) -> None:
    columns.resize(420, 400)
    assert folds(columns) == [True, False, False]
    assert columns.save_state() == "300 500 400"
    columns.resize(1200, 400)
    assert folds(columns) == [False, False, False]


def test_what_is_unfolded_in_a_narrow_window_lets_another_yield(columns: ColumnSplitter) -> None:
    columns.resize(420, 400)
    field(columns, EXCHANGE).setFocus()
    columns.unfold(HISTORY)
    assert folds(columns) == [False, False, True]
    columns.unfold(EXCHANGE)
    assert folds(columns) == [True, False, False]


def test_the_column_with_the_keyboard_does_not_yield(columns: ColumnSplitter) -> None:
    field(columns, HISTORY).setFocus()
    columns.resize(420, 400)
    assert folds(columns) == [False, False, True]


def test_a_wide_window_gives_its_room_to_the_columns_without_a_most(
    bounded: ColumnSplitter,
) -> None:
    assert bounded.sizes()[HISTORY] == 300
    bounded.resize(2400, 400)
    history, composer, exchange = bounded.sizes()
    assert history == 360
    assert composer / exchange == pytest.approx(5 / 4, abs=0.01)
    bounded.resize(800, 400)
    assert bounded.sizes()[HISTORY] == pytest.approx(200, abs=2)


@pytest.mark.parametrize(("at", "to"), [(2400, 700), (2400, 250), (1200, 420), (1200, 240)])
def test_where_a_person_draws_it_a_column_stays(
    at: int, to: int, bounded: ColumnSplitter, theme: Theme, qtbot: QtBot
) -> None:
    bounded.resize(at, 400)
    bounded.moveSplitter(to, 1)
    assert bounded.sizes()[HISTORY] == to
    state = bounded.save_state()
    bounded.resize(2399, 400)
    assert bounded.sizes()[HISTORY] == pytest.approx(to, abs=1)
    bounded.moveSplitter(300, 1)
    bounded.restore_state(state)
    assert bounded.sizes()[HISTORY] == pytest.approx(to, abs=1)
    assert bounded.save_state() == state
    # A larger text has it wider, as far as its share goes.
    theme.set_scale(1.25)
    assert bounded.sizes()[HISTORY] == pytest.approx(min(1.25 * to, 700), abs=2)


def test_keys_draw_beyond_the_most_too(bounded: ColumnSplitter) -> None:
    bounded.resize(2400, 400)
    assert bounded.widen(HISTORY, 2)
    bounded.resize(2300, 400)
    assert bounded.sizes()[HISTORY] == 408


def test_drawing_the_others_leaves_a_column_at_its_most_its_share(
    bounded: ColumnSplitter,
) -> None:
    bounded.resize(2400, 400)
    bounded.moveSplitter(1_000, 2)
    assert bounded.sizes()[HISTORY] == 360
    assert "/" not in bounded.save_state()
    bounded.resize(1200, 400)
    assert bounded.sizes()[HISTORY] == pytest.approx(300, abs=2)


def test_widths_that_were_kept_before_there_was_a_most_are_what_a_person_drew(
    bounded: ColumnSplitter,
) -> None:
    bounded.restore_state("450 400 350")
    bounded.resize(2400, 400)
    assert bounded.sizes()[HISTORY] == 450


@pytest.mark.parametrize(
    "nonsense", ["300/ 500 400", "300/0 500 400", "300/x 500 400", "300/1000000 500 400", "/9 5 4"]
)
def test_a_drawn_width_that_makes_no_sense_is_ignored(
    nonsense: str, bounded: ColumnSplitter
) -> None:
    before = bounded.save_state()
    bounded.restore_state(nonsense)
    assert bounded.save_state() == before
