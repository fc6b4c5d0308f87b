"""What came of a send, word for word and never interpreted."""

from __future__ import annotations

import json
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from appcues_console.activity.exchange import Attempt, Ending, Exchange, Outcome, Reply
from appcues_console.delivery.progress import (
    AttemptEnded,
    AttemptStarted,
    Held,
    Recorded,
    Waiting,
)
from appcues_console.ui.controls.tips import plain_tip
from appcues_console.ui.desk import Desk
from appcues_console.ui.exchange.response_view import MOST_LAID_OUT, ResponseView, laid_out
from appcues_console.ui.window import Window
from tests import effort
from tests.ui.fake_engine import exchange, summary
from tests.ui.sending_engine import FakeSending, SendingEngine, attempt, reply

MARKUP = "<b>x</b><img src=file:///etc/passwd>"


@pytest.fixture
def view(window: Window) -> ResponseView:
    return window.response


@pytest.fixture
def sending(view: ResponseView, desk: Desk, engine: SendingEngine) -> FakeSending:
    """A send under way."""
    desk.send()
    return engine.sends[0]


def lines(view: ResponseView) -> list[str]:
    return [view.attempts.item(row).text() for row in range(view.attempts.count())]


def ended(desk: Desk, sending: FakeSending, answer: Reply | None, qtbot: QtBot) -> None:
    sending.end(answer=answer)
    qtbot.waitUntil(lambda: not desk.sending)


def told(desk: Desk, sending: FakeSending, qtbot: QtBot, *values: object) -> None:
    """Let the engine tell `values`, each on its thread, and the window hear them."""
    for value in values:
        with qtbot.waitSignal(desk.progress):
            sending.tell(value)  # type: ignore[arg-type]


def test_before_the_first_send_it_says_what_will_be_here(view: ResponseView, desk: Desk) -> None:
    assert view._stack.currentIndex() == 0
    assert view.delivery.text() == ""


