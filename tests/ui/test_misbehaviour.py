"""Faults of the practice server, chosen in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from appcues_console.activity.destination import Destination, Safety
from appcues_console.practice.faults import FAULTS, HTML, STATUS_429, InForce, Whom
from appcues_console.practice.server import PracticeUnavailable
from appcues_console.ui.actions import Actions
from appcues_console.ui.desk import Desk
from appcues_console.ui.misbehaviour import Misbehaviour, told
from appcues_console.ui.window import Window
from tests.ui.sending_engine import TEST, SendingEngine


def run(actions: Actions, name: str) -> None:
    """Run the palette's command of that name."""
    (found,) = [command for command in actions.commands() if command.name == name]
    found.run()


def test_each_fault_is_a_command(window: Window, actions: Actions) -> None:
    names = {command.name for command in actions.commands()}
    assert "Practice: answer 429 with Retry-After 2" in names
    assert len([name for name in names if name.startswith("Practice: ")]) == len(FAULTS) + 1


def test_a_fault_is_marked_while_it_is_in_force(
    window: Window, actions: Actions, engine: SendingEngine, qtbot: QtBot
) -> None:
    mark = window.status.mark
    assert mark.isHidden()
    with qtbot.waitSignal(window.misbehaviour.changed):
        run(actions, "Practice: answer 429 with Retry-After 2")
    assert engine.questions("switch_practice_fault") == [STATUS_429]
    assert mark.text() == "Practice fault in force: Answer 429 with Retry-After 2"
    assert not mark.isHidden()
    assert "asks to wait 2 seconds" in window.status.text
    with qtbot.waitSignal(window.misbehaviour.changed):
        run(actions, "Practice: answer normally")
    assert engine.faults == ()
    assert mark.isHidden()
    assert window.status.text == "Practice answers normally."


def test_one_that_is_used_up_by_a_send_is_marked_no_longer(
    window: Window, actions: Actions, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.misbehaviour.changed):
        run(actions, "Practice: answer 500")
    desk.send()
    engine.faults = ()
    with qtbot.waitSignal(window.misbehaviour.changed):
        engine.sends[0].accept()
    assert window.status.mark.isHidden()


def test_one_that_was_switched_elsewhere_is_marked_when_practice_is_chosen(
    window: Window, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    desk.choose_account(TEST.key)
    engine.faults = (InForce(HTML),)
    engine.asked.clear()
    desk.send()
    engine.sends[0].accept()
    qtbot.waitUntil(lambda: not desk.sending)
    assert ("practice_faults",) not in engine.asked, "the practice server is nobody's business here"
    with qtbot.waitSignal(window.misbehaviour.changed):
        desk.choose_account("practice")
    assert "HTML" in window.status.mark.text()


def test_a_server_that_cannot_be_asked_is_told_of(
    window: Window, actions: Actions, desk: Desk, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.failure = PracticeUnavailable("The practice server has ended.")
    with qtbot.waitSignal(desk.trouble) as said:
        run(actions, "Practice: answer 500")
    assert said.args is not None
    assert said.args[0].sentence == "The practice server has ended."


@pytest.mark.parametrize(
    ("in_force", "said"),
    [
        ((), ""),
        ((InForce(HTML, 3),), "Practice fault in force: Answer HTML instead of JSON"),
        (
            (InForce(HTML, None, Whom("12345", "<b>u</b>")), InForce(STATUS_429)),
            "Practice fault in force: Answer HTML instead of JSON for <b>u</b>, and 1 more",
        ),
    ],
)
def test_what_is_in_force_in_words(in_force: tuple[InForce, ...], said: str) -> None:
    assert told(in_force) == said


@pytest.mark.parametrize("opens", [True, False])
def test_the_page_opens_in_a_browser_or_its_address_is_told(
    opens: bool, desk: Desk, qtbot: QtBot
) -> None:
    urls: list[QUrl] = []
    said: list[str] = []

    def open_url(url: QUrl) -> bool:
        urls.append(url)
        return opens

    desk.notice.connect(said.append)
    Misbehaviour(desk, open_url, parent=desk).open_page()
    qtbot.waitUntil(lambda: bool(urls))
    assert [url.toString() for url in urls] == ["http://127.0.0.1:1/"]
    assert bool(said) is not opens


def test_no_other_address_is_opened(desk: Desk) -> None:
    urls: list[QUrl] = []
    page = Misbehaviour(desk, lambda url: bool(urls.append(url)), parent=desk)  # type: ignore[func-returns-value]
    for base in (
        "http://example.invalid",
        "file:///etc/passwd",
        "http://127.0.0.1@example.invalid",
    ):
        page._open(Destination("practice", "Practice", base, Safety.PRACTICE))
    assert urls == []
