"""The sheet is made of tokens alone, and Qt understands all of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from appcues_console.ui.controls.restyle import set_look
from appcues_console.ui.theme.stylesheet import stylesheet
from appcues_console.ui.theme.theme import Mode, Theme
from appcues_console.ui.theme.tokens import DARK, LIGHT, Tokens

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)


def sheet_of(tokens: Tokens, scale: float = 1.0) -> str:
    return stylesheet(tokens, lambda size: round(size * scale), "Mono")


def colours_of(tokens: Tokens) -> set[str]:
    plain = [getattr(tokens, name) for name in Tokens.__dataclass_fields__]
    accounts = {
        colour
        for tone in tokens.accounts.values()
        for colour in (tone.fill, tone.hover, tone.on_fill, tone.soft)
    }
    return {value for value in plain if isinstance(value, str)} | accounts


@THEMES
def test_no_colour_is_outside_the_tokens(tokens: Tokens) -> None:
    sheet = re.sub(r"url\([^)]*\)", "", sheet_of(tokens))
    used = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet))
    assert used <= colours_of(tokens)
    assert not re.search(r"\b(?:rgba?|hsla?|palette)\(|\b(?:white|black|gr[ae]y)\b", sheet)
    assert "$" not in sheet


@THEMES
def test_pictures_come_from_memory(tokens: Tokens) -> None:
    urls = re.findall(r"url\(([^)]*)\)", sheet_of(tokens))
    assert urls
    assert all(url.startswith(":/icons/") for url in urls)


def test_lengths_grow_with_the_text_and_lines_do_not() -> None:
    usual, large = sheet_of(LIGHT), sheet_of(LIGHT, 2.0)
    heights = [
        [int(size) for size in re.findall(r"min-height: (\d+)px", sheet)]
        for sheet in (usual, large)
    ]
    assert sum(heights[1]) > 1.7 * sum(heights[0])
    assert usual.count("2px solid") == large.count("2px solid") > 0


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_qt_understands_the_sheet(mode: Mode, theme: Theme, qtbot: QtBot, qtlog: Any) -> None:
    theme.choose(mode)
    button = QPushButton("x")
    qtbot.addWidget(button)
    button.ensurePolished()
    assert [record.message for record in qtlog.records] == []


@pytest.mark.qt_log_ignore("Could not parse")
def test_a_sheet_that_qt_does_not_understand_is_noticed(qtbot: QtBot, qtlog: Any) -> None:
    """What the test above relies on: Qt says it in a message."""
    button = QPushButton("x")
    qtbot.addWidget(button)
    button.setStyleSheet("QPushButton { color ")
    button.ensurePolished()
    assert any("Could not parse" in record.message for record in qtlog.records)


def test_a_focused_field_keeps_its_size(theme: Theme, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    before = field.sizeHint()
    field.setFocus()
    assert field.sizeHint() == before


def test_a_primary_button_is_painted_in_the_colour_of_the_account(
    theme: Theme, qtbot: QtBot
) -> None:
    button = QPushButton("Send")
    qtbot.addWidget(button)
    button.setProperty("kind", "primary")
    button.resize(120, 32)

    def ground() -> str:
        return button.grab().toImage().pixelColor(6, 6).name()

    assert ground() == LIGHT.accent
    set_look(button, "tone", "red")
    assert ground() == LIGHT.account("red").fill
    theme.choose(Mode.DARK)
    assert ground() == DARK.account("red").fill


def test_a_table_whose_delegate_paints_shows_no_ground_of_its_own(
    theme: Theme, qtbot: QtBot
) -> None:
    table = QTableWidget(1, 1)
    qtbot.addWidget(table)
    table.resize(120, 80)
    table.selectRow(0)

    def ground() -> str:
        return table.viewport().grab().toImage().pixelColor(20, 4).name()

    assert ground() in {LIGHT.selection, LIGHT.selection_quiet}
    set_look(table, "painted", True)
    assert ground() == LIGHT.surface


def test_an_invalid_field_is_marked(theme: Theme, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(120, 32)
    set_look(field, "invalid", True)
    assert field.grab().toImage().pixelColor(60, 0).name() == LIGHT.bad
    set_look(field, "invalid", False)
    assert field.grab().toImage().pixelColor(60, 0).name() == LIGHT.strong_line
