"""What is pasted and dropped becomes the draft as one step, and its account ID stays unseen."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from appcues_console.accounts.account import Account
from appcues_console.accounts.status import VaultLocked
from appcues_console.activity.destination import Safety
from appcues_console.activity.draft import example
from appcues_console.ui.desk import Desk
from appcues_console.ui.take_in import BY_NAME, NO_ACCOUNT, NOT_KNOWN, TakeIn
from tests.ui.fake_engine import FakeEngine, make_desk

ACME = Account("k1", "Acme", "us", "https://api.appcues.com", Safety.TEST, "green")
MARKED = "918273645"
CURL = (
    f"curl -X POST https://api.appcues.com/v1/accounts/{MARKED}/users/user%2D7/activity "
    "-H 'Content-Type: application/json' -d '{\"profile_update\": {\"tier\": 1.0}}'"
)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(accounts=[ACME])


@pytest.fixture
def desk(engine: FakeEngine, qtbot: QtBot) -> Desk:
    made = make_desk(engine)
    with qtbot.waitSignals([made.accounts_changed, made.condition_changed]):
        made.start()
    return made


@pytest.fixture
def take_in(desk: Desk) -> TakeIn:
    return TakeIn(desk)


def test_a_body_with_a_trailing_comma_is_taken_in_and_said_so(
    take_in: TakeIn, desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(take_in.told) as told:
        take_in.text('{"profile_update": {"plan_tier": "Enterprise",}}')
    assert told.args is not None
    assert "comma" in told.args[0]
    assert [pair.key for pair in desk.session.draft.profile] == ["plan_tier"]
    desk.session.undo()
    assert desk.session.draft == example()


def test_nan_is_kept_as_a_number_that_one_fix_makes_null(
    take_in: TakeIn, desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(take_in.told) as told:
        take_in.text("{'score': NaN}")
    assert told.args is not None
    assert "JSON has no NaN and no Infinity" in told.args[0]
    session = desk.session
    assert session.text_problem is None
    assert not session.can_send
    problem = next(p for p in session.problems if p.code == "number-not-finite")
    assert session.mend(problem)
    assert '"score": null' in session.body
    assert session.can_send


def test_what_is_not_understood_changes_nothing(take_in: TakeIn, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(take_in.told) as told:
        take_in.text("{{{")
    assert told.args is not None
    assert told.args[0].count("Nothing was changed.") == 1
    assert told.args[0].endswith("Nothing was changed.")
    assert desk.session.draft == example()


def test_the_account_id_of_a_command_chooses_the_account_that_has_it(
    take_in: TakeIn, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.known_ids[MARKED] = ACME
    with qtbot.waitSignal(take_in.told) as told:
        take_in.text(CURL)
    assert told.args is not None
    assert told.args[0].endswith("The account is Acme.")
    assert MARKED not in told.args[0]
    assert desk.account == ACME
    assert desk.session.draft.user_id == "user-7"
    assert desk.session.draft.profile[0].value.text == "1.0"
    assert MARKED not in repr(desk.session.draft)


def test_an_account_id_that_nobody_has_is_said_and_not_kept(
    take_in: TakeIn, desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(take_in.stranger) as offered, qtbot.waitSignal(take_in.told) as told:
        take_in.text(CURL)
    assert told.args is not None
    assert offered.args is not None
    assert NO_ACCOUNT in told.args[0]
    assert told.args[0].endswith("It was for api.appcues.com; the account stays Practice.")
    assert MARKED not in told.args[0]
    assert offered.args[0].secrets.account_id == MARKED
    assert MARKED not in repr(offered.args[0])
    assert desk.account.is_practice


def test_a_keyring_that_does_not_say_is_no_stranger(
    take_in: TakeIn, desk: Desk, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.recognising = VaultLocked("The system keyring is locked.")
    with qtbot.assertNotEmitted(take_in.stranger), qtbot.waitSignal(take_in.told) as told:
        take_in.text(CURL)
    assert told.args is not None
    assert f"{NOT_KNOWN} The system keyring is locked." in told.args[0]


@pytest.mark.parametrize("text", ["{{{", '{"a": 1}'])
def test_what_is_not_wanted_as_a_draft_is_otherwise_used(
    text: str, take_in: TakeIn, desk: Desk, qtbot: QtBot
) -> None:
    told: list[str] = []
    with qtbot.assertNotEmitted(take_in.told):
        take_in.text(text, BY_NAME, lambda: told.append(text))
        qtbot.waitUntil(lambda: bool(told))
    assert desk.session.draft == example()


def test_single_fields_become_attributes_of_an_event(
    take_in: TakeIn, desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(take_in.told):
        take_in.text("ab_group\tb\nnew\t1", event=0)
    attributes = desk.session.draft.events[0].attributes
    assert [(pair.key, pair.value.text) for pair in attributes] == [
        ("widget_color", "blue"),
        ("ab_group", "b"),
        ("new", "1"),
    ]
    desk.session.undo()
    assert desk.session.draft == example()


def test_a_dropped_file_is_read(take_in: TakeIn, desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "body.json"
    path.write_text('\ufeff{"events": [{"name": "signed up", "timestamp": 1452690322}]}', "utf-8")
    with qtbot.waitSignal(take_in.told):
        take_in.file(path)
    assert [event.name for event in desk.session.draft.events] == ["signed up"]
