"""A dialog with two accounts beside the built-in one, and no engine behind it but a fake."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from appcues_console.accounts.account import Account
from appcues_console.activity.destination import Safety
from appcues_console.ui.accounts.dialog import AccountsDialog
from appcues_console.ui.desk import Desk
from appcues_console.ui.theme.theme import Mode, Theme
from tests.ui.fake_engine import FakeEngine, make_desk

STAGING = Account("k1", "Staging", "us", "https://api.appcues.com", Safety.TEST, "green")
LIVE = Account(
    "k2", "Live & <b>", None, "https://proxy.example/a", Safety.PRODUCTION, "red", has_bearer=True
)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(accounts=[STAGING, LIVE])


@pytest.fixture
def desk(engine: FakeEngine, qtbot: QtBot) -> Desk:
    made = make_desk(engine)
    with qtbot.waitSignals([made.accounts_changed, made.condition_changed]):
        made.start()
    return made


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> Iterator[AccountsDialog]:
    made = AccountsDialog(desk, Theme(Mode.LIGHT))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.done(0)
