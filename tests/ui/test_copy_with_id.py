"""The account ID is copied when a person says so, marked as secret, and taken off again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from appcues_console.accounts.status import VaultLocked
from appcues_console.activity.destination import Credentials
from appcues_console.ui.actions import Actions
from appcues_console.ui.copy_with_id import STAYS, ConfirmCopy, secret
from appcues_console.ui.desk import Desk
from appcues_console.ui.window import Window
from tests.ui.keys import press, type_in
from tests.ui.sending_engine import LIVE, SendingEngine

MARKED = "918273645"


@pytest.fixture(autouse=True)
def _account(actions: Actions, desk: Desk, engine: SendingEngine) -> None:
    """The account in production is chosen and has an account ID and a bearer value."""
    engine.secrets[LIVE.key] = Credentials(MARKED, "marked-bearer")
    desk.choose_account(LIVE.key)
    QGuiApplication.clipboard().setText("before")


def on_the_clipboard() -> str:
    return QGuiApplication.clipboard().text()


def asked() -> ConfirmCopy:
    press("Ctrl+K")
    type_in("with the account id")
    press("Return")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConfirmCopy)
    return dialog


def copied(window: Window, qtbot: QtBot) -> str:
    asked().yes.click()
    qtbot.waitUntil(lambda: on_the_clipboard() != "before")
    return on_the_clipboard()


def test_it_asks_in_words_and_enter_alone_copies_nothing(
    window: Window, engine: SendingEngine, qtbot: QtBot
) -> None:
    dialog = asked()
    assert "every program on this computer can read the clipboard" in dialog.sentence.text()
    assert "60 seconds" in dialog.sentence.text()
    assert dialog.sentence.height() >= dialog.sentence.heightForWidth(dialog.sentence.width())
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert on_the_clipboard() == "before"
    assert engine.questions("runnable_curl") == []


def test_it_is_copied_as_it_can_be_run_and_marked(
    window: Window, engine: SendingEngine, qtbot: QtBot
) -> None:
    text = copied(window, qtbot)
    assert f"/accounts/{MARKED}/" in text
    assert "Bearer marked-bearer" in text
    assert engine.questions("runnable_curl") == [LIVE.key]
    assert MARKED not in window.status.text
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasText()
    assert len(data.formats()) > 1


@pytest.mark.parametrize(
    ("platform", "kind", "content"),
    [
        ("linux", "x-kde-passwordManagerHint", b"secret"),
        ("freebsd14", "x-kde-passwordManagerHint", b"secret"),
        (
            "win32",
            'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"',
            b"1",
        ),
        ("darwin", "org.nspasteboard.ConcealedType", b"1"),
    ],
)
def test_each_desktop_is_told_in_its_own_way(platform: str, kind: str, content: bytes) -> None:
    data = secret("text", platform)
    assert data.text() == "text"
    assert data.data(kind).data() == content


def test_it_is_taken_off_when_its_time_is_over(
    window: Window, actions: Actions, qtbot: QtBot
) -> None:
    copied(window, qtbot)
    wait = actions.copying.with_id.wait
    assert wait.isActive()
    assert wait.interval() == STAYS == 60_000
    wait.setInterval(0)
    qtbot.waitUntil(lambda: not on_the_clipboard())
    assert not wait.isActive()
    assert "off the clipboard" in window.status.text


def test_what_was_copied_since_stays(window: Window, actions: Actions, qtbot: QtBot) -> None:
    copied(window, qtbot)
    QGuiApplication.clipboard().setText("something else")
    actions.copying.with_id.wait.timeout.emit()
    assert on_the_clipboard() == "something else"


def test_it_is_taken_off_when_the_window_is_closed(window: Window, qtbot: QtBot) -> None:
    copied(window, qtbot)
    window.close()
    assert on_the_clipboard() == ""


def test_a_keyring_that_is_locked_is_said_and_nothing_is_copied(
    window: Window, engine: SendingEngine, qtbot: QtBot
) -> None:
    engine.failure = VaultLocked("The system keyring is locked.")
    asked().yes.click()
    qtbot.waitUntil(window.banner.isVisible)
    assert window.banner.text == "The system keyring is locked."
    assert on_the_clipboard() == "before"
