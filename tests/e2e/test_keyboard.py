"""From the start to an accepted answer without a mouse and without a screen reader's shortcuts."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from . import practice
from .conftest import Start
from .driver import Driver
from .stage import Console, Stage

pytestmark = [pytest.mark.only_on("linux"), pytest.mark.timeout(150)]


def test_keys_alone_lead_to_an_accepted_answer(stage: Stage, start: Start) -> None:
    console = Console(stage)
    window = start(console)
    window["Request line"].wait_for_text("POST http://127.0.0.1:")

    window.press("Ctrl+L")
    wait_for_focus(window, "User ID")
    window.type("team/user 7")
    window["User ID"].wait_for(lambda look: look.text == "team/user 7", "to hold what was typed")

    window.press("Ctrl+E")
    wait_for_focus(window, "Event name")
    window.type("Signed Up")
    window.press("Ctrl+Shift+E", *"plan", "Tab", "Tab", *"gold", "Return", *"seats", "Tab", "Tab")
    window.type("12")
    window.press("Ctrl+P", *"trial", "Tab", "Tab", *"true")
    wanted = {
        "name": "Signed Up",
        "attributes": {"plan": "gold", "seats": 12},
    }
    window["Request JSON"].wait_for(
        lambda look: holds(look.text, wanted, {"team": "Product", "trial": True}), "what was typed"
    )

    window.press("Ctrl+Z")
    window["Request JSON"].wait_for(
        lambda look: '"trial": true' not in (look.text or ""), "what was there before"
    )
    window.press("Ctrl+Shift+Z")
    window["Request JSON"].wait_for(lambda look: '"trial": true' in (look.text or ""), "it again")

    window.press("Ctrl+Return")
    window["Delivery"].wait_for_text("Accepted")
    assert window["Request JSON"].text.encode() == practice.received(console.home, "team/user 7")

    window["History"].wait_for(lambda _: bool(window["History"].rows()), "to hold what was sent")

    window.press("Ctrl+L", "Ctrl+A")
    window.type("other")
    window["User ID"].wait_for(lambda look: look.text == "other", "to hold what was typed")
    window.press("Escape", "Ctrl+1", "Return")
    window["User ID"].wait_for(lambda look: look.text == "team/user 7", "what was loaded again")

    window.press("Ctrl+K")
    window["Command palette"].wait_for(lambda look: "showing" in look.states, "to open")
    window.type("manage acc")
    window.press("Return")
    window.wait_for_window("Accounts")
    window.press("Escape")
    window.wait_for_window("Accounts", gone=True)

    window.close_window()
    assert console.wait_for_end() == 0


def wait_for_focus(window: Driver, name: str) -> None:
    window[name].wait_for(lambda look: "focused" in look.states, "to have the focus")


def holds(text: str | None, event: Mapping[str, object], profile: Mapping[str, object]) -> bool:
    """Tell whether a body has this as its second event, whatever its time, and this profile."""
    try:
        body = json.loads(text or "")
    except ValueError:
        return False
    if len(body["events"]) != 2 or body.get("profile_update") != profile:
        return False
    return {key: body["events"][1].get(key) for key in event} == event
