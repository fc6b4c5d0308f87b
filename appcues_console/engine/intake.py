"""Reading what people paste, drop or choose to start from, off the window's thread.

A paste may be ten megabytes and a dropped file may lie on a slow disk; both are read here, on the
thread for files. An account ID in a pasted command is compared with those in the keyring and goes
no further.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from appcues_console.accounts.account import PRACTICE, PRACTICE_ACCOUNT_ID, Account
from appcues_console.accounts.status import VaultError
from appcues_console.engine.errors import CredentialsMissing

if TYPE_CHECKING:
    from appcues_console.activity.draft import Draft
    from appcues_console.engine.vault import VaultThread
    from appcues_console.intake.understood import NotUnderstood, Understood


def understand(text: str) -> Understood | NotUnderstood:
    """Return what pasted `text` is."""
    from appcues_console.intake.reading import read

    return read(text)


def understand_file(path: Path) -> Understood | NotUnderstood:
    """Return what the file at `path` holds."""
    from appcues_console.intake.files import text_of_file

    text = text_of_file(path)
    return understand(text) if isinstance(text, str) else text


def samples() -> tuple[tuple[str, str, Draft], ...]:
    """Return the samples that come with the program: name, hint and draft of each."""
    from appcues_console.intake.samples import samples as shipped

    return tuple((sample.name, sample.hint, sample.draft()) for sample in shipped())


async def recognise(
    account_id: str, accounts: Iterable[Account], vault: VaultThread
) -> Account | None:
    """Return the account that has `account_id`, or None. Raises `VaultError` where the keyring does
    not say of an account what its ID is, and no other account has this one."""
    if account_id == PRACTICE_ACCOUNT_ID:
        return PRACTICE
    silent: VaultError | None = None
    for account in accounts:
        if account.is_practice:
            continue
        try:
            credentials = await vault.credentials(account)
        except CredentialsMissing:
            continue
        except VaultError as error:
            silent = error
            continue
        if credentials.account_id == account_id:
            return account
    if silent is not None:
        raise silent
    return None
