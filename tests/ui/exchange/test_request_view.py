"""The exact body, live and editable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from appcues_console.activity.draft import Draft, Pair
from appcues_console.activity.jsontext import quoted
from appcues_console.activity.values import Value
from appcues_console.ui.actions import Actions
from appcues_console.ui.desk import Desk
from appcues_console.ui.exchange.request_view import JsonEditor, RequestView
from appcues_console.ui.session import Session
from appcues_console.ui.theme.theme import Mode, Theme
from appcues_console.ui.window import Window
from tests import effort
from tests.ui.keys import press, type_in
from tests.ui.sending_engine import LIVE, SendingEngine


@pytest.fixture
def view(window: Window, actions: Actions) -> RequestView:
    return window.request


@pytest.fixture
def editor(view: RequestView) -> JsonEditor:
    view.json.setFocus()
    return view.json


def paste(editor: JsonEditor, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    editor.setFocus()
    editor.selectAll()
    press("Ctrl+V")


def caret_after(editor: JsonEditor, text: str) -> None:
    """Put the caret behind the first `text`."""
    editor.go_to(editor.text().index(text) + len(text))


def around_caret(editor: JsonEditor, length: int = 6) -> str:
    at = editor.textCursor().position()
    return editor.text()[at - length : at + length]


def test_it_shows_the_body_and_follows_the_form(editor: JsonEditor, session: Session) -> None:
    assert editor.text() == session.body
    session.edit(replace(session.draft, profile=()), "profile")
    assert editor.text() == session.body
    assert "profile_update" not in editor.text()


def test_the_form_follows_each_letter(editor: JsonEditor, session: Session, window: Window) -> None:
    caret_after(editor, '"name": "clicked')
    type_in("!")
    assert session.draft.events[0].name == "clicked! widget"
    assert window.composer.editor.name.text() == "clicked! widget"


@pytest.mark.parametrize(
    "text",
    [
        '{"profile_update":\r\n\t{"k": "v"}}',
        '{"profile_update": {"k": "no\N{NO-BREAK SPACE}break"}}',
        '{"profile_update": {"k": "line\N{LINE SEPARATOR}separator"}}',
        '{"profile_update": {"k": "\U0001f600\U0001f1e9\U0001f1ea e\u0301"}}',
        '{"profile_update": {"k": "\N{RIGHT-TO-LEFT OVERRIDE}abc"}}',
        '{"profile_update": {"k": "\\ud800 \\u0000 \\u2029"}}',
        '{"profile_update": {"n": 12345678901234567890, "f": 1.0, "e": 1e3}}',
        '{"unknown": [1, {"a": []}], "profile_update": {"": ""}}',
    ],
)
def test_what_is_shown_after_a_send_is_byte_for_byte_what_went_out(
    text: str, editor: JsonEditor, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    paste(editor, text)
    assert session.text_problem is None
    if not session.can_send:  # an empty key; the rest is for the form to say
        session.edit_text(text.replace('""', '"k"', 1))
    press("Ctrl+Return")
    assert editor.text().encode() == engine.sends[0].activity.body
    assert session.body.encode() == engine.sends[0].activity.body


def test_pasted_text_stands_as_it_was_pasted_until_one_leaves(
    editor: JsonEditor, session: Session, window: Window
) -> None:
    text = '{"profile_update":   {"k":"no\N{NO-BREAK SPACE}break\U0001f600"}}'
    paste(editor, text)
    assert editor.text() == text
    assert session.draft.profile[0].value.text == "no\N{NO-BREAK SPACE}break\U0001f600"
    window.composer.request_id.setFocus()
    assert editor.text() == session.body != text


def test_text_that_does_not_parse_stays_and_is_marked(
    editor: JsonEditor, session: Session, window: Window
) -> None:
    before = session.draft
    paste(editor, '{"events": [,]}')
    window.composer.request_id.setFocus()
    assert editor.text() == '{"events": [,]}'
    assert session.draft == before
    assert [mark.cursor.selectedText() for mark in editor.extraSelections()] == [","]
    assert not session.can_send


def test_what_a_screen_reader_writes_is_the_draft(editor: JsonEditor, session: Session) -> None:
    interface = QAccessible.queryAccessibleInterface(editor).editableTextInterface()
    interface.replaceText(0, len(editor.text()), '{"profile_update": {"k": true}}')
    assert session.draft.profile[0].key == "k"
    assert session.draft.events == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda s: replace(s.draft, profile=(*s.draft.profile, Pair("new", Value(text="v")))),
        lambda s: replace(s.draft, profile=(Pair("\U0001f600" * 40, Value(text="v")),)),
        lambda s: replace(
            s.draft, events=(replace(s.draft.events[0], name="\U0001f600 much longer name"),)
        ),
    ],
    ids=["a row below", "emoji below", "a name above"],
)
def test_the_caret_keeps_its_place_when_the_form_changes(
    change: Callable[[Session], Draft], editor: JsonEditor, session: Session
) -> None:
    caret_after(editor, '"widget_color": "bl')
    before = around_caret(editor)
    session.edit(change(session), "elsewhere")
    assert editor.hasFocus()
    at = editor.textCursor().position()
    # Qt counts an emoji as two.
    text = editor.text().encode("utf-16-le")
    assert text[2 * (at - 6) : 2 * (at + 6)].decode("utf-16-le") == before


def test_the_caret_stays_where_one_types_over_undo_and_redo(
    editor: JsonEditor, session: Session
) -> None:
    caret_after(editor, '"widget_color": "bl')
    type_in("XY")
    press("Ctrl+Z")
    assert editor.text() == session.body
    assert session.draft.events[0].attributes[0].value.text == "blue"
    assert around_caret(editor, 3) == '"blue"'
    press("Ctrl+Shift+Z")
    assert session.draft.events[0].attributes[0].value.text == "blXYue"


def test_undo_of_the_text_itself_is_off(editor: JsonEditor) -> None:
    type_in("x")
    assert not editor.isUndoRedoEnabled()
    assert not editor.document().isUndoAvailable()


def test_tab_leaves_the_text(editor: JsonEditor) -> None:
    press("Tab")
    assert not editor.hasFocus()


def test_the_line_masks_the_account_and_encodes_the_user(
    view: RequestView, session: Session, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: desk.destination is not None)
    session.edit(replace(session.draft, user_id="a/b <b>?&"), "user ID")
    expected = "POST http://127.0.0.1:1/v1/accounts/••••/users/a%2Fb%20%3Cb%3E%3F%26/activity"
    assert view.line.text() == expected


def test_the_line_never_speaks_of_another_account(
    view: RequestView, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: desk.destination is not None)
    engine.held = []
    desk.choose_account(LIVE.key)
    assert view.line.text().startswith("POST http://127.0.0.1:1/live/v1/accounts/••••/")
    desk.choose_account("practice")
    assert view.line.text() == "POST to the practice server on this computer, which is starting"
    engine.release()
    qtbot.waitUntil(lambda: "http://127.0.0.1:1/v1" in view.line.text())


def test_the_button_copies_the_command(view: RequestView, desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.destination is not None)
    view.copy.click()
    assert QGuiApplication.clipboard().text().startswith("curl ")


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(max_size=5))
def test_any_body_is_shown_letter_by_letter(qapp: QApplication, text: str, other: str) -> None:
    editor = JsonEditor(Theme(Mode.LIGHT))
    for shown in (f'{{\n  "k": {quoted(text)}\n}}', f"{quoted(text + other)}", ""):
        editor.become(shown)
        assert editor.text() == shown


def huge_value(characters: int) -> Pair:
    return Pair("biography", Value(text="x" * characters))


def test_a_huge_value_is_shown_cut_and_sent_whole(
    view: RequestView, editor: JsonEditor, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    assert view.note.isHidden()
    with effort.at_most(100):
        session.edit(replace(session.draft, profile=(huge_value(10_000_000),)), "profile")
        qtbot.wait(0)
        assert len(editor.text()) < 5_000
        type_in("{")
    assert editor.isReadOnly()
    assert "…" in editor.text()
    assert f"{len(session.body):,} characters" in view.note.text()
    assert not view.note.isHidden()
    assert editor.accessibleDescription() == view.note.text()
    press("Ctrl+Return")
    assert b'"biography": "' + b"x" * 10_000_000 + b'"' in engine.sends[0].activity.body
    press("Ctrl+Z")
    assert (editor.isReadOnly(), view.note.isHidden()) == (False, True)
    assert editor.text() == session.body
    assert editor.accessibleDescription() == ""


def test_the_forms_go_on_beside_a_huge_text(
    editor: JsonEditor, session: Session, window: Window
) -> None:
    session.edit(replace(session.draft, profile=(huge_value(1_000_000),)), "profile")
    window.composer.editor.name.setFocus()
    with effort.at_most(200):
        type_in("abcdefghij")
    assert session.draft.events[0].name == "clicked widgetabcdefghij"
    assert "clicked widgetabcdefghij" in editor.text()


def test_a_huge_paste_into_the_text_is_read_whole(
    view: RequestView, editor: JsonEditor, session: Session
) -> None:
    value = "x" * 1_000_000
    with effort.at_most(200):
        paste(editor, f'{{"profile_update":\r\n{{"k": "{value}"}}}}')
    assert session.draft.profile == (Pair("k", Value(text=value)),)
    assert f'"k": "{value}"' in session.body
    assert editor.isReadOnly()
    press("Ctrl+Z")
    assert editor.text() == session.body
    assert "widget_color" in editor.text()


def test_a_long_paste_goes_to_where_the_caret_is(editor: JsonEditor, session: Session) -> None:
    session.edit(replace(session.draft, profile=(Pair("\U0001f600", Value(text="v")),)), "profile")
    caret_after(editor, '"\U0001f600": "')
    lines = ",\n".join(f'"{number}": "value"' for number in range(2_000))
    QGuiApplication.clipboard().setText(f'",\n{lines},\n"last": "')
    press("Ctrl+V")
    assert not editor.isReadOnly()
    assert session.text_problem is None
    assert [pair.key for pair in session.draft.profile[:2]] == ["\U0001f600", "0"]
    assert session.draft.profile[-1] == Pair("last", Value(text="v"))
    assert editor.text() == session.body


def test_a_huge_paste_that_is_no_json_says_so_and_can_be_taken_back(
    view: RequestView, editor: JsonEditor, session: Session
) -> None:
    before = session.draft
    paste(editor, "x" * 1_000_000)
    assert session.problems[-1].code == "json-text"
    assert session.draft == before
    assert editor.extraSelections() == []
    shown = editor.text()
    press("Ctrl+1")
    assert editor.text() == shown
    session.undo()
    assert session.problems == ()
    assert editor.text() == session.body


def test_other_colours_are_no_edit(
    editor: JsonEditor, session: Session, window: Window, qtbot: QtBot
) -> None:
    caret_after(editor, '"name": "clicked')
    type_in("!")
    with qtbot.assertNotEmitted(session.body_changed):
        window.theme.toggle()


def test_typing_in_a_long_body_is_not_slower_at_its_end(
    editor: JsonEditor, session: Session
) -> None:
    pairs = tuple(Pair(f"key {number}", Value(text="value")) for number in range(2_000))
    session.load(replace(session.draft, profile=pairs), "load")
    caret_after(editor, '"key 1999": "value')
    QTest.keyClicks(editor, "s")
    assert session.draft.profile[-1].value.text == "values"
