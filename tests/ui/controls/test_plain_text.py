"""Markup in data is shown, letter by letter, and never interpreted."""

from __future__ import annotations

import html
import re

import pytest
from PySide6.QtGui import QAccessible, Qt, QTextDocument
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.ui.controls.banner import Banner
from appcues_console.ui.controls.code_view import CodeView
from appcues_console.ui.controls.empty_state import EmptyState
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.controls.status_line import StatusLine
from appcues_console.ui.controls.tips import plain_tip, set_plain_tip
from appcues_console.ui.theme.theme import Theme

MARKUP = "<b>bold</b> <img src='http://example.org/x.png'> &amp; <a href='x'>link</a>"
HOSTILE = (MARKUP, "<qt>", "</qt><h1>x</h1>", "<!--", "a & b && c", "line\n  two", "\u202euser")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_keeps_its_text(text: str, theme: Theme, qtbot: QtBot) -> None:
    label = PlainLabel(text)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == text
    assert not label.openExternalLinks()


def test_markup_is_as_wide_as_its_letters(theme: Theme, qtbot: QtBot) -> None:
    label = PlainLabel(MARKUP)
    qtbot.addWidget(label)
    assert label.sizeHint().width() >= label.fontMetrics().horizontalAdvance(MARKUP)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_tool_tip_shows_the_text_letter_by_letter(text: str) -> None:
    tip = plain_tip(text)
    assert Qt.mightBeRichText(tip)
    shown = QTextDocument()
    shown.setHtml(tip)
    assert shown.toPlainText() == text
    inside = re.fullmatch(r"<qt style='white-space:pre(?:-wrap)?'>(.*)</qt>", tip, re.DOTALL)
    assert inside is not None
    assert "<" not in inside[1]
    assert html.unescape(inside[1]) == text


def test_nothing_to_say_is_no_tool_tip() -> None:
    assert plain_tip("") == ""


def test_a_screen_reader_hears_the_tool_tip_without_its_wrapping(
    theme: Theme, qtbot: QtBot
) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    set_plain_tip(button, "<b>x</b>")
    assert button.accessibleDescription() == "<b>x</b>"
    set_plain_tip(button, "y")
    assert button.accessibleDescription() == "y"
    button.setAccessibleDescription("its own")
    set_plain_tip(button, "z")
    assert button.accessibleDescription() == "its own"


def test_every_control_shows_markup_as_text(theme: Theme, qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    banner, status = Banner(theme, whole), StatusLine(theme, whole)
    empty, code = EmptyState(MARKUP, MARKUP, theme, whole), CodeView(theme, whole)
    banner.show_message("bad", MARKUP)
    status.show_message(MARKUP)
    status.show_mark(MARKUP)
    code.setPlainText(MARKUP)
    labels = whole.findChildren(PlainLabel)
    assert len(labels) == 5
    assert {label.text() for label in labels} == {MARKUP}
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    assert banner.text == status.text == code.text() == empty.title.text() == MARKUP


def test_a_long_text_is_shortened_and_kept(theme: Theme, qtbot: QtBot) -> None:
    label = PlainLabel("user-" * 100, elide=True, selectable=True)
    qtbot.addWidget(label)
    label.resize(120, 20)
    assert label.text() == "user-" * 100
    assert label.minimumSizeHint().width() == 0
    assert label.toolTip() == plain_tip("user-" * 100)
    short = label.grab().toImage()
    label.setSelection(0, 20)
    assert label.selectedText() == "user-" * 4
    assert label.grab().toImage() != short
    label.resize(label.sizeHint().width(), 20)
    label.grab()
    assert label.toolTip() == ""


def test_where_there_is_no_room_shorter_words_stand_for_the_text(
    theme: Theme, qtbot: QtBot
) -> None:
    label = PlainLabel("Known here, sent 3 times", elide=True)
    qtbot.addWidget(label)
    label.show_shorter("Sent 3 times", "Known", "")
    shown = set()
    for width in range(label.sizeHint().width(), 0, -1):
        label.resize(width, 20)
        label.grab()
        shown.add(label.shown())
        assert (label.toolTip() == "") == (label.shown() == label.text())
    assert shown == {"Known here, sent 3 times", "Sent 3 times", "Known", ""}
    label.show_shorter()
    label.resize(60, 20)
    label.grab()
    assert label.shown().endswith("…")
    assert label.text() == "Known here, sent 3 times"


def test_an_elided_label_is_one_line(theme: Theme, qtbot: QtBot) -> None:
    label, line = PlainLabel("one\ntwo", elide=True), PlainLabel("one two", elide=True)
    qtbot.addWidget(label)
    qtbot.addWidget(line)
    assert label.sizeHint().width() == line.sizeHint().width()
    for each in (label, line):
        each.resize(200, line.sizeHint().height())
    assert label.grab().toImage() == line.grab().toImage()


def test_a_label_is_called_by_its_accessible_name(theme: Theme, qtbot: QtBot) -> None:
    label = PlainLabel("Accepted. The server said yes.")
    qtbot.addWidget(label)
    label.setAccessibleName("Delivery")
    interface = QAccessible.queryAccessibleInterface(label)
    assert interface.text(QAccessible.Text.Name) == "Delivery"
