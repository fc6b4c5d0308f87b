"""Where the person is while a send is under way, and that its end leaves them there."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from appcues_console.activity.exchange import Outcome
from appcues_console.delivery.progress import Recorded
from appcues_console.ui.desk import Desk
from appcues_console.ui.window import REQUEST, Window
from tests.ui.fake_engine import summary
from tests.ui.sending_engine import SendingEngine


def test_a_send_marks_its_row_as_soon_as_that_is_there(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.rows[3] = summary(3)
    desk.history_changed.emit()
    qtbot.waitUntil(lambda: window.history.model.rowCount() == 1)
    window.history.list.go_to_first()
    qtbot.waitUntil(lambda: desk.shown is not None)

    desk.send()
    engine.sends[0].tell(Recorded(9))
    engine.rows[9] = summary(9, outcome=Outcome.SENDING, status=None)
    desk.history_changed.emit()

    qtbot.waitUntil(lambda: window.history.list.current_id() == 9)
    assert window.response.delivery.text().startswith("Sending")
    engine.sends[0].end(exchange_id=9)
    qtbot.waitUntil(lambda: not desk.sending)


def test_the_end_of_a_send_takes_nobody_away_from_another_row(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.rows[3] = summary(3, "user-3")
    engine.rows[9] = summary(9, outcome=Outcome.SENDING, status=None)
    desk.history_changed.emit()
    qtbot.waitUntil(lambda: window.history.model.rowCount() == 2)
    desk.send()
    engine.sends[0].tell(Recorded(9))
    qtbot.waitUntil(lambda: window.history.list.current_id() == 9)
    window.history.list.setCurrentIndex(window.history.model.index(1, 0))
    qtbot.waitUntil(lambda: desk.shown is not None and desk.shown.id == 3)

    engine.sends[0].end(Outcome.REJECTED, "No.", exchange_id=9)
    qtbot.waitUntil(lambda: not desk.sending)

    assert window.history.list.current_id() == 3
    assert window.response.about.text().startswith("user-3")
    assert window.status.text.startswith("Rejected")


def test_the_end_of_a_send_leaves_the_next_request_on_the_screen(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.send()
    engine.sends[0].tell(Recorded(1))
    window.show_page(REQUEST)
    engine.sends[0].accept()
    qtbot.waitUntil(lambda: not desk.sending)

    assert window.pages.currentIndex() == REQUEST
    assert window.status.text == "Accepted. The answer stands under Response."
    assert window.response.delivery.text().startswith("Accepted")
