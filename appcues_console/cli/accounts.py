"""`accounts`: list, add and remove. A secret is never printed and never an argument."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
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
    check_passphrase,
    check_trust,
    doubt_account_id,
    new_key,
    tidy_base_url,
)
from appcues_console.activity.destination import Credentials, Safety
from appcues_console.activity.trust import SYSTEM_TRUST, TrustFault, TrustFiles, TrustPart

from .exits import Exit
from .failures import Failure
from .interruptions import Interruptions
from .output import Output
from .running import find_account, result, running, tell_notice

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine

_LONGEST = 10_000
"""Characters read of standard input: more than the secrets of any account have."""


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
    trust: TrustFiles = SYSTEM_TRUST,
) -> int:
    """Add an account and keep its secrets in the keyring."""
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
        trust=trust,
    )
    _refuse(_sentence(check_trust(trust)))
    with Interruptions() as interruptions, running(make_engine) as engine:
        _refuse(check_label(label, [other.label for other in result(engine.accounts())]))
        fault = result(engine.check_trust(account))
        # What no passphrase could mend is said before anything is typed.
        locked = fault is not None and fault.part is TrustPart.PASSPHRASE
        if not locked:
            _refuse(_sentence(fault))
        _demand_keyring(engine)
        account_id, passphrase = _ask_secrets(output, account.label, passphrase=locked)
        _refuse(check_account_id(account_id))
        if locked:
            _refuse(check_passphrase(passphrase or ""))
            _refuse(_sentence(result(engine.check_trust(account, passphrase))))
        interruptions.hold()
        saved = result(engine.save_account(account, Credentials(account_id), passphrase))
        output.say(saved.note)
    doubt = doubt_account_id(account_id)
    if doubt is not None:
        output.say(doubt)
    if region in UNVERIFIED_REGIONS:
        output.say(f"That the region {region} serves this endpoint is not documented.")
    return Exit.DONE


def trust_files(ca_file: str | None, certificate: str | None, key: str | None) -> TrustFiles:
    """Return the files as an account holds them: their paths from the root on, so that the window
    finds them from wherever it is started."""
    return TrustFiles(
        *(
            str(Path(path).expanduser().absolute()) if path else ""
            for path in (ca_file, certificate, key)
        )
    )


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
        "ca_file": account.trust.ca_file or None,
        "client_certificate": account.trust.client_certificate or None,
        "client_key": account.trust.client_key or None,
        "has_passphrase": account.has_passphrase,
    }


def _demand_keyring(engine: Engine) -> None:
    """Refuse before anything is typed: without a keyring the ID would end with this command."""
    vault = result(engine.condition()).vault
    if not vault.usable:
        raise Failure(f"{vault.sentence} Nothing was saved.", Exit.NOT_KEPT)


def _ask_secrets(output: Output, label: str, *, passphrase: bool) -> tuple[str, str | None]:
    """Return the account ID, and the passphrase of the client key where that is asked for."""
    if output.stdin.isatty():
        account_id = _prompt(output, f"Account ID of {label}: ").strip()
        if not (passphrase and account_id):
            return account_id, None
        return account_id, _prompt(output, "Passphrase of its client key: ") or None
    given = output.stdin.read(_LONGEST)
    if not passphrase:
        return given.strip(), None
    account_id, _, rest = given.partition("\n")
    return account_id.strip(), rest.rstrip("\r\n") or None


def _prompt(output: Output, words: str) -> str:
    try:
        return getpass.getpass(words, output.stderr)
    except EOFError:
        return ""


def _sentence(fault: TrustFault | None) -> str | None:
    return None if fault is None else fault.sentence


def _refuse(sentence: str | None) -> None:
    if sentence is not None:
        raise Failure(f"{sentence} Nothing was saved.", Exit.USAGE)
