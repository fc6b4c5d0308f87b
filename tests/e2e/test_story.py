"""One story of the real program, from its first start to the next ones.

A person opens the console, sends the documentation's example with additions of their own, finds it
again after a restart, and then adds an account whose ID must not be found anywhere afterwards.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from appcues_console.activity.draft import example

from . import accounts_dialog, practice
from .conftest import Start
from .driver import ROOT, Driver
from .secrets_found import leaks, said
from .sending import send
from .stage import Console, Stage

pytestmark = [pytest.mark.only_on("linux"), pytest.mark.timeout(150)]

USER = "K/Über 7"
ACCOUNT_ID = "mark/8417265390+ü"
BEARER = "signed.9182736450/mark+x"


def test_from_the_first_start_to_the_next(stage: Stage, start: Start) -> None:
    console = Console(stage)
    window = start(console)
    assert window["Account"].text == "Practice"
    assert window["User ID"].text == example().user_id
    assert window["Event name"].text == "clicked widget"
    assert window["Event attributes"].rows() == [
        ["widget_color", "text", "blue"],
        ["ab_group", "text", "a"],
    ]
    assert window["Problems"].items() == []
    window["Request line"].wait_for_text("POST http://127.0.0.1:")

    compose(window)
    preview = json.loads(window["Request JSON"].text)
    assert [event["name"] for event in preview["events"]] == ["clicked widget", "signed up"]
    assert preview["events"][1]["attributes"] == {"plan": "gold"}
    assert preview["profile_update"]["seats"] == 3
    assert window["Request line"].text.endswith(
        "/v1/accounts/••••/users/K%2F%C3%9Cber%207/activity"
    )

    send(window, "Practice")
    assert window["Response status"].text.startswith("200")
    assert json.loads(window["Response body"].text)["ok"] is True
    assert window["Request JSON"].text.encode() == practice.received(console.home, USER)
    assert json.loads(window["Request JSON"].text)["events"][1]["name"] == "signed up"
    find_in_history(window)
    quit_console(window, console)

    window = start(console)
    window["User ID"].wait_for(lambda look: look.text == USER, "to hold the draft that was kept")
    find_in_history(window)
    window["User ID"].set_text("somebody else")
    window["History"].select(0)
    window["Delivery"].wait_for_text("Accepted")
    assert json.loads(window["Response body"].text)["ok"] is True
    assert window["User ID"].text == "somebody else", "showing an exchange loads nothing"
    window["History"].focus()
    window.press("Return")
    window["User ID"].wait_for(lambda look: look.text == USER, f"to hold {USER}")

    saved = accounts_dialog.add(window, "Acme", ACCOUNT_ID, BEARER, practice.base_url(console.home))
    assert "keyring" in saved
    accounts_dialog.choose(window, "Acme")
    send_to_acme(window, console)
    assert ACCOUNT_ID not in window["Request line"].text
    quit_console(window, console)

    window = start(console)
    accounts_dialog.choose(window, "Acme")
    # The practice server is another one now, at another address.
    accounts_dialog.move(window, "Acme", practice.base_url(console.home))
    window["Request line"].wait_for_text(f"POST {practice.base_url(console.home)}/")
    window["User ID"].set_text(USER)
    send_to_acme(window, console)
    screen = window.everything_said()
    quit_console(window, console)

    assert "Send to Acme" in screen, "otherwise nothing was heard"
    for secret in (ACCOUNT_ID, BEARER, store_key(console)):
        assert said(secret, screen) == []
        assert leaks(secret, [stage.folder]) == []
    kept = [path.name for path in console.home.iterdir()]
    assert {"accounts.json", "history.db"} <= {*kept}, "otherwise there was nothing to search"


def compose(window: Driver) -> None:
    """Enter a user ID, an event with an attribute, and a profile field."""
    window["User ID"].set_text(USER)
    window["Add event"].press()
    window["Event name"].wait_for(lambda look: look.text == "", "to be empty")
    window["Event name"].set_text("signed up")
    window["Add attribute"].press()
    wait_for_rows(window, "Event attributes", [["", "text", ""]])
    window.press(*"plan", "Tab", "Tab", *"gold")
    wait_for_rows(window, "Event attributes", [["plan", "text", "gold"]])
    window["Add profile field"].press()
    wait_for_rows(window, "Profile fields", [["team", "text", "Product"], ["", "text", ""]])
    window.press(*"seats", "Tab", "Tab", *"3")
    wait_for_rows(window, "Profile fields", [["team", "text", "Product"], ["seats", "number", "3"]])


def wait_for_rows(window: Driver, name: str, rows: list[list[str]]) -> None:
    """Wait until a table holds just these."""
    window[name].wait_for(lambda _: window[name].rows() == rows, f"to hold {rows}")


def find_in_history(window: Driver) -> None:
    """Wait until the newest row is that of the user."""
    window["History"].wait_for(
        lambda _: any(USER in cell for row in window["History"].rows(1) for cell in row),
        f"to begin with {USER}",
    )
    row = " ".join(window["History"].rows(1)[0])
    assert "accepted" in row.lower()
    assert "signed up" in row


def send_to_acme(window: Driver, console: Console) -> None:
    """Send to Acme and look up what arrived, under the account ID that only the keyring has."""
    send(window, "Acme")
    body = window["Request JSON"].text.encode()
    assert practice.received(console.home, USER, ACCOUNT_ID) == body


def store_key(console: Console) -> str:
    """Return the key of the history, as the keyring has it."""
    program = (
        "import sys; from pathlib import Path; from appcues_console.accounts.vault import Vault;"
        " print(Vault(Path(sys.argv[1])).store_key(create=False).hex())"
    )
    asked = subprocess.run(
        [sys.executable, "-c", program, str(console.home)],
        env=console.stage.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return asked.stdout.strip()


def quit_console(window: Driver, console: Console) -> None:
    """Close the window as a desktop does; the program then ends by itself, without complaint."""
    window.close_window()
    assert console.wait_for_end() == 0
