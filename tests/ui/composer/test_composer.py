"""The forms by the keyboard alone, each keystroke seen in the draft."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.activity import times
from appcues_console.activity.draft import Draft, Event, Pair, RequestIdMode
from appcues_console.activity.problems import Severity
from appcues_console.activity.values import Kind, Value
from appcues_console.ui.composer.composer import Composer
from appcues_console.ui.composer.pairs_model import SEVERITY_ROLE
from appcues_console.ui.controls.field_note import FieldNote
from appcues_console.ui.session import Session
from appcues_console.ui.theme.theme import Theme


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    return Session()


@pytest.fixture
def composer(session: Session, qtbot: QtBot) -> Composer:
    made = Composer(session, Theme())
    qtbot.addWidget(made)
    made.resize(560, 800)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
NAMED = {
    "Tab": (Qt.Key.Key_Tab, PLAIN),
    "Shift+Tab": (Qt.Key.Key_Tab, SHIFT),
    "Return": (Qt.Key.Key_Return, PLAIN),
    "Delete": (Qt.Key.Key_Delete, PLAIN),
    "Backspace": (Qt.Key.Key_Backspace, PLAIN),
    "Down": (Qt.Key.Key_Down, PLAIN),
}


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(*keys: str) -> None:
    """Type into whatever has the focus: text, or a key by the name Qt gives it."""
    for key in keys:
        if key in NAMED:
            QTest.keyClick(focused(), *NAMED[key])
        else:
            QTest.keyClicks(focused(), key)


def text(value: str) -> Value:
    return Value(Kind.TEXT, value)


def test_a_profile_field_is_typed_by_keys_alone(composer: Composer, session: Session) -> None:
    composer.profile.add()
    press("plan", "Tab", "Tab", "42")
    assert session.draft.profile == (
        Pair("team", text("Product")),
        Pair("plan", Value(Kind.NUMBER, "42")),
    )


def test_enter_makes_a_row_below_and_goes_there(composer: Composer, session: Session) -> None:
    composer.profile.add()
    press("a", "Tab", "Tab", "1", "Return", "b")
    assert [pair.key for pair in session.draft.profile] == ["team", "a", "b"]


def test_enter_in_a_blank_row_makes_no_other(composer: Composer, session: Session) -> None:
    composer.profile.add()
    press("Return", "Return")
    assert len(session.draft.profile) == 2


def test_delete_takes_a_blank_row_away(composer: Composer, session: Session) -> None:
    composer.profile.add()
    press("Backspace")
    assert session.draft.profile == (Pair("team", text("Product")),)


def test_tab_from_the_last_cell_goes_on_to_the_next_field(
    composer: Composer, session: Session
) -> None:
    composer.profile.edit_cell(0, 2)
    press("Tab")
    assert focused() is composer.request_id


def test_shift_tab_comes_back_into_the_last_cell(composer: Composer, session: Session) -> None:
    composer.request_id.setFocus()
    press("Shift+Tab")
    field = focused()
    assert isinstance(field, QLineEdit)
    assert field.text() == "Product"


def test_arrows_move_between_rows(composer: Composer, session: Session) -> None:
    composer.attributes.edit_cell(0, 2)
    press("Down")
    field = focused()
    assert isinstance(field, QLineEdit)
    assert field.text() == "a"


def test_a_forced_type_stays_while_one_types(composer: Composer, session: Session) -> None:
    composer.profile.add()
    press("zip", "Tab")
    QTest.keyClicks(focused(), "n")
    press("Shift+Tab", "Tab", "Tab", "7")
    assert session.draft.profile[1].value.kind is Kind.NUMBER


def test_the_caret_stays_where_one_types(composer: Composer, session: Session) -> None:
    composer.profile.edit_cell(0, 2)
    field = focused()
    assert isinstance(field, QLineEdit)
    field.setCursorPosition(0)
    press("ab")
    assert field.text() == "abProduct"
    assert field.cursorPosition() == 2
    assert session.draft.profile[0].value.text == "abProduct"


def test_an_event_is_added_below_the_selected_one(composer: Composer, session: Session) -> None:
    composer.add_event()
    press("signed up")
    assert [event.name for event in session.draft.events] == ["clicked widget", "signed up"]
    assert composer.events.currentIndex().data() == "signed up"


def test_the_editor_shows_the_event_that_is_selected(composer: Composer, session: Session) -> None:
    composer.add_event()
    press("signed up")
    composer.events.setCurrentIndex(composer.events.model().index(0, 0))
    assert composer.editor.name.text() == "clicked widget"
    assert composer.attributes.model().rowCount() == 2


def test_a_duplicate_has_everything_of_the_event(composer: Composer, session: Session) -> None:
    composer.duplicate_event()
    first, second = session.draft.events
    assert first == second


def test_without_events_a_sentence_says_what_they_are(composer: Composer, session: Session) -> None:
    composer.remove_event()
    assert session.draft.events == ()
    assert not composer.editor.isVisible()
    composer.add_event()
    assert composer.editor.isVisible()


def test_an_offset_is_typed_as_words_and_keeps_its_form(
    composer: Composer, session: Session
) -> None:
    composer.editor.time.setFocus()
    line = composer.editor.time.lineEdit()
    assert line is not None
    line.selectAll()
    press("3 days before send")
    assert session.draft.events[0].time.text == "3 days before send"
    assert session.draft.events[0].time.written.value == "ISO 8601"


def test_what_the_time_comes_to_is_said_below_it_and_follows_the_typing(
    composer: Composer, session: Session
) -> None:
    line = composer.editor.time.lineEdit()
    assert line is not None
    resolved = composer.editor._resolved
    assert resolved.text() == times.resolved("at send", session.moment.now) != ""
    line.setFocus()
    line.selectAll()
    press("1763985600")
    assert "24 Nov 2025" in resolved.text()
    assert resolved.text().endswith(", read as seconds")
    press("000")
    assert resolved.text().endswith(", read as milliseconds")
    line.selectAll()
    press("soon")
    assert not resolved.isVisible()


def test_an_error_is_said_at_the_field(composer: Composer, session: Session) -> None:
    composer.editor.name.setFocus()
    composer.editor.name.selectAll()
    press("Delete")
    assert composer.editor.name.property("invalid")
    assert composer.editor.name.accessibleDescription() == "Every event needs a name."
    press("x")
    assert not composer.editor.name.property("invalid")


def test_a_duplicate_key_is_marked_in_its_cell(composer: Composer, session: Session) -> None:
    composer.profile.add()
    press("team")
    assert "key-duplicate" in [problem.code for problem in session.problems]
    assert composer.profile.model().index(1, 0).data(SEVERITY_ROLE) == Severity.ERROR


def test_a_problem_leads_to_its_field(composer: Composer, session: Session) -> None:
    session.load(
        Draft(
            "user-1",
            events=(Event("one"), Event("two", attributes=(Pair("", text("x")),))),
        ),
        "load",
    )
    path = next(p.path for p in session.problems if p.code == "key-empty")
    composer.focus_path(path)
    press("now")
    assert session.draft.events[1].attributes[0].key == "now"


def test_an_emptied_request_id_is_made_for_each_send(composer: Composer, session: Session) -> None:
    composer.request_id.setFocus()
    press("r", "1")
    assert (session.draft.request_id, session.draft.request_id_mode) == ("r1", RequestIdMode.GIVEN)
    press("Backspace", "Backspace")
    assert session.draft.request_id_mode is RequestIdMode.MADE


def test_undo_is_shown_in_the_forms(composer: Composer, session: Session) -> None:
    composer.editor.name.setFocus()
    press("!")
    assert composer.editor.name.text() == "clicked widget!"
    session.undo()
    assert composer.editor.name.text() == "clicked widget"


def test_two_hundred_events_are_shown_by_the_one_selected(
    composer: Composer, session: Session
) -> None:
    pairs = tuple(Pair(f"key {n}", text("v")) for n in range(20))
    events = tuple(Event(f"event {n}", attributes=pairs) for n in range(200))
    session.load(replace(session.draft, events=events), "load")
    composer.events.setCurrentIndex(composer.events.model().index(150, 0))
    assert composer.editor.name.text() == "event 150"
    assert composer.events.model().rowCount() == 200
    assert composer.attributes.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_an_undo_that_takes_the_selected_event_away_selects_one_that_is_left(
    composer: Composer, session: Session
) -> None:
    before = session.draft
    many = tuple(Event(f"event {number}") for number in range(300))
    session.load(replace(before, events=many), "paste")
    composer.events.setCurrentIndex(composer.events.model().index(250, 0))
    assert composer.editor.name.text() == "event 250"

    session.undo()

    assert session.draft == before
    assert composer.events.currentIndex().row() == 0
    assert composer.editor.name.text() == before.events[0].name


def test_where_the_selected_event_goes_the_one_that_takes_its_place_is_selected(
    composer: Composer, session: Session
) -> None:
    events = tuple(Event(name) for name in "abcde")
    session.load(replace(session.draft, events=events), "paste")
    composer.events.setCurrentIndex(composer.events.model().index(2, 0))

    session.load(replace(session.draft, events=events[:2] + events[3:]), "JSON text")

    assert composer.events.currentIndex().row() == 2
    assert composer.editor.name.text() == "d"


def test_an_attribute_can_be_removed_where_there_is_one(
    composer: Composer, session: Session
) -> None:
    buttons = {b.accessibleName(): b for b in composer.findChildren(QToolButton)}
    remove = buttons["Remove attribute"]
    assert remove.isEnabled()
    session.load(replace(session.draft, events=(Event("bare"),)), "load")
    assert not remove.isEnabled()
    composer.add_attribute()
    assert remove.isEnabled()


def notes(composer: Composer) -> list[tuple[str, bool]]:
    """Return what stands below fields: the text, and whether it is an error."""
    return [
        (note.text(), note.property("role") == "note-bad")
        for note in composer.findChildren(FieldNote)
        if not note.isHidden()
    ]


def test_what_is_wrong_in_a_table_is_said_below_it_an_error_before_a_warning(
    composer: Composer, session: Session
) -> None:
    assert notes(composer) == []
    composer.profile.add()
    press("_hostname")
    assert [bad for _, bad in notes(composer)] == [False]

    press("Return", "team")

    ((said, bad),) = notes(composer)
    assert bad
    assert said == next(p.message for p in session.problems if p.severity is Severity.ERROR)
    assert composer.profile.accessibleDescription() == said
    session.undo()
    session.undo()
    session.undo()
    assert notes(composer) == []


def test_a_note_below_a_table_takes_one_line_whatever_it_says(
    composer: Composer, session: Session
) -> None:
    many = tuple(Pair("long key " * 40, text("1")) for _ in range(2))
    session.load(replace(session.draft, profile=many), "load")
    (note,) = (n for n in composer.findChildren(FieldNote) if not n.isHidden())
    assert note.height() < 2 * note.fontMetrics().lineSpacing()


def test_another_draft_may_have_fewer_events_than_the_selected_one(
    composer: Composer, session: Session
) -> None:
    three = replace(session.draft, events=tuple(Event(name) for name in ("a", "b", "c")))
    for fewer in (three.events[:2], (Event("x"),), ()):
        session.load(three, "load")
        composer.events.setCurrentIndex(composer.events.model().index(2, 0))
        assert composer.editor.name.text() == "c"
        session.load(replace(three, events=fewer), "load")
        assert composer.editor.name.text() == (fewer[-1].name if fewer else "")
        assert composer.events.currentIndex().row() == len(fewer) - 1


def test_a_huge_value_can_be_replaced_in_its_cell(composer: Composer, session: Session) -> None:
    session.load(replace(session.draft, profile=(Pair("k", text("x" * 1_000_000)),)), "load")
    composer.profile.edit_cell(0, 2)
    press("abc")
    assert len(session.draft.profile[0].value.text) == 1_000_000
    press("Backspace", "abc")
    assert session.draft.profile == (Pair("k", text("abc")),)
