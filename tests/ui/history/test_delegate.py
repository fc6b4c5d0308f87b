"""How a row of the history is painted: the word of its outcome can always be read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from appcues_console.activity.exchange import Outcome, Summary
from appcues_console.ui.history.delegate import ROW_HEIGHT, HistoryDelegate
from appcues_console.ui.history.model import SUMMARY_ROLE
from appcues_console.ui.theme.theme import Mode, Theme
from tests.ui.fake_engine import NOON, summary

LONG = "An account with quite a name"
BEFORE_TEXT = 2 * 8 + 16 + 8


@pytest.fixture
def theme(qtbot: QtBot) -> Theme:
    return Theme(Mode.LIGHT)


def painted(theme: Theme, row: Summary, width: int) -> QImage:
    model = QStandardItemModel()
    item = QStandardItem()
    item.setData(row, SUMMARY_ROLE)
    model.appendRow(item)
    image = QImage(width, theme.px(ROW_HEIGHT), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    option: Any = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, image.height())
    now = datetime.fromtimestamp(NOON / 1_000).astimezone()
    delegate = HistoryDelegate(theme, dict, now=lambda: now)
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    return image


def second_line(image: QImage, width: int) -> QImage:
    return image.copy(BEFORE_TEXT, image.height() // 2, width, image.height() // 2)


def blank(image: QImage) -> bool:
    empty = QImage(image.size(), image.format())
    empty.fill(Qt.GlobalColor.white)
    return image == empty


@pytest.mark.parametrize(
    ("outcome", "status", "word"),
    [
        (Outcome.UNKNOWN, None, "Unknown"),
        (Outcome.REJECTED, 404, "Rejected 404"),
        (Outcome.NOT_SENT, None, "Not sent"),
        (Outcome.SENDING, None, "Sending"),
    ],
)
@pytest.mark.parametrize("width", [180, 220, 300])
def test_the_word_of_an_outcome_is_whole_whatever_stands_beside_it(
    theme: Theme, outcome: Outcome, status: int | None, word: str, width: int
) -> None:
    crowded = summary(1, "u", "clicked widget " * 9, outcome, status, label=LONG)
    alone = summary(1, "u", "", outcome, status)
    length = QFontMetrics(theme.font_small()).horizontalAdvance(word)

    whole = second_line(painted(theme, alone, 600), length)

    assert not blank(whole)
    assert second_line(painted(theme, crowded, width), length) == whole


@pytest.mark.parametrize(("width", "words"), [(200, "200"), (270, "200"), (300, "Accepted")])
def test_the_usual_outcome_is_never_told_by_its_mark_alone(
    theme: Theme, width: int, words: str
) -> None:
    row, other = summary(1, "u", ""), summary(1, "u", "", status=204)
    length = QFontMetrics(theme.font_small()).horizontalAdvance(words)
    line = second_line(painted(theme, row, width), width - BEFORE_TEXT)

    assert not blank(second_line(painted(theme, row, width), length))
    assert blank(line.copy(length + 1, 0, line.width() - length - 1, line.height()))
    # The status is the short form; the word is the same for each.
    differ = line != second_line(painted(theme, other, width), width - BEFORE_TEXT)
    assert differ == (words == "200")
