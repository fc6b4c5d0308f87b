"""Text of any length and shape in a view that only shows it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextOption
from pytestqt.qtbot import QtBot

from appcues_console.ui.controls.code_view import CodeView
from appcues_console.ui.exchange.long_text import LONG_LINE, MOST_SHOWN, show_beginning
from appcues_console.ui.theme.theme import Mode, Theme
from tests import effort


@pytest.fixture
def view(qtbot: QtBot) -> CodeView:
    made = CodeView(Theme(Mode.LIGHT), json=True)
    qtbot.addWidget(made)
    made.resize(480, 400)
    return made


@pytest.mark.parametrize("length", [0, 1, MOST_SHOWN - 1, MOST_SHOWN, MOST_SHOWN + 1, 10**7])
def test_it_says_whether_all_is_shown(length: int, view: CodeView) -> None:
    with effort.at_most(200):
        assert show_beginning(view, "x" * length) == (length <= MOST_SHOWN)
        assert view.text() == "x" * min(length, MOST_SHOWN)


def test_words_are_kept_whole_where_lines_are_short(view: CodeView) -> None:
    wrap = QTextOption.WrapMode
    show_beginning(view, "word " * (LONG_LINE // 5) + "\nnext")
    assert view.wordWrapMode() is wrap.WrapAtWordBoundaryOrAnywhere
    show_beginning(view, "word " * LONG_LINE)
    assert view.wordWrapMode() is wrap.WrapAnywhere
    show_beginning(view, "")
    assert view.wordWrapMode() is wrap.WrapAtWordBoundaryOrAnywhere
