"""Text as high as its lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.ui.controls.snug_view import SnugView
from appcues_console.ui.theme.theme import Theme
from tests.ui.fake_engine import on_screen

Make = Callable[..., SnugView]


@pytest.fixture
def make(theme: Theme, qtbot: QtBot) -> Make:
    """Return what makes a view on the screen, above nothing."""

    def made(text: str, **options: int) -> SnugView:
        view = SnugView(theme, **options)  # type: ignore[arg-type]
        page = QWidget()
        column = QVBoxLayout(page)
        column.addWidget(view, 1_000)
        column.addStretch(1)
        view.setPlainText(text)
        on_screen(page, 400, 500, qtbot)
        return view

    return made


def test_a_short_text_stands_in_a_small_place_without_a_scroll_bar(make: Make) -> None:
    view = make('{"ok":true}')
    assert view.height() < 60
    assert view.verticalScrollBar().maximum() == 0


def test_three_lines_are_two_lines_higher_than_one(make: Make) -> None:
    view = make("one")
    one = view.maximumHeight()
    view.setPlainText("one\ntwo\nthree")
    assert view.maximumHeight() - one == pytest.approx(2 * view.fontMetrics().lineSpacing(), abs=1)


def test_a_long_text_takes_the_room_there_is_and_scrolls(make: Make) -> None:
    view = make("line\n" * 1_000)
    assert view.height() > 450
    assert view.verticalScrollBar().maximum() > 0


def test_never_less_than_the_lines_wanted_and_those_whole(make: Make) -> None:
    view = make("name: value\n" * 40, least=6)
    spacing = view.fontMetrics().lineSpacing()
    around = view.minimumHeight() - 6 * spacing
    assert spacing / 2 < around < 3 * spacing
    assert make("one\ntwo", least=6).minimumHeight() == 2 * spacing + around


def test_it_grows_with_the_text_size(make: Make, theme: Theme) -> None:
    view = make("one\ntwo")
    usual = view.maximumHeight()
    theme.set_scale(2.0)
    assert view.maximumHeight() > 1.4 * usual
