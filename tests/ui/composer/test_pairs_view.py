"""The table of pairs, inside the form whose session grants its wishes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from appcues_console.activity.choices import TypeChoice
from appcues_console.activity.draft import Draft, Pair
from appcues_console.activity.values import Kind, Value
from appcues_console.ui.actions import TYPE_KEYS, TYPES, Actions
from appcues_console.ui.composer.composer import Composer
from appcues_console.ui.composer.pairs_model import KEY, TYPE, VALUE
from appcues_console.ui.composer.pairs_view import MOST_ROWS_SHOWN, PairsView
from appcues_console.ui.session import Session
from appcues_console.ui.window import Window
from tests.ui.keys import focused, press, type_in


@pytest.fixture
def composer(window: Window, actions: Actions) -> Composer:
    return window.composer


@pytest.fixture
def profile(composer: Composer) -> PairsView:
    return composer.profile


def keys(session: Session) -> list[str]:
    return [pair.key for pair in session.draft.profile]


def set_profile(session: Session, *pairs: Pair) -> None:
    session.load(replace(session.draft, profile=pairs), "load")


def test_a_row_is_typed_changed_and_taken_back(
    composer: Composer, profile: PairsView, session: Session
) -> None:
    press("Ctrl+P")
    type_in("plan")
    press("Tab", "Tab")
    type_in("gold")
    press("Return")
    type_in("seats")
    press("Tab", "Tab")
    type_in("12")
    assert session.draft.profile[1:] == (
        Pair("plan", Value(text="gold")),
        Pair("seats", Value(Kind.NUMBER, "12")),
    )
    while session.undo_label is not None:
        press("Ctrl+Z")
    assert keys(session) == ["team"]
    assert session.redo_label is not None


def test_remove_takes_the_row_with_the_cursor(profile: PairsView, session: Session) -> None:
    set_profile(session, *(Pair(key, Value(text="v")) for key in "abc"))
    profile.edit_cell(1, VALUE)
    profile.remove_current()
    assert keys(session) == ["a", "c"]
    profile.remove_current()
    profile.remove_current()
    profile.remove_current()
    assert keys(session) == []
    assert profile.isHidden()


def test_a_copy_stands_below_and_has_the_cursor(profile: PairsView, session: Session) -> None:
    profile.edit_cell(0, VALUE)
    press("Ctrl+D")
    assert keys(session) == ["team", "team"]
    type_in("2")
    assert keys(session) == ["team", "2"]


def test_what_a_screen_reader_writes_into_a_cell_is_the_draft(
    profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, VALUE)
    interface = QAccessible.queryAccessibleInterface(focused())
    interface.setText(QAccessible.Text.Value, "Support")
    assert session.draft.profile[0].value.text == "Support"


def test_a_screen_reader_finds_cells_by_row_and_column(profile: PairsView) -> None:
    table = QAccessible.queryAccessibleInterface(profile)
    assert table.role() is QAccessible.Role.Table
    said = {}
    for number in range(table.childCount()):
        cell = table.child(number)
        if cell.role() is QAccessible.Role.Cell:
            place = cell.tableCellInterface()
            said[place.rowIndex(), place.columnIndex()] = cell.text(QAccessible.Text.Name)
    assert said == {(0, 0): "team", (0, 1): "text", (0, 2): "Product"}


def test_undo_while_a_cell_is_edited_is_shown_in_its_editor(
    profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, VALUE)
    type_in("x")
    press("Ctrl+Z")
    field = focused()
    assert isinstance(field, QLineEdit)
    assert field.text() == "Product"


def test_undo_that_takes_the_edited_row_away_leaves_a_sound_table(
    profile: PairsView, session: Session
) -> None:
    press("Ctrl+P")
    press("Ctrl+Z")
    assert keys(session) == ["team"]
    press("Ctrl+P")
    type_in("again")
    assert keys(session) == ["team", "again"]


def test_another_draft_under_an_open_editor_is_what_is_edited_then(
    profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, VALUE)
    session.load(Draft("user-1", profile=(Pair("other", Value(text="o")),)), "load")
    field = focused()
    assert isinstance(field, QLineEdit)
    assert field.text() == "o"
    QTest.keyClicks(field, "k")
    assert session.draft.profile == (Pair("other", Value(text="ok")),)


def test_a_draft_without_the_edited_rows_closes_the_editor(
    profile: PairsView, session: Session, qtbot: QtBot
) -> None:
    set_profile(session, *(Pair(key, Value(text="v")) for key in "abc"))
    profile.edit_cell(2, KEY)
    session.load(Draft("user-1", profile=(Pair("other", Value(text="o")),)), "load")
    assert session.draft.profile == (Pair("other", Value(text="o")),)
    assert profile.model().rowCount() == 1


def test_the_form_follows_the_json_while_a_cell_is_open(
    window: Window, profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, VALUE)
    field = focused()
    assert isinstance(field, QLineEdit)
    session.edit_text(session.body.replace("Product", "Support"))
    assert field.text() == "Support"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 40_000,
        "a\r\nb\tc",
        "no\N{NO-BREAK SPACE}break",
        "line\N{LINE SEPARATOR}separator",
        "\U0001f600",
        "<b>x</b><img src=file:///etc/passwd>",
    ],
)
def test_editing_a_value_keeps_the_rest_of_it(
    text: str, profile: PairsView, session: Session
) -> None:
    set_profile(session, Pair("k", Value(text=text)))
    profile.edit_cell(0, VALUE)
    field = focused()
    assert isinstance(field, QLineEdit)
    field.end(False)
    QTest.keyClicks(field, "!")
    assert session.draft.profile[0].value.text == text + "!"


def test_a_value_that_no_field_can_show_is_not_lost_by_looking_at_it(
    profile: PairsView, session: Session
) -> None:
    # Half of a character pair, which JSON can spell and Qt cannot hold.
    session.edit_text('{"profile_update": {"k": "a\\ud800"}}')
    profile.edit_cell(0, VALUE)
    press("Tab")
    assert session.draft.profile[0].value.text == "a\ud800"


def test_the_type_is_forced_by_the_first_letter_and_shown(
    profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, TYPE)
    type_in("d")
    assert session.draft.profile[0].value == Value(Kind.DATE, "Product", forced=True)


FORCING = [f"{TYPE_KEYS}+{number}" for number in range(1, len(TYPES) + 1)]


@pytest.mark.parametrize("column", [KEY, TYPE, VALUE])
def test_a_key_forces_the_type_from_any_cell_and_what_was_typed_survives(
    column: int, profile: PairsView, session: Session
) -> None:
    set_profile(session, Pair("seats", Value(Kind.NUMBER, "42")))
    profile.edit_cell(0, column)
    editor = focused()
    seen = []
    for keys in (*FORCING, FORCING[0]):
        press(keys)
        assert focused() is editor
        seen.append((profile.model().index(0, TYPE).data(), session.draft.profile[0].value.text))
    assert seen == [
        ("text", "42"),
        ("number", "42"),
        ("true/false", "false"),
        ("date", "1970-01-01T00:00:42.000Z"),
        ("null", "null"),
        ("JSON", "42"),
        ("date · Unix", "42"),
        ("text", "42"),
    ]


def test_the_open_editor_shows_what_a_type_makes_of_the_value(
    profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, VALUE)
    field = focused()
    assert isinstance(field, QLineEdit)
    press(FORCING[4])
    assert field.text() == "null"
    press("Tab")
    assert session.draft.profile[0].value == Value(Kind.NULL, "null", original="Product")
    profile.edit_cell(0, TYPE)
    press(FORCING[0])
    assert session.draft.profile[0].value == Value(text="Product")


def test_a_forced_type_is_one_step_apart_from_the_typing(
    profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, VALUE)
    type_in("x")
    typed = session.draft.profile[0].value
    press(FORCING[2])
    assert session.draft.profile[0].value.kind is Kind.BOOLEAN
    type_in("y")
    press("Ctrl+Z", "Ctrl+Z")
    assert session.draft.profile[0].value == typed
    press("Ctrl+Z")
    assert session.draft.profile[0].value.text == "Product"


def test_the_palette_forces_the_type_of_the_row_that_had_the_cursor(
    profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, VALUE)
    press("Ctrl+K")
    type_in("type: null")
    press("Return")
    assert session.draft.profile[0].value.kind is Kind.NULL
    assert focused() is profile


def test_the_palette_copies_the_row_that_had_the_cursor(
    profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, VALUE)
    press("Ctrl+K")
    type_in("duplicate")
    press("Return")
    assert keys(session) == ["team", "team"]


def test_outside_a_row_no_type_is_forced(
    window: Window, actions: Actions, profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, VALUE)
    offered = {command.name: command.enabled for command in actions.commands()}
    assert offered["Type: true/false"]
    window.composer.editor.name.setFocus()
    before = session.draft
    press(*FORCING)
    assert session.draft == before
    offered = {command.name: command.enabled for command in actions.commands()}
    assert not offered["Type: true/false"]


def test_a_date_is_written_as_unix_time_by_choice_and_back(
    profile: PairsView, session: Session
) -> None:
    set_profile(session, Pair("since", Value(Kind.DATE, "2025-01-31")))
    profile.edit_cell(0, TYPE)
    combo = focused()
    assert isinstance(combo, QComboBox)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == "date · Unix"
    assert '"since": 1738281600' in session.body
    QTest.keyClick(combo, Qt.Key.Key_Up)
    assert '"since": "2025-01-31"' in session.body


def test_alt_and_the_number_pad_are_the_fields_to_spell_a_character(
    profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, VALUE)
    window = QApplication.focusWindow()
    assert window is not None
    keypad = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier
    QTest.keyClick(window, Qt.Key.Key_5, keypad)
    assert session.draft.profile[0].value == Value(Kind.NUMBER, "5")


def test_it_is_as_high_as_its_rows_up_to_some(profile: PairsView, session: Session) -> None:
    heights = []
    for count in (1, 2, MOST_ROWS_SHOWN, 100):
        set_profile(session, *(Pair(f"k{number}", Value(text="v")) for number in range(count)))
        heights.append(profile.sizeHint().height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_delete_in_a_cell_that_is_not_edited_empties_it_and_then_the_row(
    profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, KEY)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    profile.setFocus()
    QTest.keyClick(profile, Qt.Key.Key_Delete)
    assert session.draft.profile[0] == Pair("", Value(text="Product"))
    profile.setCurrentIndex(profile.model().index(0, TYPE))
    assert session.draft.profile[0].value.kind is Kind.TEXT


def test_shift_enter_in_a_cell_makes_no_row_and_sends_nothing(
    profile: PairsView, session: Session
) -> None:
    profile.edit_cell(0, VALUE)
    press("Shift+Return")
    assert keys(session) == ["team"]


def test_a_table_that_was_left_marks_no_cell_and_keeps_its_row(
    composer: Composer, profile: PairsView, session: Session
) -> None:
    set_profile(session, *(Pair(key, Value(text="v")) for key in "abc"))
    profile.edit_cell(1, VALUE)
    assert [index.row() for index in profile.selectedIndexes()] == [1]

    composer.request_id.setFocus()
    assert profile.selectedIndexes() == []
    profile.setFocus()
    composer.request_id.setFocus()
    assert profile.selectedIndexes() == []

    profile.remove_current()
    assert keys(session) == ["a", "c"]


def test_in_a_narrow_table_keys_and_values_are_wider_than_types(
    profile: PairsView, window: Window, qtbot: QtBot
) -> None:
    window.resize(1_920, 1_000)
    header = profile.horizontalHeader()
    qtbot.waitUntil(lambda: header.sectionSize(TYPE) == 116)
    window.resize(960, 600)
    qtbot.waitUntil(lambda: header.sectionSize(TYPE) < 116)
    assert header.sectionSize(KEY) > header.sectionSize(TYPE) >= 84
    metrics = QFontMetrics(window.theme.font_small())
    widest = max(metrics.horizontalAdvance(choice.value) for choice in TypeChoice)
    assert widest + 16 <= header.sectionSize(TYPE)
