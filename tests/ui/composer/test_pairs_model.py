"""Rows of key, type and value: edits go out as wishes, answers come in as small changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Pair
from appcues_console.activity.problems import Severity, error, warning
from appcues_console.activity.values import Kind, Value
from appcues_console.ui.composer.pairs_model import (
    KEY,
    KIND_ROLE,
    SEVERITY_ROLE,
    TYPE,
    VALUE,
    PairsModel,
    cell_problems,
)

Wish = tuple[tuple[Pair, ...], object]


def pair(key: str, text: str = "v") -> Pair:
    return Pair(key, Value(text=text))


AB = (pair("a"), pair("b"))


@pytest.fixture
def model(qtbot: QtBot) -> PairsModel:
    made = PairsModel()
    made.show(AB)
    return made


@pytest.fixture
def wishes(model: PairsModel) -> list[Wish]:
    heard: list[Wish] = []
    model.edited.connect(lambda pairs, field: heard.append((pairs, field)))
    return heard


def cells(model: QAbstractItemModel) -> list[tuple[str, ...]]:
    return [
        tuple(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_a_row_shows_key_kind_and_text(model: PairsModel) -> None:
    model.show(
        (
            Pair("n", Value(Kind.NUMBER, "1.0")),
            Pair("<b>x</b>", Value(Kind.NULL, "null")),
            Pair("d", Value(Kind.DATE, "1735689600")),
        )
    )
    assert cells(model) == [
        ("n", "number", "1.0"),
        ("<b>x</b>", "null", "null"),
        ("d", "date · Unix", "1735689600"),
    ]
    assert model.index(0, VALUE).data(KIND_ROLE) == Kind.NUMBER


def test_the_headings_say_what_stands_below(model: PairsModel) -> None:
    horizontal = Qt.Orientation.Horizontal
    assert [model.headerData(n, horizontal) for n in range(3)] == ["key", "type", "value"]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        (KEY, "c", pair("c")),
        (VALUE, "12345678901234567890", Pair("b", Value(Kind.NUMBER, "12345678901234567890"))),
        (VALUE, "true", Pair("b", Value(Kind.BOOLEAN, "true"))),
        (TYPE, "null", Pair("b", Value(Kind.NULL, "null", original="v"))),
        (TYPE, "date", Pair("b", Value(Kind.DATE, "v", forced=True))),
    ],
)
def test_an_edit_is_a_wish_that_names_its_cell(
    column: int, value: str, expected: Pair, model: PairsModel, wishes: list[Wish]
) -> None:
    assert model.setData(model.index(1, column), value)
    assert wishes == [((pair("a"), expected), (1, ("key", "type", "value")[column]))]
    assert model.pairs == AB


def test_an_edit_that_changes_nothing_is_no_wish(model: PairsModel, wishes: list[Wish]) -> None:
    assert model.setData(model.index(0, KEY), "a")
    assert not model.setData(model.index(5, KEY), "a")
    assert wishes == []


def test_rows_are_wished_in_and_away(model: PairsModel, wishes: list[Wish]) -> None:
    assert model.add_row() == 2
    assert model.add_row(1) == 1
    model.remove_row(0)
    model.duplicate_row(1)
    model.remove_row(9)
    model.duplicate_row(-1)
    assert [pairs for pairs, _ in wishes] == [
        (*AB, Pair()),
        (AB[0], Pair(), AB[1]),
        (AB[1],),
        (*AB, AB[1]),
    ]
    assert all(field is None for _, field in wishes)


def test_a_row_put_in_before_leaves_the_others_what_they_were(model: PairsModel) -> None:
    b = QPersistentModelIndex(model.index(1, KEY))
    model.show((pair("new"), *AB))
    assert (b.row(), b.data()) == (2, "b")
    model.show(AB[1:])
    assert (b.row(), b.data()) == (0, "b")


def test_problems_mark_their_cells(model: PairsModel) -> None:
    base = ("profile",)
    found = cell_problems(
        (
            warning("w", ("profile", 0, "key"), "Doubtful."),
            error("e", ("profile", 0, "key"), "Wrong."),
            error("elsewhere", ("events", 0, "attributes", 1, "value"), "Not here."),
            error("whole", ("body",), "Not here either."),
        ),
        base,
    )
    model.show_problems(found)
    index = model.index(0, KEY)
    assert list(found) == [(0, KEY)]
    assert index.data(SEVERITY_ROLE) == Severity.ERROR
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "Wrong."
    assert model.index(1, VALUE).data(SEVERITY_ROLE) is None


def test_a_change_of_problems_is_told_once(model: PairsModel, qtbot: QtBot) -> None:
    found = {(0, 0): error("e", ("profile", 0, "key"), "Wrong.")}
    with qtbot.waitSignal(model.dataChanged):
        model.show_problems(found)
    with qtbot.assertNotEmitted(model.dataChanged):
        model.show_problems(dict(found))


def test_the_model_keeps_qts_rules(model: PairsModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for pairs in ((), AB, AB * 3, AB[::-1], (AB[0],), (AB[0], replace(AB[0], key="z"))):
        model.show(pairs)
        assert model.pairs == pairs


rows = st.lists(st.builds(pair, st.sampled_from("abc"), st.sampled_from("xy")), max_size=6)


@given(rows, rows)
def test_whatever_follows_is_shown_as_it_is(before: list[Pair], after: list[Pair]) -> None:
    model = PairsModel()
    shown = [pair("?")] * 0
    model.rowsInserted.connect(
        lambda _, first, last: shown.extend([pair("?")] * (last - first + 1))
    )
    model.rowsRemoved.connect(lambda _, first, last: shown.__delitem__(slice(first, last + 1)))
    model.show(tuple(before))
    model.show(tuple(after))
    assert cells(model) == [(each.key, "text", each.value.text) for each in after]
    assert len(shown) == len(after)


def test_a_huge_value_is_shown_by_its_beginning_and_edited_whole(model: PairsModel) -> None:
    text = "x" * 1_000_000
    model.show((pair("k", text),))
    assert model.index(0, VALUE).data().endswith("… (1,000,000 characters)")
    assert len(model.index(0, VALUE).data()) < 100
    assert model.index(0, VALUE).data(Qt.ItemDataRole.EditRole) == text
