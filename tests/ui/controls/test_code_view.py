"""Code is coloured by what it is, and marked where it is wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot

from appcues_console.ui.controls.code_view import CodeView
from appcues_console.ui.controls.json_highlighter import (
    COLOURS,
    MOST_AT_ONCE,
    MOST_COLOURED,
    tokens_of,
)
from appcues_console.ui.theme.theme import Mode, Theme
from appcues_console.ui.theme.tokens import DARK, LIGHT, Tokens
from tests import effort


def colours(view: CodeView, line: int = 0) -> dict[str, str]:
    """Return the coloured parts of a line with their colours."""
    block = view.document().findBlockByNumber(line)
    units = block.text().encode("utf-16-le")
    return {
        units[2 * part.start : 2 * (part.start + part.length)].decode("utf-16-le"): (
            part.format.foreground().color().name()
        )
        for part in block.layout().formats()
    }


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> CodeView:
    made = CodeView(theme, json=True)
    qtbot.addWidget(made)
    return made


def expected(tokens: Tokens) -> dict[str, str]:
    return {
        '"key"': tokens.code_key,
        ":": tokens.code_punctuation,
        "[": tokens.code_punctuation,
        '"a \\" b"': tokens.code_string,
        ",": tokens.code_punctuation,
        "-1.50e3": tokens.code_number,
        "true": tokens.code_literal,
        "]": tokens.code_punctuation,
    }


def test_json_is_coloured_in_both_themes(view: CodeView, theme: Theme) -> None:
    view.setPlainText('"key": ["a \\" b", -1.50e3, true]')
    assert colours(view) == expected(LIGHT)
    theme.choose(Mode.DARK)
    assert colours(view) == expected(DARK)


def test_characters_that_count_twice_do_not_shift_the_colours(view: CodeView) -> None:
    view.setPlainText('"😀": "🎉🎉", 1')
    assert colours(view)['"🎉🎉"'] == LIGHT.code_string
    assert colours(view)["1"] == LIGHT.code_number


def test_a_string_that_is_still_being_typed_is_one(view: CodeView) -> None:
    view.setPlainText('"name": "clicked wid')
    assert colours(view)['"clicked wid'] == LIGHT.code_string


def test_a_huge_line_stays_plain_and_quick(view: CodeView) -> None:
    with effort.at_most(400):
        view.setPlainText('"' + "x" * (10 * MOST_COLOURED) + '"')
        assert colours(view) == {}


def test_of_a_long_text_the_lines_that_are_seen_are_coloured(view: CodeView, theme: Theme) -> None:
    lines = MOST_AT_ONCE // 8
    changes: list[bool] = []
    view.textChanged.connect(lambda: changes.append(view.colouring))
    view.setPlainText('"key": 1\n' * lines)
    assert colours(view, 0)['"key"'] == LIGHT.code_key
    assert colours(view, lines - 1) == {}
    view.moveCursor(QTextCursor.MoveOperation.End)
    assert colours(view, lines - 1) == colours(view, 0)
    theme.choose(Mode.DARK)
    assert colours(view, lines - 1)['"key"'] == DARK.code_key
    assert colours(view, 0) == {}
    # Whoever listens can tell another text from other colours.
    assert changes.count(False) == 1
    assert changes.count(True) > 1
    view.insertPlainText("true")
    assert changes.count(False) == 2
    assert colours(view, lines) == {"true": DARK.code_literal}


@pytest.mark.parametrize("line", ['"' + "\\" * 5000, '"' * 5000, "-" * 5000, "1e" * 2500])
def test_no_line_makes_colouring_slow(line: str) -> None:
    with effort.at_most(100):
        tokens_of(line)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.booleans())
def test_all_of_any_json_is_coloured_once(value: object, ascii_only: bool) -> None:
    for line in json.dumps(value, indent=2, ensure_ascii=ascii_only).split("\n"):
        covered = [0] * len(line)
        for start, length, kind in tokens_of(line):
            assert kind in COLOURS
            for at in range(start, start + length):
                covered[at] += 1
        assert all(
            count == (0 if character == " " and not count else 1)
            for count, character in zip(covered, line, strict=True)
        )


def marked(view: CodeView) -> list[tuple[int, int]]:
    return [
        (mark.cursor.selectionStart(), mark.cursor.selectionEnd())
        for mark in view.extraSelections()
    ]


def test_an_error_is_marked_where_it_is(view: CodeView) -> None:
    view.setPlainText('{"😀" x}')
    view.mark_error(6)
    assert marked(view) == [(7, 8)]
    mark = view.extraSelections()[0]
    assert mark.format.underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline
    assert mark.format.underlineColor().name() == LIGHT.bad
    view.mark_error(None)
    assert marked(view) == []


def test_an_error_at_the_end_marks_the_last_character(view: CodeView) -> None:
    view.setPlainText("{")
    view.mark_error(1)
    assert marked(view) == [(0, 1)]
    view.setPlainText("")
    view.mark_error(0)
    assert marked(view) == [(0, 0)]


def test_the_text_comes_back_letter_by_letter(view: CodeView) -> None:
    text = "one\u00a0two\nthree 😀\n"
    view.setPlainText(text)
    assert view.text() == text


def test_the_caret_goes_to_a_character(view: CodeView) -> None:
    view.setPlainText("😀\nab")
    view.go_to(3)
    assert view.textCursor().position() == 4
    view.go_to(99)
    assert view.textCursor().atEnd()


def test_code_is_read_only_monospaced_and_lets_tab_go_on(view: CodeView, theme: Theme) -> None:
    assert view.isReadOnly()
    assert view.tabChangesFocus()
    view.ensurePolished()
    assert view.font().family() == theme.font_mono().family()
    theme.set_scale(2.0)
    assert view.font().pixelSize() == theme.font_mono().pixelSize() == 24
