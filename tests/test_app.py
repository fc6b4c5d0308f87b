"""The whole program in one process: window, engine, practice server and database, all real."""

from __future__ import annotations

import base64
import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import keyring
import keyring.backends.fail
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from appcues_console.accounts.account import Account
from appcues_console.activity.destination import Credentials, Safety
from appcues_console.activity.draft import example
from appcues_console.activity.exchange import Outcome
from appcues_console.activity.values import Kind, Value
from appcues_console.app import Console
from appcues_console.engine import vault
from appcues_console.engine.engine import Engine
from appcues_console.paths import Places
from appcues_console.ui.again import Doubtful
from appcues_console.ui.confirm import ConfirmSend
from tests.accounts.memory_keyring import MemoryKeyring
from tests.accounts.secret_service import SecretService
from tests.delivery.test_transport_faults import never_answer
from tests.engine.wired import WiredServer
from tests.ui.keys import press, type_in

PATIENCE = 15_000
"""Milliseconds that anything may take. Usually it takes some tens."""
SECRET = "4711-marked-account-id"

Open = Callable[[], Console]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "home")


@pytest.fixture
def backend() -> Iterator[MemoryKeyring]:
    """A usable keyring of the system."""
    made = MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]


@pytest.fixture
def console(places: Places, qapp: QApplication, qtbot: QtBot) -> Iterator[Open]:
    """Open the program as `run_window` does, as often as asked; each is closed in the end."""
    opened: list[Console] = []

    def open_one() -> Console:
        made = Console(qapp, places)
        opened.append(made)
        with qtbot.waitSignal(made.window.painted, timeout=PATIENCE), qtbot.waitActive(made.window):
            made.window.show()
            made.window.activateWindow()
        return made

    yield open_one
    for each in opened:
        if Shiboken.isValid(each.window):
            end(each)
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())


def end(console: Console) -> None:
    """Close the program as a person does, and take its widgets away."""
    console.window.close()
    console.close()
    console.theme.withdraw()
    console.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settled(console: Console, qtbot: QtBot) -> None:
    """Wait until the practice server runs and the history has been read."""
    qtbot.waitUntil(
        lambda: (
            console.desk.destination is not None and console.window.history.model.total is not None
        ),
        timeout=PATIENCE,
    )


def sent(console: Console, qtbot: QtBot) -> None:
    """Press Ctrl+Enter and wait for what comes of it."""
    press("Ctrl+Return")
    qtbot.waitUntil(lambda: not console.desk.sending, timeout=PATIENCE)


def received(console: Console, user_id: str) -> bytes:
    """Return the body that the practice server received last for a user."""
    destination = console.desk.destination
    assert destination is not None
    url = f"{destination.base_url}/practice/accounts/12345/users/{user_id}/received/latest"
    with urlopen(url, timeout=10) as answer:
        body: bytes = answer.read()
    return body


def rows(console: Console) -> list[str]:
    """Return the user IDs of the history's rows, as far as they are here."""
    model = console.window.history.model
    found = [model.summary_at(row) for row in range(model.rowCount())]
    return [summary.user_id if summary else "" for summary in found]