def test_a_send_is_under_way_at_once(view: ResponseView, sending: FakeSending) -> None:
    assert view.delivery.text() == "Sending to Practice…"
    assert view.mark.outcome is Outcome.SENDING


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.SENDING])
def test_delivery_begins_with_the_word_of_the_outcome(
    outcome: Outcome, view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    sending.end(outcome, "The reason stands here.")
    qtbot.waitUntil(lambda: not desk.sending)
    assert view.delivery.text() == f"{outcome.word}. The reason stands here."
    assert view.mark.outcome is outcome
    assert view.mark.accessibleName() == outcome.word


def test_an_explanation_that_has_the_word_is_not_given_it_twice(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    sending.end(Outcome.REJECTED, "Rejected by the server.")
    qtbot.waitUntil(lambda: not desk.sending)
    assert view.delivery.text() == "Rejected by the server."


def test_status_headers_body_and_attempts_are_shown(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    answer = Reply(
        404,
        "Not Found",
        "HTTP/1.1",
        (("Content-Type", "application/json"), ("X-Markup", MARKUP), ("X-Long", "y" * 60_000)),
        b'{"error":true,"n":1.0}',
    )
    sending.end(Outcome.REJECTED, "No.", answer, (attempt(1, "404 Not Found", 404),))
    qtbot.waitUntil(lambda: not desk.sending)
    assert view.status.text() == "404 Not Found · 12 ms · 22 bytes"
    assert view.body.text() == '{\n  "error": true,\n  "n": 1.0\n}'
    assert view.headers.text().splitlines()[1] == f"X-Markup: {MARKUP}"
    assert view.headers.text().endswith("y" * 100)
    assert len(lines(view)) == 1


def test_an_answer_that_was_cut_says_so(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    ended(desk, sending, Reply(200, "OK", "HTTP/1.1", (), b"abc", truncated=True), qtbot)
    assert view.status.text() == "200 OK · 12 ms · 3 bytes and more, not read"


def test_without_an_answer_it_says_so(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    ended(desk, sending, None, qtbot)
    assert view.status.text() == "No answer · 12 ms"
    assert view.body.text() == view.headers.text() == ""


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"", ""),
        (MARKUP.encode(), MARKUP),
        (b"<!doctype html><script>alert(1)</script>", "<!doctype html><script>alert(1)</script>"),
        (b"\xff\xfe{\x80", "\ufffd\ufffd{\ufffd"),
        ("no\N{NO-BREAK SPACE}break \U0001f600".encode(), "no\N{NO-BREAK SPACE}break \U0001f600"),
        (b'{"ok":true', '{"ok":true'),
        (b'{"a":1,"a":2}', '{\n  "a": 1,\n  "a": 2\n}'),
        (b"12345678901234567890", "12345678901234567890"),
        (b"a\r\nb", "a\nb"),
    ],
)
def test_whatever_the_server_said_stands_there_as_text(
    body: bytes,
    shown: str,
    view: ResponseView,
    sending: FakeSending,
    desk: Desk,
    qtbot: QtBot,
) -> None:
    ended(desk, sending, reply(body), qtbot)
    assert view.body.text() == shown


@pytest.mark.parametrize(
    "body",
    [
        b"x" * 2_097_152,
        b'{"key": "' + b"y" * 2_097_140 + b'"}',
        b'  "key": "value of it",\n' * 90_000,
        "\U0001f600".encode() * 500_000,
    ],
    ids=["one word", "one value", "many lines", "emoji"],
)
def test_two_megabytes_do_not_hold_up_the_window(
    body: bytes, view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    made = sending.exchange(
        Ending(Outcome.ACCEPTED, "Taken.", (attempt(),), reply(body)),
    )
    # Qt alone would take minutes to break such a line. What it takes now is some 30 ms.
    with effort.at_most(200):
        view.show_exchange(made)
        view.grab()
    text = body.decode()
    assert text.startswith(view.body.text())
    assert len(view.body.text()) >= 50_000
    assert view.status.text().endswith("characters shown")
    view.copy.click()
    assert QGuiApplication.clipboard().text() == text
    sending.accept()


def test_the_whole_answer_can_be_copied_as_it_came(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    ended(desk, sending, reply(b'{"ok":true}'), qtbot)
    view.copy.click()
    assert QGuiApplication.clipboard().text() == '{"ok":true}'


def test_a_large_answer_is_not_laid_out() -> None:
    large = json.dumps({"a": "x" * MOST_LAID_OUT}).encode()
    assert laid_out(large) == large.decode()


def test_attempts_are_followed_one_by_one(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    first = attempt(1, "503 Service Unavailable", 503)
    told(desk, sending, qtbot, Recorded(1), AttemptStarted(1, 3, 0))
    assert lines(view) == ["1.  sending…"]
    until = time.monotonic() + 9
    told(desk, sending, qtbot, AttemptEnded(first), Waiting(2, until, True))
    assert len(lines(view)) == 1
    assert not view.countdown.isHidden()
    told(desk, sending, qtbot, AttemptStarted(2, 3, 0))
    assert lines(view)[1:] == ["2.  sending…"]
    assert view.countdown.isHidden()
    sending.end(attempts=(first, attempt(2)), answer=reply())
    qtbot.waitUntil(lambda: not desk.sending)
    assert [line[0] for line in lines(view)] == ["1", "2"]


@pytest.mark.parametrize(
    ("durable", "said"),
    [
        (True, "Kept in the history; on its way."),
        (False, "Kept for this session only; on its way."),
    ],
)
def test_where_it_is_kept_is_told(
    durable: bool,
    said: str,
    view: ResponseView,
    sending: FakeSending,
    desk: Desk,
    qtbot: QtBot,
) -> None:
    told(desk, sending, qtbot, Recorded(1, durable))
    assert view.about.text() == said


def test_a_keyring_that_keeps_everybody_waiting_is_told_until_it_answers(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    told(desk, sending, qtbot, Held("The system keyring has not answered yet."))
    assert view.details.text() == "The system keyring has not answered yet."
    assert not view.details.isHidden()
    told(desk, sending, qtbot, Recorded(1))
    assert view.details.isHidden()


def test_another_exchange_looked_at_meanwhile_stays_what_it_is(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    told(desk, sending, qtbot, Recorded(9), AttemptStarted(1, 3, 0))
    desk.exchange_shown.emit(exchange(summary(7, user_id=MARKUP)))
    before = (view.delivery.text(), view.about.text(), lines(view))
    until = time.monotonic() + 9
    told(
        desk,
        sending,
        qtbot,
        AttemptEnded(attempt(1, "503 Service Unavailable", 503)),
        Waiting(2, until, False),
        AttemptStarted(2, 3, 0),
    )
    assert (view.delivery.text(), view.about.text(), lines(view)) == before
    assert MARKUP in view.about.text()
    assert view.countdown.isHidden()


def test_back_at_the_one_under_way_it_is_followed_again(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    told(desk, sending, qtbot, Recorded(9), AttemptEnded(attempt(1, "503", 503)))
    desk.exchange_shown.emit(exchange(summary(7)))
    desk.exchange_shown.emit(sending.exchange(None, 9))
    assert view.delivery.text().startswith("Sending")
    assert len(lines(view)) == 1
    told(desk, sending, qtbot, AttemptStarted(2, 3, 0))
    assert lines(view)[1:] == ["2.  sending…"]


def test_an_old_exchange_without_an_end_has_no_attempts_of_another(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    ended(desk, sending, reply(), qtbot)
    assert len(lines(view)) == 1
    view.show_exchange(exchange(summary(3, outcome=Outcome.SENDING, status=None)))
    assert view.delivery.text() == "Sending. No answer yet."
    assert lines(view) == []


def test_a_send_that_failed_before_it_began_leaves_what_was_shown(
    view: ResponseView, sending: FakeSending, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    ended(desk, sending, reply(), qtbot)
    before = view.delivery.text()
    desk.send()
    assert view.delivery.text() != before
    engine.sends[1].fail(RuntimeError("x"))
    qtbot.waitUntil(lambda: not desk.sending)
    assert view.delivery.text() == before


def test_the_first_send_that_failed_leaves_nothing(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    sending.fail(RuntimeError("x"))
    qtbot.waitUntil(lambda: not desk.sending)
    assert view.delivery.text() == ""
    assert view._stack.currentIndex() == 0


def test_whoever_hears_that_the_send_is_over_finds_its_outcome(
    view: ResponseView, sending: FakeSending, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    ended(desk, sending, reply(), qtbot)
    heard: list[str] = []
    desk.sending_changed.connect(lambda _: heard.append(view.delivery.text()))
    desk.send()
    engine.sends[1].end(Outcome.REJECTED, "No.")
    qtbot.waitUntil(lambda: not desk.sending)
    assert heard[-1] == "Rejected. No."


def test_no_label_takes_data_for_markup(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    answer = Reply(200, MARKUP, "HTTP/1.1", ((MARKUP, MARKUP),), MARKUP.encode())
    sending.end(Outcome.REJECTED, MARKUP, answer, (Attempt(1, 0, 1.0, attempt().reached, MARKUP),))
    qtbot.waitUntil(lambda: not desk.sending)
    for label in (view.delivery, view.status, view.about):
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert MARKUP in view.delivery.text()
    assert MARKUP in view.status.text()
    assert view.body.text() == MARKUP
    assert "<img" not in view.delivery.toolTip()


def test_an_exchange_of_the_history_is_shown_whole(view: ResponseView, desk: Desk) -> None:
    made: Exchange = exchange(summary(3, user_id="user-3", label="Acme & Co"))
    view.show_exchange(made)
    assert view.about.text().startswith("user-3 · Acme & Co · ")


def test_headers_take_the_room_that_the_body_leaves(
    view: ResponseView, window: Window, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    headers = tuple((f"X-{number}", "value") for number in range(25))
    ended(desk, sending, Reply(200, "OK", "HTTP/1.1", headers, b"{}"), qtbot)
    window.resize(1360, 900)
    bar = view.headers.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    window.resize(1360, 600)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert view.headers.height() >= view.headers.minimumHeight()


def test_in_a_narrow_column_whole_parts_of_what_it_is_about_give_way(
    view: ResponseView, sending: FakeSending, desk: Desk, qtbot: QtBot
) -> None:
    ended(desk, sending, reply(), qtbot)
    assert " · Practice · " in view.about.text()
    whole = view.about.text()
    view.about.setFixedWidth(view.about.sizeHint().width() - 3)
    qtbot.waitUntil(lambda: view.about.shown() != whole)
    assert view.about.shown().startswith("user-42 · Practice · ")
    assert "…" not in view.about.shown()
    assert plain_tip(whole) == view.about.toolTip()
