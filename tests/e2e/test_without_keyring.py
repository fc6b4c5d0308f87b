"""The console on a machine without a Secret Service: it works, and says what that means."""

from __future__ import annotations

import pytest

from appcues_console.activity.draft import example

from . import accounts_dialog, practice
from .conftest import Start
from .secrets_found import leaks
from .sending import send
from .stage import Console, Stage

pytestmark = [pytest.mark.only_on("linux"), pytest.mark.timeout(150)]

ACCOUNT_ID = "mark/5390841726+é"


def test_practice_works_without_a_keyring_and_the_window_says_so(
    bare_stage: Stage, start: Start
) -> None:
    console = Console(bare_stage)
    window = start(console)
    note = window["Kept for this session only."].wait_for(
        lambda look: "showing" in look.states and bool(look.description), "to be shown"
    )
    assert "No system keyring" in note.description

    send(window, "Practice")

    base_url = practice.base_url(console.home)
    saved = accounts_dialog.add(window, "Acme", ACCOUNT_ID, "", base_url)
    assert "this session only" in saved, saved
    accounts_dialog.choose(window, "Acme")
    send(window, "Acme")
    assert practice.received(console.home, example().user_id, ACCOUNT_ID)
    window.close_window()
    assert console.wait_for_end() == 0
    assert not (console.home / "history.db").exists()
    assert leaks(ACCOUNT_ID, [bare_stage.folder]) == []

    window = start(console)
    window["History"].wait_for(lambda _: not window["History"].rows(), "to be empty")
    window.close_window()
    assert console.wait_for_end() == 0
