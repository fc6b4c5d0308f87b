"""`accounts`: list, add and remove. An account ID is never printed and never an argument."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from appcues_console.accounts.account import (
    COLOURS,
    DEFAULT_COLOURS,
    REGIONS,
    UNVERIFIED_REGIONS,
    Account,
    check_account_id,
    check_base_url,
    check_label,
    doubt_account_id,
    new_key,
    tidy_base_url,
)
from appcues_console.activity.destination import Credentials, Safety

from .exits import Exit
from .failures import Failure
from .interruptions import Interruptions
from .output import Output
from .running import find_account, result, running, tell_notice

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine

_LONGEST = 10_000
"""Characters read of standard input: more than any account ID has."""


def show(output: Output, make_engine: Callable[[], Engine], *, as_json: bool) -> int:
    """List the accounts, Practice first."""
    with Interruptions(), running(make_engine) as engine:
        for account in result(engine.accounts()):
            if as_json:
                output.record(record(account))
            else:
                output.line(line(account))
        tell_notice(output, engine)
    return Exit.DONE


def remove(output: Output, make_engine: Callable[[], Engine], label: str) -> int:
    """Remove the account called `label`, and its secrets from the keyring."""
    with Interruptions() as interruptions, running(make_engine) as engine:
        account = find_account(output, engine, label)
        if account.is_practice:
            raise Failure("Practice is built in and cannot be removed.", Exit.USAGE)
        interruptions.hold()
        output.say(result(engine.remove_account(account)))
    return Exit.DONE


def add(
    output: Output,
    make_engine: Callable[[], Engine],
    label: str,
    *,
    region: str | None,
    base_url: str | None,
    safety: str,
    colour: str | None,
) -> int:
    """Add an account and keep its ID in the keyring."""
    level = Safety(safety)
    if base_url is None:
        region = region or "us"
        base_url = REGIONS[region]
    _refuse(check_base_url(base_url))
    if colour is not None and colour not in COLOURS:
        _refuse(f"Choose a colour from {', '.join(COLOURS)}.")
    account = Account(
        key=new_key(),
        label=label.strip(),
        region=region,
        base_url=tidy_base_url(base_url),
        safety=level,
        colour=colour or DEFAULT_COLOURS[level],
    )
    with Interruptions() as interruptions, running(make_engine) as engine:
        _refuse(check_label(label, [other.label for other in result(engine.accounts())]))
        _demand_keyring(engine)
        account_id = _ask_account_id(output, account.label)
        _refuse(check_account_id(account_id))
        interruptions.hold()
        saved = result(engine.save_account(account, Credentials(account_id)))
        output.say(saved.note)
    doubt = doubt_account_id(account_id)
    if doubt is not None:
        output.say(doubt)
    if region in UNVERIFIED_REGIONS:
        output.say(f"That the region {region} serves this endpoint is not documented.")
    return Exit.DONE


def line(account: Account) -> str:
    """Return one account as people read it."""
    where = account.base_url or "on this computer"
    region = f" ({account.region})" if account.region else ""
    return f"{account.label}  {account.safety}  {where}{region}"


def record(account: Account) -> dict[str, Any]:
    """Return one account for `--json`, without its secrets."""
    return {
        "label": account.label,
        "safety": account.safety.value,
        "region": account.region,
        "base_url": account.base_url or None,
        "colour": account.colour,
        "has_bearer": account.has_bearer,
    }


def _demand_keyring(engine: Engine) -> None:
    """Refuse before anything is typed: without a keyring the ID would end with this command."""
    vault = result(engine.condition()).vault
    if not vault.usable:
        raise Failure(f"{vault.sentence} Nothing was saved.", Exit.NOT_KEPT)


def _ask_account_id(output: Output, label: str) -> str:
    if output.stdin.isatty():
        try:
            return getpass.getpass(f"Account ID of {label}: ", output.stderr).strip()
        except EOFError:
            return ""
    return output.stdin.read(_LONGEST).strip()


def _refuse(sentence: str | None) -> None:
    if sentence is not None:
        raise Failure(f"{sentence} Nothing was saved.", Exit.USAGE)
