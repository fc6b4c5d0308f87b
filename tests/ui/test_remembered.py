"""Text size and theme outlive the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from appcues_console.ui.desk import Desk
from appcues_console.ui.remembered import remembered_theme
from appcues_console.ui.theme.theme import Mode, Theme
from appcues_console.ui.window import EXCHANGE, HISTORY, Window


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


def settings(file: Path) -> QSettings:
    return QSettings(str(file), QSettings.Format.IniFormat)


@pytest.mark.parametrize("mode", list(Mode))
def test_the_next_run_looks_as_the_last_did(
    mode: Mode, desk: Desk, file: Path, qtbot: QtBot
) -> None:
    theme = Theme(Mode.LIGHT)
    window = Window(desk.session, desk, theme, settings(file))
    qtbot.addWidget(window)
    theme.choose(mode)
    theme.set_scale(1.5)
    window.close()
    again = remembered_theme(settings(file))
    assert (again.mode, again.scale) == (mode, 1.5)


def test_the_first_run_follows_the_system_at_the_usual_size(file: Path) -> None:
    theme = remembered_theme(settings(file))
    assert (theme.mode, theme.scale) == (Mode.SYSTEM, 1.0)


@pytest.mark.parametrize(
    "content",
    [
        b"[General]\ntheme=purple\ntext_size=huge\n",
        b"[General]\ntheme=1, 2\ntext_size=nan\n",
        b"[General]\ntheme=@Invalid()\ntext_size=@Point(1 2)\n",
        b"[General]\ntext_size=inf\n",
    ],
)
def test_nonsense_is_passed_over(content: bytes, file: Path) -> None:
    file.write_bytes(content)
    theme = remembered_theme(settings(file))
    assert (theme.mode, theme.scale) == (Mode.SYSTEM, 1.0)


def test_folds_are_remembered_and_what_yielded_by_itself_is_not(
    desk: Desk, file: Path, qtbot: QtBot
) -> None:
    theme = Theme(Mode.LIGHT, 2.0)
    first = Window(desk.session, desk, theme, settings(file))
    qtbot.addWidget(first)
    first.resize(960, 600)
    with qtbot.waitExposed(first):
        first.show()
    assert first.columns.is_folded(HISTORY)
    first.columns.fold(EXCHANGE)
    first.close()
    second = Window(desk.session, desk, Theme(Mode.LIGHT), settings(file))
    qtbot.addWidget(second)
    with qtbot.waitExposed(second):
        second.show()
    assert not second.columns.is_folded(HISTORY)
    assert second.columns.is_folded(EXCHANGE)
