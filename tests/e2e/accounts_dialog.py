"""The steps of a story that lead through the dialog of accounts."""

from __future__ import annotations

from .driver import Driver, DriverError, Look, wait

NAME = "Accounts"


def open_dialog(window: Driver) -> None:
    """Open the dialog."""
    window["Manage accounts"].press()
    window.wait_for_window(NAME)


def begin(window: Driver) -> None:
    """Begin a new account in the open dialog.

    A press made while the dialog is still being put on the screen can be lost; the button goes on
    with the account that was begun, so that pressing it again is harmless.
    """
    name = window.find("Account name", "text", window=NAME)
    for last in (False, False, True):
        window.find("New account", "push button", window=NAME).press()
        try:
            name.wait_for(has_cursor, "to have the cursor", patience=20 if last else 4)
        except DriverError:
            if last:
                raise
        else:
            return


def has_cursor(look: Look) -> bool:
    """Tell whether a field is seen and has the cursor."""
    return {"showing", "focused"} <= look.states


def add(window: Driver, label: str, account_id: str, bearer: str, base_url: str) -> str:
    """Add an account with a base URL of its own; return what the dialog says of it."""
    open_dialog(window)
    begin(window)
    window.find("Account name", "text", window=NAME).set_text(label)
    window.find("Account ID", "password text", window=NAME).set_secret(account_id)
    window.find("Bearer value", "password text", window=NAME).set_secret(bearer)
    window.find("Region", "combo box", window=NAME).focus()
    window.press("End")
    return _save(window, label, base_url)


def move(window: Driver, label: str, base_url: str) -> str:
    """Change where the chosen account's activities go, and nothing else."""
    open_dialog(window)
    name = window.find("Account name", "text", window=NAME)
    name.wait_for(lambda look: look.text == label, f"to hold {label}")
    assert window.find("Account ID", "password text", window=NAME).text == ""
    return _save(window, label, base_url)


def _save(window: Driver, label: str, base_url: str) -> str:
    window.find("Base URL", "text", window=NAME).set_text(base_url)
    window.find("Save account", window=NAME).press()
    notice = wait(lambda: _notice(window, f"{label} is saved"), f"the notice that {label} is saved")
    window.find("Close", window=NAME).press()
    window.wait_for_window(NAME, gone=True)
    return notice


def _notice(window: Driver, begins_with: str) -> str | None:
    """Return the notice that begins so, without its opening word, once it is there."""
    for name, _ in window.names(NAME):
        if name.startswith(f"Notice: {begins_with}"):
            return name.removeprefix("Notice: ")
    return None


def choose(window: Driver, label: str) -> None:
    """Choose an account, the last one of the list, as the destination."""
    window["Account"].wait_for(
        lambda _: window["Account"].items()[-1:] == [label], f"to end with {label}"
    )
    window["Account"].focus()
    window.press("End")
    window["Account"].wait_for_text(label)
