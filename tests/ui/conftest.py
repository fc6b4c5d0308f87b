"""A window over an engine in memory. What is below the border is the engine's tests' to prove."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from appcues_console.ui.actions import Actions
from appcues_console.ui.desk import Desk
from appcues_console.ui.session import Session
from appcues_console.ui.theme.theme import Mode, Theme
from appcues_console.ui.window import Window
from tests.ui.fake_engine import BRIDGES, WINDOWS, make_desk
from tests.ui.sending_engine import LIVE, TEST, SendingEngine


@pytest.fixture
def engine() -> SendingEngine:
    """An engine that knows three accounts: Practice, one for tests and one in production."""
    return SendingEngine(accounts=[TEST, LIVE])


@pytest.fixture
def desk(engine: SendingEngine, qtbot: QtBot) -> Iterator[Desk]:
    """A desk, not started."""
    made = make_desk(engine)
    yield made
    made.bridge.close()


@pytest.fixture
def session(desk: Desk) -> Session:
    return desk.session


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[Window]:
    """The window on the screen, its desk started and its first questions answered."""
    made = Window(desk.session, desk, Theme(Mode.LIGHT))
    qtbot.addWidget(made)
    made.painted.connect(desk.start)
    with qtbot.waitSignal(desk.acquaintance_changed), qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def actions(window: Window) -> Actions:
    """The actions of the window."""
    return Actions(window)


@pytest.fixture(autouse=True, scope="module")
def _garbage_is_collected_on_this_thread() -> Iterator[None]:
    """Let no other thread of a test free what belongs to Qt; the window's own program does the
    same (`ui/garbage.py`)."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _no_answer_outlives_its_test(qtbot: QtBot) -> Iterator[None]:
    """Close the bridges before the widgets go, as the program does."""
    yield
    while BRIDGES:
        BRIDGES.pop().close()
    WINDOWS.clear()
