"""How a problem is painted: whole, at any width, whatever it quotes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QListView, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from appcues_console.activity.problems import Basis, Fix, Problem, error, warning
from appcues_console.ui.problems_delegate import (
    MOST_LINES,
    PAD,
    ProblemsDelegate,
    fitted_caption,
    laid_out,
)
from appcues_console.ui.problems_model import ProblemsModel
from appcues_console.ui.theme.theme import Mode, Theme

SHORT = error("e", ("user_id",), "Enter the user ID.")
LONG = warning("w", ("profile", 0, "key"), "A sentence that goes on and on. " * 40)
MARKUP = error("m", ("user_id",), "<b>x</b><img src=file:///etc/passwd> & more")


@pytest.fixture
def theme() -> Theme:
    return Theme(Mode.LIGHT)


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> QListView:
    made = QListView()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.setModel(ProblemsModel(made))
    made.setItemDelegate(ProblemsDelegate(theme, made))
    return made


def height(view: QListView, problem: Problem, width: int) -> int:
    model, delegate = view.model(), view.itemDelegate()
    assert isinstance(model, ProblemsModel)
    assert isinstance(delegate, ProblemsDelegate)
    model.show((problem,))
    delegate.set_width(width)
    size: QSize = delegate.sizeHint(QStyleOptionViewItem(), model.index(0))
    return size.height()


def painted(view: QListView, *problems: Problem) -> QImage:
    model = view.model()
    assert isinstance(model, ProblemsModel)
    model.show(problems)
    return view.grab().toImage()


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(40) for y in range(min(60, image.height()))
    }


def test_a_sentence_has_the_lines_it_needs_up_to_some(view: QListView) -> None:
    short, narrow, longest = (
        height(view, SHORT, 500),
        height(view, LONG, 500),
        height(view, LONG, 100),
    )
    assert short < narrow <= longest
    lines = view.fontMetrics().lineSpacing()
    assert longest < short + (MOST_LINES + 1) * lines


def test_an_error_is_told_from_a_warning_by_its_mark(view: QListView, theme: Theme) -> None:
    as_error = colours(painted(view, SHORT))
    as_warning = colours(painted(view, LONG))
    assert QColor(theme.tokens.bad).name() in as_error - as_warning
    assert QColor(theme.tokens.warn).name() in as_warning - as_error


def test_markup_is_painted_letter_by_letter(view: QListView) -> None:
    spelled = painted(view, MARKUP)
    plain = painted(view, error("m", ("user_id",), "x & more"))
    assert spelled != plain


def test_a_selected_row_is_painted_too(view: QListView) -> None:
    before = painted(view, SHORT, LONG)
    view.setCurrentIndex(view.model().index(0, 0))
    assert painted(view, SHORT, LONG) != before


def ink(image: QImage, ground: QColor, rows: range) -> int:
    """Count the pixels in `rows`, right of the mark, that differ from the ground."""
    return sum(
        abs(image.pixelColor(x, y).lightness() - ground.lightness()) > 20
        for y in rows
        for x in range(40, image.width())
    )


@pytest.mark.parametrize("scale", [1.0, 1.25])
def test_the_last_line_is_painted_to_its_foot(view: QListView, theme: Theme, scale: float) -> None:
    theme.set_scale(scale)
    metrics = QFontMetrics(theme.font_ui())
    word = "gjpqy" * 8
    view.resize(metrics.horizontalAdvance(word) + 80, 300)
    # Three words, each as wide as the list: three lines that look the same.
    three = error("e", ("user_id",), f"{word} {word} {word}")
    small = QFontMetrics(theme.font_small()).lineSpacing()
    painted(view, three)  # the view has its size from here on
    text = height(view, three, view.viewport().width()) - 2 * PAD - small
    image = painted(view, three)
    ground = image.pixelColor(image.width() - 4, PAD + 2)
    line = text / 3

    lines = [
        ink(image, ground, range(PAD + round(n * line), PAD + round((n + 1) * line)))
        for n in range(3)
    ]

    assert lines[0] == lines[1] == lines[2] > 100


def test_a_sentence_that_is_cut_says_so(theme: Theme) -> None:
    layout = laid_out(LONG.message, theme.font_ui(), 300)
    assert layout.lineCount() == MOST_LINES
    assert layout.text().endswith("…")
    assert laid_out("Short.", theme.font_ui(), 300).text() == "Short."


def test_a_caption_gives_way_at_the_place_and_never_at_what_would_mend_it(
    theme: Theme, qtbot: QtBot
) -> None:
    path = ("events", 11, "attributes", 13, "value")
    fix = Fix("Write as ISO 8601", path, "1", "2")
    problem = warning("w", path, "Doubtful.", Basis.UNKNOWN, fix)
    metrics = QFontMetrics(theme.font_small())

    whole = fitted_caption(problem, metrics, 2_000)
    narrow = fitted_caption(problem, metrics, 240)

    assert whole.startswith("Event 12, attribute 14, value · ")
    assert "…" not in whole
    assert "…" in narrow
    assert metrics.horizontalAdvance(narrow) <= 240
    assert narrow.endswith(" · Ctrl+.: Write as ISO 8601")
    # Without room for the place nothing is left of what parts it from the fix.
    assert fitted_caption(problem, metrics, 150).startswith("Ctrl+.: ")
