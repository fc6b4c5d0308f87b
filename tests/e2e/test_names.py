"""The accessible names are a contract: a screen reader, and whoever drives the window from outside,
finds everything by them. Each is there, once, with a role that fits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import contract
from tests.contract import Kind

from . import accounts_dialog
from .driver import Driver
from .stage import Console, Stage

pytestmark = [pytest.mark.only_on("linux"), pytest.mark.timeout(150)]

ROLES = {
    Kind.BUTTON: "push button",
    Kind.TEXT: "text",
    Kind.LABEL: "label",
    Kind.COMBO: "combo box",
    Kind.LIST: "list",
    Kind.TABLE: "table",
}
BUTTON, TEXT, COMBO = ({ROLES[kind]} for kind in (Kind.BUTTON, Kind.TEXT, Kind.COMBO))

WINDOW = {name: {ROLES[kind] for kind in kinds} for name, kinds in contract.WINDOW.items()}

ACCOUNTS = {
    "Account name": TEXT,
    "Account ID": {"password text"},
    "Region": COMBO,
    "Base URL": TEXT,
    "Safety level": COMBO,
    "Colour": COMBO,
    "Save account": BUTTON,
    "Remove account": BUTTON,
}

WITH_TEXT = (
    "Account",
    "User ID",
    "User status",
    "Event name",
    "Event time",
    "Request ID",
    "Request JSON",
    "Request line",
    "Delivery",
    "Response status",
    "Response headers",
    "Response body",
    "Search history",
)

EDITABLE = (
    "User ID",
    "Event name",
    "Event time",
    "Request ID",
    "Request JSON",
    "Search history",
)


@pytest.fixture(scope="module")
def window(_equipped: None) -> Iterator[Driver]:
    """A running window with the dialog of accounts open at a new account."""
    with Stage() as stage:
        console = Console(stage)
        pid = console.start()
        try:
            with Driver(pid, stage.environment) as driver:
                accounts_dialog.open_dialog(driver)
                accounts_dialog.begin(driver)
                yield driver
        finally:
            console.kill()


@pytest.mark.parametrize(("name", "roles"), WINDOW.items(), ids=WINDOW)
def test_the_window_has_the_name(name: str, roles: set[str], window: Driver) -> None:
    found = [role for each, role in window.names() if each == name]
    fitting = [role for role in found if role in roles]
    # An editable combo box and the field in it may share their name; nothing else may.
    assert fitting
    assert len(fitting) == len({*fitting}), found


@pytest.mark.parametrize(("name", "roles"), ACCOUNTS.items(), ids=ACCOUNTS)
def test_the_dialog_of_accounts_has_the_name(name: str, roles: set[str], window: Driver) -> None:
    found = [role for each, role in window.names("Accounts") if each == name]
    assert [role for role in found if role in roles] == [*roles], found


@pytest.mark.parametrize("name", WITH_TEXT)
def test_what_it_shows_can_be_read(name: str, window: Driver) -> None:
    look = window.find(name, *WINDOW[name]).look()
    assert look.text is not None


@pytest.mark.parametrize("name", EDITABLE)
def test_what_it_holds_can_be_changed(name: str, window: Driver) -> None:
    assert "editable" in window.find(name, *WINDOW[name]).look().states


def test_tables_have_their_columns(window: Driver) -> None:
    for name in ("Event attributes", "Profile fields"):
        assert {len(row) for row in window[name].rows()} == {3}
