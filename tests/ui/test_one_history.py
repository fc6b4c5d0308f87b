"""Fifty edits of every kind through the real window, undone to the start and redone to the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from appcues_console.activity.composition import Composition, Template
from appcues_console.activity.draft import Draft, Event, Pair, example
from appcues_console.activity.times import EventTime
from appcues_console.activity.values import Value
from appcues_console.ui.actions import Actions
from appcues_console.ui.window import Window
from tests.ui.keys import press, type_in
from tests.ui.sending_engine import SendingEngine, reply

OLD = Draft("old user", (Event("signed up", EventTime("2016-01-13T13:05:22.000Z")),))
TEMPLATE = Template("trial", Composition(Draft("user-9", profile=(Pair("k", Value()),))), 1)


class Person:
    """One who edits by every way there is, and waits until each edit has arrived."""

    def __init__(self, window: Window, engine: SendingEngine, qtbot: QtBot) -> None:
        self.window, self.engine, self.qtbot = window, engine, qtbot
        self.session = window.session

    def type_user(self, number: int) -> None:
        loose = self.session.composition.loose
        press("Ctrl+L")
        type_in(f"user {number}")
        assert self.session.composition.loose == loose

    def type_name(self, number: int) -> None:
        press("Ctrl+E")
        type_in(f"event {number}")

    def type_attribute(self, number: int) -> None:
        press("Ctrl+Shift+E")
        type_in(f"key {number}")
        press("Tab", "Tab")
        type_in(str(number))

    def type_profile(self, number: int) -> None:
        press("Ctrl+P")
        type_in(f"field {number}")

    def type_json(self, number: int) -> None:
        press("Ctrl+3")
        self.window.request.json.selectAll()
        type_in(f'{{"profile_update": {{"n": {number}.0}}}}')

    def break_json(self, number: int) -> None:
        press("Ctrl+3", "Ctrl+End")
        type_in(f"oops {number}")
        assert self.session.text_problem is not None

    def mend(self, number: int) -> None:
        press("Ctrl+L")
        type_in(f" user {number} ")
        press("Ctrl+.")
        assert self.session.draft.user_id == f"user {number}"

    def paste(self, number: int) -> None:
        QGuiApplication.clipboard().setText(f'{{"profile_update": {{"pasted": {number}}}}}')
        self.window.switch.setFocus()
        press("Ctrl+V")
        self.arrived(lambda: self.session.draft.profile[0].key == "pasted")

    def load_from_history(self, _: int) -> None:
        self.window.desk.load(self.sent_before)
        self.arrived(lambda: self.session.draft.user_id == OLD.user_id)

    def refresh(self, _: int) -> None:
        self.palette("refresh times")
        assert self.session.draft.events[0].time == EventTime()

    def load_template(self, _: int) -> None:
        self.palette("load template trial")
        assert self.session.composition == TEMPLATE.composition

    def send(self, number: int) -> None:
        self.session.edit(replace(self.session.draft, user_id=f"sent {number}"), "user ID")
        press("Ctrl+Return")
        self.engine.sends[-1].end(answer=reply(), exchange_id=self.sent_before + 1 + number)
        self.arrived(lambda: not self.window.desk.sending)

    def palette(self, command: str) -> None:
        press("Ctrl+K")
        type_in(command)
        press("Return")

    def arrived(self, there: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(there)

    def send_before(self) -> None:
        """Have something in the history to load."""
        self.session.load(OLD, "load")
        press("Ctrl+Return")
        sent = self.engine.sends[-1].accept()
        self.engine.exchanges[sent.id] = sent
        self.sent_before = sent.id
        self.arrived(lambda: not self.window.desk.sending)
        while self.session.undo_label is not None:
            press("Ctrl+Z")


@pytest.fixture
def person(window: Window, actions: Actions, engine: SendingEngine, qtbot: QtBot) -> Person:
    engine.shelf[TEMPLATE.name] = TEMPLATE
    window.desk.templates.start()
    qtbot.waitUntil(lambda: window.desk.templates.all == (TEMPLATE,))
    made = Person(window, engine, qtbot)
    made.send_before()
    return made


def test_fifty_mixed_edits_back_to_the_start_and_forward_again(
    person: Person, window: Window
) -> None:
    session = window.session
    ways = (
        person.type_user,
        person.type_name,
        person.type_attribute,
        person.type_profile,
        person.type_json,
        person.send,
        person.mend,
        person.break_json,
        person.type_user,
        person.paste,
        person.load_from_history,
        person.refresh,
        person.load_template,
        person.send,
    )
    states = [session.composition]
    assert states == [Composition(example())]
    for number in range(56):
        ways[number % len(ways)](number)
        states.append(session.composition)
        assert states[-1] != states[-2], ways[number % len(ways)].__name__

    def walk(keys: str, label: Callable[[], str | None]) -> list[Composition]:
        passed = [session.composition]
        while label() is not None:
            press(keys)
            passed.append(session.composition)
            assert window.request.json.text() == session.body
            assert window.command_bar.user_id.text() == session.draft.user_id
        return passed

    back = walk("Ctrl+Z", lambda: session.undo_label)
    forward = walk("Ctrl+Shift+Z", lambda: session.redo_label)
    assert forward == back[::-1]
    assert len(forward) > 50
    assert is_walked_through(states, forward)


def is_walked_through(states: list[Composition], passed: list[Composition]) -> bool:
    """True where `passed` meets each of `states`, in their order."""
    steps = iter(passed)
    return all(any(step == state for step in steps) for state in states)
