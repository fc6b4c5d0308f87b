"""How a cell is painted and edited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Pair
from appcues_console.activity.problems import error, warning
from appcues_console.activity.values import Kind, Value
from appcues_console.ui.composer.pairs_delegate import PairsDelegate, kind_colour
from appcues_console.ui.composer.pairs_model import KEY, TYPE, VALUE, PairsModel
from appcues_console.ui.composer.pairs_view import PairsView
from appcues_console.ui.theme.theme import Mode, Theme
from appcues_console.ui.theme.tokens import DARK, LIGHT, Tokens
from tests.ui.fake_engine import on_screen
from tests.ui.keys import focused


@pytest.fixture
def model(qtbot: QtBot) -> PairsModel:
    """A model whose every wish is granted."""
    made = PairsModel()
    made.edited.connect(lambda pairs, _: made.show(pairs))
    made.show(tuple(Pair(f"key {number}", Value(text="v")) for number in range(3)))
    return made


@pytest.fixture
def view(model: PairsModel, qtbot: QtBot) -> Iterator[PairsView]:
    made = PairsView(model, "Profile fields", Theme(Mode.LIGHT))
    window = on_screen(made, 400, 200, qtbot)
    yield made
    window.close()


@pytest.mark.parametrize(
    ("column", "kind", "name"),
    [
        (KEY, QLineEdit, "key of row 2"),
        (TYPE, QComboBox, "type of row 2"),
        (VALUE, QLineEdit, "value of row 2"),
    ],
)
def test_an_editor_says_where_it_is(column: int, kind: type, name: str, view: PairsView) -> None:
    view.edit_cell(1, column)
    assert isinstance(focused(), kind)
    assert focused().accessibleName() == name


def test_each_letter_is_in_the_model_at_once(view: PairsView, model: PairsModel) -> None:
    view.edit_cell(0, VALUE)
    QTest.keyClick(focused(), Qt.Key.Key_End)
    QTest.keyClicks(focused(), "1")
    assert model.pairs[0].value == Value(Kind.TEXT, "v1")


def test_arrows_go_up_and_down_and_stop_at_the_ends(view: PairsView) -> None:
    view.edit_cell(1, VALUE)
    steps = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(focused(), key)
        steps.append((view.currentIndex().row(), view.currentIndex().column()))
    assert steps == [(0, VALUE), (0, VALUE), (1, VALUE), (2, VALUE), (2, VALUE)]


def test_backspace_in_a_row_with_a_key_deletes_letters_only(
    view: PairsView, model: PairsModel
) -> None:
    view.edit_cell(0, VALUE)
    for _ in range(3):
        QTest.keyClick(focused(), Qt.Key.Key_Backspace)
    assert model.pairs[0] == Pair("key 0", Value(text=""))
    assert model.rowCount() == 3


def test_the_wheel_over_an_open_type_forces_nothing(view: PairsView, model: PairsModel) -> None:
    view.edit_cell(0, TYPE)
    combo = focused()
    window = combo.window().windowHandle()
    assert window is not None
    QTest.wheelEvent(window, combo.mapTo(combo.window(), QPointF(9, 9)), QPoint(0, -120))
    assert model.pairs[0].value == Value(Kind.TEXT, "v")


def test_every_kind_and_any_text_can_be_painted(view: PairsView, model: PairsModel) -> None:
    # Whatever Qt has to say about the painting fails the test.
    model.show(
        (
            *(Pair(kind.value, Value(kind, "<b>x</b>")) for kind in Kind),
            Pair("\N{RIGHT-TO-LEFT OVERRIDE}k\x00", Value(text="a\r\n\N{LINE SEPARATOR}" * 99)),
        )
    )
    model.show_problems(
        {
            (0, KEY): error("e", ("profile", 0, "key"), "Wrong."),
            (1, VALUE): warning("w", ("profile", 1, "value"), "Doubtful."),
        }
    )
    assert not view.grab().toImage().isNull()


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_kinds_have_the_colours_that_they_have_in_the_json(tokens: Tokens) -> None:
    assert kind_colour(tokens, Kind.NUMBER) == tokens.code_number
    assert kind_colour(tokens, Kind.NULL) == kind_colour(tokens, Kind.BOOLEAN)
    assert kind_colour(tokens, Kind.TEXT) == kind_colour(tokens, Kind.DATE) == tokens.code_string
    assert kind_colour(tokens, Kind.JSON) == tokens.text


def test_an_editor_bears_the_error_of_its_cell_while_it_is_typed_in(
    view: PairsView, model: PairsModel
) -> None:
    view.edit_cell(0, KEY)
    editor = focused()
    assert not editor.property("invalid")

    model.show_problems({(0, KEY): error("e", ("profile", 0, "key"), "Empty.")})
    assert editor.property("invalid") is True
    assert editor.accessibleDescription() == "Empty."

    model.show_problems({(0, KEY): warning("w", ("profile", 0, "key"), "Odd.")})
    assert editor.property("invalid") is False
    assert editor.accessibleDescription() == "Odd."

    model.show_problems({})
    assert editor.accessibleDescription() == ""


def test_the_current_value_keeps_the_colour_of_its_type(view: PairsView, model: PairsModel) -> None:
    model.show((Pair("k", Value(Kind.NUMBER, "42")),))
    option: Any = QStyleOptionViewItem()
    delegate = view.itemDelegate()
    assert isinstance(delegate, PairsDelegate)
    delegate.initStyleOption(option, model.index(0, VALUE))
    palette = option.palette
    assert palette.color(QPalette.ColorRole.HighlightedText).name() == LIGHT.code_number
    assert palette.color(QPalette.ColorRole.Text).name() == LIGHT.code_number
