"""A desk over an engine in memory, for the history column."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from appcues_console.ui.desk import Desk
from tests.ui.fake_engine import FakeEngine, make_desk, summary


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine([summary(number) for number in range(1, 201)])


@pytest.fixture
def desk(engine: FakeEngine, qtbot: QtBot) -> Desk:
    return make_desk(engine)
