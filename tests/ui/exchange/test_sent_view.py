"""What went out, byte for byte, and the way back into the form."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from appcues_console.activity.exchange import Activity, Exchange, Opening, Outcome
from appcues_console.ui.desk import Desk
from appcues_console.ui.exchange.sent_view import SentView
from appcues_console.ui.session import Session
from appcues_console.ui.window import SENT, Window
from tests import effort
from tests.ui.fake_engine import NOON
from tests.ui.sending_engine import BASE, LIVE, SendingEngine

MARKUP = "<b>x</b><img src=file:///etc/passwd>"


@pytest.fixture
def view(window: Window) -> SentView:
    window.show_page(SENT)
    return window.sent


def sent(body: bytes, user_id: str = "user-9", exchange_id: int = 5) -> Exchange:
    opening = Opening(
        NOON,
        LIVE.destination(BASE),
        f"{BASE}/v1/accounts/••••/users/x/activity",
        Activity(user_id, body, "x", 1),
    )
    return Exchange(exchange_id, opening)


def test_the_draft_of_now_is_not_what_was_sent(
    view: SentView, desk: Desk, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.send()
    body = engine.sends[0].activity.body
    engine.sends[0].accept()
    qtbot.waitUntil(lambda: not desk.sending)
    session.edit_text('{"profile_update": {"later": true}}')
    assert view.body.text().encode() == body
    assert view.line.text() == f"POST {BASE}/v1/accounts/••••/…"


def test_one_that_was_stopped_before_its_record_can_be_loaded_again(
    view: SentView, desk: Desk, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.send()
    engine.sends[0].end(Outcome.NOT_SENT, "Cancelled.", None, (), exchange_id=0)
    qtbot.waitUntil(lambda: not desk.sending)
    session.edit_text('{"profile_update": {"later": true}}')
    view.load.click()
    assert session.draft.events[0].name == "clicked widget"
    assert len(engine.sends) == 1


def test_loading_one_of_the_history_keeps_the_account(
    view: SentView, desk: Desk, session: Session, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.exchanges[5] = sent(b'{"profile_update":{"n":1e0}}', MARKUP)
    with qtbot.waitSignal(desk.exchange_shown):
        desk.show(5)
    with qtbot.waitSignal(session.draft_changed):
        view.load.click()
    assert session.draft.user_id == MARKUP
    assert '"n": 1e0' in session.body
    assert desk.account.is_practice
    assert engine.sends == []


def test_markup_is_shown_as_it_was_sent(view: SentView) -> None:
    view.show_exchange(sent(f'{{"profile_update":{{"k":"{MARKUP}"}}}}'.encode()))
    assert MARKUP in view.body.text()
    assert view.about.textFormat() is Qt.TextFormat.PlainText


def test_a_very_long_body_does_not_hold_up_the_window(view: SentView) -> None:
    body = b'{"profile_update":{"k":"' + b"x" * 2_000_000 + b'"}}'
    with effort.at_most(200):
        view.show_exchange(sent(body))
        view.grab()
    assert body.decode().startswith(view.body.text())
    assert "2,000,027 characters" in view.about.text()
