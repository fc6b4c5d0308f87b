"""Text of any length and shape in a view that only shows it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextOption
from pytestqt.qtbot import QtBot

from appcues_console.ui.controls.code_view import CodeView
from appcues_console.ui.exchange.long_text import (
    LONG_LINE,
    LONGEST_EDITED,
    MOST_CUT,
    MOST_EDITED,
    MOST_SHOWN,
    cut,
    editable,
    show_beginning,
)
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


LINES = "x" * 99 + "\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("\n", True),
        ("x" * LONGEST_EDITED, True),
        ("x" * (LONGEST_EDITED + 1), False),
        ("y\n" + "x" * LONGEST_EDITED, True),
        ("y\n" + "x" * (LONGEST_EDITED + 1), False),
        ("x" * (LONGEST_EDITED + 1) + "\n", False),
        (LINES * (MOST_EDITED // 100), True),
        (LINES * (MOST_EDITED // 100) + "x", False),
    ],
)
def test_a_text_is_edited_where_it_and_its_lines_are_short(text: str, expected: bool) -> None:
    assert editable(text) is expected


def test_a_cut_text_says_where_it_was_cut() -> None:
    assert cut("short\n" + "x" * (LONG_LINE + 1) + "\nend") == f"short\n{'x' * LONG_LINE}…\nend"
    many = cut(LINES * 1_000)
    assert many.splitlines()[-2:] == ["x" * 99, "…"]
    assert MOST_CUT <= len(many) <= MOST_CUT + LONG_LINE + 2
    with effort.at_most(20):
        assert len(cut("x" * 10_000_000)) == LONG_LINE + 1


@pytest.mark.parametrize("text", ["", "\n", "a", "a\n", "\n\na\n\n"])
def test_a_short_text_is_not_cut(text: str) -> None:
    assert cut(text) == text
