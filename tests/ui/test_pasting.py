"""A paste is text, a draft or rows by what it is and where it goes; a command is never text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from appcues_console.activity.composition import Composition
from appcues_console.activity.draft import Draft, Pair, example
from appcues_console.activity.record import dump
from appcues_console.activity.values import Value
from appcues_console.ui.accounts.dialog import AccountsDialog
from appcues_console.ui.actions import Actions
from appcues_console.ui.desk import Desk
from appcues_console.ui.pasting import LONGEST_TRIED, Becomes, Field, becomes
from appcues_console.ui.session import Session
from appcues_console.ui.window import STRANGER, Window
from tests.ui.fake_engine import FakeEngine
from tests.ui.keys import focused, press, type_in
from tests.ui.sending_engine import LIVE, SendingEngine

MARKED = "918273645"
URL = f"https://api.eu.appcues.com/v1/accounts/{MARKED}/users/u-7/activity"
DATA = '{"profile_update": {"tier": 1.0}}'
CURL = f"curl -X POST {URL} \\\n  -H 'Authorization: Bearer marked-bearer' \\\n  -d '{DATA}'"
TABLE = "plan\tgold\r\nseats\t5\r\n"
FRAGMENT = '"profile_update": {\n  "tier": "gold",\n},'
BODY = '{"profile_update": {"tier": "gold"}}'

LINE, KEY = Field.LINE, Field.KEY
KEPT, REPLACED, BROKEN = Field.JSON_KEPT, Field.JSON_REPLACED, Field.JSON_BROKEN


@pytest.mark.parametrize(
    ("pasted", "field", "whole", "outcome"),
    [
        ("gold", LINE, "", Becomes.TEXT),
        ("two\nlines", LINE, "", Becomes.TEXT),
        (TABLE, LINE, "", Becomes.TEXT),
        ("curl of the hair", LINE, "", Becomes.TEXT),
        ("https://example.com/a?b=c", LINE, "", Becomes.TEXT),
        (CURL, LINE, "", Becomes.DRAFT),
        (f"$ {CURL}", LINE, "", Becomes.DRAFT),
        (f"```sh\n{CURL}\n```", LINE, "", Becomes.DRAFT),
        ("curl.exe -d x api.example", LINE, "", Becomes.DRAFT),
        (URL, LINE, "", Becomes.DRAFT),
        (f"# made today\nfetch('{URL}')", LINE, "", Becomes.DRAFT),
        (json.dumps({"events": []}, indent=2), LINE, "", Becomes.FRAGMENT),
        (FRAGMENT, LINE, "", Becomes.FRAGMENT),
        (FRAGMENT, KEY, "", Becomes.TEXT),
        (json.dumps({"a": [1]}, indent=2), Field.VALUE, "", Becomes.TEXT),
        (CURL, Field.VALUE, "", Becomes.DRAFT),
        (BODY, LINE, "", Becomes.TEXT),
        (TABLE, KEY, "", Becomes.ROWS),
        (TABLE * 2_000, KEY, "", Becomes.ROWS),
        ("plan,gold\nseats,5", KEY, "", Becomes.ROWS),
        ("plan\tgold", KEY, "", Becomes.TEXT),
        ("a\tb\tc\nd\te\tf\ng\th\ti", KEY, "", Becomes.TEXT),
        ("plan", KEY, "", Becomes.TEXT),
        (CURL, KEY, "", Becomes.DRAFT),
        (BODY, REPLACED, BODY, Becomes.TEXT),
        ("blue", KEPT, BODY, Becomes.TEXT),
        (FRAGMENT, REPLACED, FRAGMENT, Becomes.UNDERSTOOD),
        ('{"name": "x", "timestamp": 1}', REPLACED, '{"name": "x", "timestamp": 1}', "understood"),
        ('{"a": 1}', REPLACED, '{"a": 1}', Becomes.UNDERSTOOD),
        ("{}", REPLACED, "{}", Becomes.TEXT),
        ("{oops", REPLACED, "{oops", Becomes.UNDERSTOOD),
        (FRAGMENT, KEPT, FRAGMENT + BODY, Becomes.FRAGMENT),
        (FRAGMENT, BROKEN, FRAGMENT + BODY, Becomes.TEXT),
        (CURL, REPLACED, CURL, Becomes.DRAFT),
        (CURL, KEPT, CURL + BODY, Becomes.DRAFT),
        (CURL, BROKEN, CURL + BODY, Becomes.DRAFT),
        (URL, KEPT, '{"profile_update": {"page": "' + URL + '"}}', Becomes.TEXT),
        (" " * LONGEST_TRIED + BODY, REPLACED, " " * LONGEST_TRIED + BODY, Becomes.UNDERSTOOD),
        (" " * LONGEST_TRIED, KEPT, " " * LONGEST_TRIED + BODY, Becomes.TEXT),
    ],
)
def test_what_a_paste_becomes(pasted: str, field: Field, whole: str, outcome: str) -> None:
    expected = Becomes.UNDERSTOOD if outcome == "understood" else outcome
    assert becomes(pasted, field, whole) is expected


@pytest.fixture(autouse=True)
def _actions(actions: Actions) -> None:
    """Every test here has the keys."""


FIELDS: dict[str, Callable[[Window], object]] = {
    "user ID": lambda w: w.command_bar.user_id.setFocus(),
    "event name": lambda w: w.composer.editor.name.setFocus(),
    "event time": lambda w: w.composer.editor.time.setFocus(),
    "key": lambda w: w.composer.attributes.edit_cell(0, 0),
    "value": lambda w: w.composer.profile.edit_cell(0, 2),
    "request ID": lambda w: w.composer.request_id.setFocus(),
    "history search": lambda w: w.history.search.setFocus(),
    "JSON": lambda w: w.request.json.setFocus(),
}
in_each_field = pytest.mark.parametrize("go", FIELDS.values(), ids=FIELDS.keys())


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def test_several_lines_of_json_in_the_user_id_are_a_draft_or_what_was_pasted(
    window: Window, session: Session, qtbot: QtBot
) -> None:
    window.command_bar.user_id.setFocus()
    before = session.draft
    copy(json.dumps({"profile_update": {"tier": "gold"}}, indent=2))
    press("Ctrl+V")
    qtbot.waitUntil(lambda: session.draft != before)
    assert session.draft.user_id == before.user_id
    assert [pair.key for pair in session.draft.profile] == ["tier"]
    copy('{"no": 1,\n "body": 2}')
    window.command_bar.user_id.selectAll()
    press("Ctrl+V")
    qtbot.waitUntil(lambda: session.draft.user_id.startswith('{"no"'))


def by_menu(window: Window) -> None:
    field = focused()
    line = field.lineEdit() if isinstance(field, QComboBox) else field
    assert isinstance(line, QLineEdit | QPlainTextEdit)
    menu = line.createStandardContextMenu()
    next(action for action in menu.actions() if action.objectName() == "edit-paste").trigger()
    menu.deleteLater()


def by_screen_reader(window: Window) -> None:
    field = focused()
    line = field.lineEdit() if isinstance(field, QComboBox) else field
    assert isinstance(line, QLineEdit)
    line.setText(QGuiApplication.clipboard().text())


def shown_anywhere(window: Window, secret: str) -> bool:
    texts = [line.text() for line in window.findChildren(QLineEdit)]
    texts += [window.request.json.text(), window.status.text, window.banner.text]
    return any(secret in text for text in texts)


@pytest.mark.parametrize("way", ["keys", "menu"])
@pytest.mark.parametrize("over", [True, False], ids=["over all", "at the caret"])
@in_each_field
def test_a_command_never_lands_in_a_field(
    go: Callable[[Window], object],
    over: bool,
    way: str,
    window: Window,
    session: Session,
    engine: FakeEngine,
    qtbot: QtBot,
) -> None:
    drafts: list[Draft] = []
    session.draft_changed.connect(lambda draft, _: drafts.append(draft))
    copy(CURL)
    go(window)
    if over:
        press("Ctrl+A")
    with qtbot.waitSignal(window.take_in.told):
        press("Ctrl+V") if way == "keys" else by_menu(window)
    assert session.draft.user_id == "u-7"
    assert session.draft.profile == (
        (Pair("tier", Value(text="1.0", kind=session.draft.profile[0].value.kind)),)
    )
    assert not any(MARKED in text or "curl" in text for text in map(dump, map(Composition, drafts)))
    assert not shown_anywhere(window, MARKED)
    assert not shown_anywhere(window, "marked-bearer")
    press("Ctrl+Z")
    assert session.draft == example()


def test_a_screen_reader_cannot_put_a_command_into_a_field_either(
    window: Window, session: Session, qtbot: QtBot
) -> None:
    copy(CURL)
    window.command_bar.user_id.setFocus()
    with qtbot.waitSignal(window.take_in.told):
        by_screen_reader(window)
    assert session.draft.user_id == "u-7"
    assert window.command_bar.user_id.text() == "u-7"


def test_a_command_that_cannot_be_read_changes_nothing(
    window: Window, session: Session, qtbot: QtBot
) -> None:
    copy(f"curl {URL} -d @file.json")
    window.command_bar.user_id.setFocus()
    press("Ctrl+V")
    assert window.status.text.count("Nothing was changed.") == 1
    assert window.command_bar.user_id.text() == "user-42"
    assert session.draft == example()


@pytest.mark.parametrize("go", [FIELDS["user ID"], FIELDS["event name"], FIELDS["value"]])
def test_ordinary_text_stays_text(
    go: Callable[[Window], object], window: Window, session: Session
) -> None:
    for text in ("gold", "curl of the hair", "https://example.com/page"):
        copy(text)
        go(window)
        press("Ctrl+A", "Ctrl+V")
        assert text in dump(session.composition)


def test_a_fragment_over_the_whole_json_is_a_draft_and_one_step(
    window: Window, session: Session, qtbot: QtBot
) -> None:
    copy(FRAGMENT)
    window.request.json.setFocus()
    press("Ctrl+A", "Ctrl+V")
    assert session.draft.profile == (Pair("tier", Value(text="gold")),)
    assert session.draft.events == example().events
    assert session.text_problem is None
    assert "2 commas too many" in window.status.text
    press("Ctrl+Z")
    assert session.draft == example()


def test_a_fragment_at_the_caret_is_a_draft_where_it_would_not_parse(
    window: Window, session: Session
) -> None:
    copy(FRAGMENT)
    window.request.json.setFocus()
    press("Ctrl+Home", "Ctrl+V")
    assert session.draft.profile == (Pair("tier", Value(text="gold")),)
    assert session.text_problem is None


def test_a_piece_of_json_is_text_while_its_place_is_being_written(
    window: Window, session: Session
) -> None:
    copy('{"half": "written"}')
    window.request.json.setFocus()
    press("Ctrl+Home", "Ctrl+V")
    assert window.request.json.text().startswith('{"half": "written"}{')
    assert session.text_problem is not None
    assert session.draft == example()


def test_what_is_no_json_stands_where_it_was_pasted(window: Window, session: Session) -> None:
    copy("{oops é🙂")
    window.request.json.setFocus()
    press("Ctrl+A", "Ctrl+V")
    assert window.request.json.text() == "{oops é🙂"
    assert session.text_problem is not None
    press("Ctrl+Z")
    assert session.text_problem is None


def test_a_table_in_the_cell_of_a_key_is_rows(window: Window, session: Session) -> None:
    copy(TABLE)
    window.composer.profile.add()
    press("Ctrl+V")
    rows = [(pair.key, pair.value.text) for pair in session.draft.profile]
    assert rows == [("team", "Product"), ("plan", "gold"), ("seats", "5")]
    assert "2 profile fields" in window.status.text
    window.composer.attributes.edit_cell(0, 0)
    press("Ctrl+V")
    rows = [(pair.key, pair.value.text) for pair in session.draft.events[0].attributes]
    assert rows[-2:] == [("plan", "gold"), ("seats", "5")]
    assert rows[0] == ("widget_color", "blue")
    assert window.status.text.endswith("They became attributes of the selected event.")
    press("Ctrl+Z")
    assert session.draft.events == example().events


def test_a_table_goes_to_the_event_that_is_selected(window: Window, session: Session) -> None:
    press("Ctrl+E")
    type_in("second")
    window.composer.attributes.add()
    copy(TABLE)
    press("Ctrl+V")
    assert [len(event.attributes) for event in session.draft.events] == [2, 2]


def test_a_stranger_is_offered_as_an_account(
    window: Window, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    copy(CURL)
    window.switch.setFocus()
    press("Ctrl+V")
    assert window.banner.text == STRANGER
    assert "It was for api.eu.appcues.com; the account stays Practice." in window.status.text
    assert window.banner.action.text() == "Add as account…"
    window.banner.action.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AccountsDialog)
    assert dialog.form.account_id.text() == MARKED
    assert dialog.form.account_id.echoMode() is QLineEdit.EchoMode.Password
    assert dialog.form.bearer.text() == "marked-bearer"
    assert dialog.form.entries.region == "eu"
    assert window.banner.isHidden()
    assert window.banner._then is None
    dialog.form.label.setText("Acme EU")
    dialog.save.click()
    qtbot.waitUntil(lambda: any(account.label == "Acme EU" for account in engine.book))
    key = next(account.key for account in engine.book if account.label == "Acme EU")
    assert engine.secrets[key].account_id == MARKED
    assert engine.secrets[key].bearer == "marked-bearer"
    qtbot.waitUntil(lambda: window.desk.account.key == key)
    assert window.status.text == "The account is Acme EU now."
    dialog.done(QDialog.DialogCode.Rejected)


@pytest.mark.parametrize("over", ["dismissed", "another notice", "a send"])
def test_an_account_id_is_held_no_longer_than_its_notice(
    over: str, window: Window, session: Session, desk: Desk
) -> None:
    copy(CURL)
    window.switch.setFocus()
    press("Ctrl+V")
    assert window.banner._then is not None
    match over:
        case "dismissed":
            press("Esc")
        case "another notice":
            window.banner.show_message("warn", "The disk is full.")
        case "a send":
            desk.send()
    held: object = window.banner._then
    assert held is None
    assert MARKED not in dump(session.composition)
    assert MARKED not in QKeySequence(session.undo_label or "").toString()


def test_a_known_account_id_offers_nothing(
    window: Window, engine: SendingEngine, desk: Desk
) -> None:
    engine.known_ids[MARKED] = LIVE
    copy(CURL)
    window.switch.setFocus()
    press("Ctrl+V")
    assert desk.account == LIVE
    assert window.banner.isHidden()
    assert "It was for api.eu.appcues.com; Acme & Söhne sends to 127.0.0.1:1" in window.status.text
    assert "Its bearer value was not taken over" in window.status.text


def test_a_draft_that_was_emptied_takes_a_table(window: Window, session: Session) -> None:
    session.load(replace(Draft("u"), profile=(Pair(),)), "load")
    copy("plan,gold\nseats,5")
    window.composer.profile.edit_cell(0, 0)
    press("Ctrl+V")
    assert [pair.key for pair in session.draft.profile] == ["plan", "seats"]