def test_the_example_is_sent_answered_and_found_again(
    console: Open, backend: MemoryKeyring, qtbot: QtBot
) -> None:
    first = console()
    settled(first, qtbot)
    window = first.window
    press("Ctrl+L")
    type_in("user-7")
    sent(first, qtbot)
    assert window.response.delivery.text().startswith("Accepted")
    assert window.response.status.text().startswith("200 OK")
    assert '"ok": true' in window.response.body.text()
    assert window.request.json.text().encode() == received(first, "user-7")
    assert window.sent.body.text().encode() == received(first, "user-7")
    qtbot.waitUntil(lambda: rows(first) == ["user-7"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.command_bar.status.text().startswith("Known here"))
    end(first)

    again = console()
    qtbot.waitUntil(lambda: rows(again) == ["user-7"], timeout=PATIENCE)
    press("Ctrl+L")
    type_in("somebody else")
    press("Ctrl+1")
    with qtbot.waitSignal(again.desk.exchange_shown, timeout=PATIENCE):
        press("End")
        press("Home")
        again.desk.show(again.window.history.model.id_at(0) or 0)
    assert again.window.response.delivery.text().startswith("Accepted")
    press("Return")
    qtbot.waitUntil(lambda: again.session.draft.user_id == "user-7", timeout=PATIENCE)
    assert again.session.draft.events[0].name == "clicked widget"
    assert rows(again) == ["user-7"]
    assert not again.desk.sending


def codes(console: Console) -> list[str]:
    return [problem.code for problem in console.window.problems.list.problems_model.problems]


def test_after_a_send_another_type_and_almost_the_same_user_are_doubted(
    console: Open, backend: MemoryKeyring, server: WiredServer, qtbot: QtBot
) -> None:
    first = console()
    settled(first, qtbot)
    sent(first, qtbot)
    team = replace(first.session.draft.profile[0], value=Value(Kind.NUMBER, "5"))
    slip = replace(first.session.draft, user_id="User-42", profile=(team,))
    first.session.load(slip, "load")
    qtbot.waitUntil(lambda: codes(first) == ["user-id-near", "type-drift"], timeout=PATIENCE)
    assert first.session.can_send
    press("Ctrl+.")
    press("Ctrl+.")
    assert first.session.draft.user_id == "user-42"
    assert first.session.draft.profile[0].value.kind is Kind.TEXT
    assert codes(first) == []
    press("Ctrl+Z")
    press("Ctrl+Z")
    assert first.session.draft == slip
    saved(first, Account("e" * 32, "Other", None, server.url, Safety.TEST, "blue"), qtbot)
    assert codes(first) == []
    end(first)

    again = console()
    settled(again, qtbot)
    again.session.load(slip, "load")
    qtbot.waitUntil(lambda: codes(again) == ["user-id-near", "type-drift"], timeout=PATIENCE)


@pytest.mark.parametrize(
    "user_id", ["a/b?c#d", "..", "<b>x</b><img src=file:///etc/passwd>", "日本 \U0001f600", "100%"]
)
def test_any_user_is_one_user_at_the_server(
    user_id: str, console: Open, backend: MemoryKeyring, qtbot: QtBot
) -> None:
    made = console()
    settled(made, qtbot)
    made.session.load(replace(example(), user_id=user_id), "load")
    sent(made, qtbot)
    assert made.window.response.delivery.text().startswith("Accepted")
    qtbot.waitUntil(lambda: rows(made) == [user_id], timeout=PATIENCE)


def test_without_a_keyring_it_works_and_says_what_that_means(
    console: Open, places: Places, qtbot: QtBot
) -> None:
    made = console()
    settled(made, qtbot)
    qtbot.waitUntil(made.window.banner.isVisible, timeout=PATIENCE)
    assert "this session" in made.window.banner.text
    sent(made, qtbot)
    assert made.window.response.delivery.text().startswith("Accepted")
    qtbot.waitUntil(lambda: rows(made) == ["user-42"], timeout=PATIENCE)
    assert not places.database.exists()


def saved(console: Console, account: Account, qtbot: QtBot) -> None:
    """Save an account and choose it."""
    future = console.engine.save_account(account, Credentials(SECRET))
    future.result(PATIENCE / 1_000)
    console.desk.reload_accounts(choose=account.key)
    qtbot.waitUntil(lambda: console.desk.account == account, timeout=PATIENCE)


@pytest.fixture
def server() -> Iterator[WiredServer]:
    with WiredServer() as made:
        yield made


def test_a_production_account_is_asked_about_and_its_id_is_nowhere(
    console: Open, backend: MemoryKeyring, server: WiredServer, places: Places, qtbot: QtBot
) -> None:
    made = console()
    settled(made, qtbot)
    account = Account("c" * 32, "Live & real", None, server.url, Safety.PRODUCTION, "red")
    saved(made, account, qtbot)
    press("Ctrl+Return")
    qtbot.waitUntil(lambda: made.window.findChild(ConfirmSend) is not None, timeout=PATIENCE)
    dialog = made.window.findChild(ConfirmSend)
    assert isinstance(dialog, ConfirmSend)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert server.received == []
    made.desk.send(Doubtful(account, made.session.draft))
    qtbot.waitUntil(lambda: not made.desk.sending, timeout=PATIENCE)
    assert len(server.received) == 1
    shown = made.window.request.line.text() + made.window.sent.line.text()
    assert SECRET not in shown + made.window.windowTitle()
    end(made)
    marks = [SECRET.encode(), base64.b64encode(SECRET.encode())[:-4], SECRET.encode("utf-16-le")]
    files = [path for path in places.home.rglob("*") if path.is_file()]
    assert places.accounts in files
    assert places.database in files
    for path in files:
        assert not any(mark in path.read_bytes() for mark in marks), path.name


def test_closing_during_a_send_ends_soon_and_honestly(
    console: Open, backend: MemoryKeyring, server: WiredServer, places: Places, qtbot: QtBot
) -> None:
    server.behave(never_answer)
    made = console()
    settled(made, qtbot)
    saved(made, Account("d" * 32, "Slow", None, server.url, Safety.TEST, "blue"), qtbot)
    press("Ctrl+Return")
    server.wait_for_requests(1)
    before = time.monotonic()
    end(made)
    assert time.monotonic() - before < 5
    with Engine(places) as engine:
        ids = engine.ids().result(10)
        exchange = engine.exchange(ids[0]).result(10)
    assert exchange is not None
    assert exchange.outcome is Outcome.UNKNOWN
    assert exchange.ending is not None
    assert exchange.ending.explanation


def test_cancelling_leaves_a_window_that_sends_again(
    console: Open, backend: MemoryKeyring, server: WiredServer, qtbot: QtBot
) -> None:
    server.behave(never_answer)
    made = console()
    settled(made, qtbot)
    saved(made, Account("d" * 32, "Slow", None, server.url, Safety.TEST, "blue"), qtbot)
    press("Ctrl+Return")
    server.wait_for_requests(1)
    press("Esc")
    qtbot.waitUntil(lambda: not made.desk.sending, timeout=PATIENCE)
    assert made.window.response.delivery.text().startswith("Unknown")
    made.desk.choose_account("practice")
    qtbot.waitUntil(lambda: made.desk.destination is not None, timeout=PATIENCE)
    sent(made, qtbot)
    assert made.window.response.delivery.text().startswith("Accepted")


def test_nothing_is_left_of_a_closed_window(
    console: Open, backend: MemoryKeyring, qapp: QApplication, qtbot: QtBot
) -> None:
    before = len(qapp.topLevelWidgets())
    made = console()
    settled(made, qtbot)
    sent(made, qtbot)
    end(made)
    gc.collect()
    assert len(qapp.topLevelWidgets()) <= before


def test_closing_right_after_typing_loses_nothing(
    console: Open, backend: MemoryKeyring, qtbot: QtBot
) -> None:
    first = console()
    settled(first, qtbot)
    press("Ctrl+L")
    type_in("user-7")
    first.session.edit_text("{half")
    end(first)
    again = console()
    qtbot.waitUntil(lambda: again.session.body == "{half", timeout=PATIENCE)
    assert again.session.draft.user_id == "user-7"
    assert again.window.request.json.text() == "{half"


def test_typing_before_the_kept_draft_has_come_loses_neither(
    console: Open, backend: MemoryKeyring, qtbot: QtBot
) -> None:
    first = console()
    settled(first, qtbot)
    press("Ctrl+L")
    type_in("earlier")
    end(first)
    hurried = console()
    hurried.session.edit(replace(hurried.session.draft, user_id="hurried"), "user ID")
    qtbot.waitUntil(lambda: hurried.desk.templates.all != (), timeout=PATIENCE)
    (template,) = hurried.desk.templates.all
    assert template.composition.draft.user_id == "earlier"
    assert hurried.session.draft.user_id == "hurried"


def test_an_item_deleted_behind_our_back_is_said_with_what_to_do(
    console: Open,
    secret_service: SecretService,
    server: WiredServer,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vault, "REMEMBERED_FOR", 0.0)
    made = console()
    settled(made, qtbot)
    account = Account("d" * 32, "Acme", None, server.url, Safety.TEST, "blue")
    saved(made, account, qtbot)
    sent(made, qtbot)
    assert made.window.response.delivery.text().startswith("Accepted")
    draft = made.session.draft
    secret_service.delete_all()
    sent(made, qtbot)

    banner = made.window.banner
    qtbot.waitUntil(banner.isVisible, timeout=PATIENCE)
    assert banner.text == (
        "The account ID of Acme is not in the system keyring, so nothing was sent. Enter it under"
        " Accounts, then send again."
    )
    assert len(server.received) == 1
    assert made.session.draft == draft
    qtbot.waitUntil(lambda: rows(made) == ["user-42"], timeout=PATIENCE)
    saved(made, account, qtbot)
    sent(made, qtbot)
    assert made.window.response.delivery.text().startswith("Accepted")
    assert banner.isHidden()
    assert len(server.received) == 2
