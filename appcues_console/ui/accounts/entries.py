"""What is typed into the form of an account, as a value, and whether it can be saved.

The rules of single fields are the account's own; here are those that join fields: a label that
another account has, and secrets that are stored together and so change together.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum

from appcues_console.accounts.account import (
    DEFAULT_COLOURS,
    REGIONS,
    Account,
    check_account_id,
    check_base_url,
    check_bearer,
    check_label,
    tidy_base_url,
)
from appcues_console.activity.destination import MASK, Credentials, Safety

from .wording import ID_TOO, TOGETHER


class Field(StrEnum):
    """A field of the form, in the order of the form."""

    LABEL = "label"
    ACCOUNT_ID = "account ID"
    BEARER = "bearer"
    BASE_URL = "base URL"


@dataclass(frozen=True, slots=True, repr=False)
class Entries:
    """All fields of the form. `base_url` counts where `region` is None; the two secrets are empty
    unless they were typed just now. Never printed."""

    label: str = ""
    region: str | None = "us"
    base_url: str = ""
    safety: Safety = Safety.TEST
    colour: str = DEFAULT_COLOURS[Safety.TEST]
    account_id: str = field(default="", repr=False)
    bearer: str = field(default="", repr=False)
    drop_bearer: bool = False

    def __repr__(self) -> str:
        return f"Entries({self.label!r}, {MASK})"


def entries_of(account: Account | None) -> Entries:
    """Return the form of an account as it is stored; None is a new one."""
    if account is None:
        return Entries()
    known = account.region in REGIONS
    return Entries(
        label=account.label,
        region=account.region if known else None,
        base_url="" if known else account.base_url,
        safety=account.safety,
        colour=account.colour,
    )


def entries_from(account_id: str, bearer: str | None, base_url: str | None) -> Entries:
    """Return the form of an account that somebody else's command was for. Its address counts where
    it is one that an account may have."""
    region = next((key for key, url in REGIONS.items() if url == base_url), None)
    if region is None and (base_url is None or check_base_url(base_url) is not None):
        region, base_url = Entries().region, None
    return Entries(
        region=region,
        base_url="" if region is not None else base_url or "",
        account_id=account_id,
        bearer=bearer or "",
    )


def problems(entries: Entries, others: Collection[str], stored: Account | None) -> dict[Field, str]:
    """Return what keeps the form from being saved, a sentence for each field concerned.

    `others` are the labels of the other accounts; `stored` is the account that is changed.
    """
    found = {
        Field.LABEL: check_label(entries.label, others),
        Field.ACCOUNT_ID: _account_id_problem(entries, stored),
        Field.BEARER: check_bearer(entries.bearer) or _bearer_problem(entries, stored),
        Field.BASE_URL: check_base_url(entries.base_url) if entries.region is None else None,
    }
    return {name: sentence for name, sentence in found.items() if sentence is not None}


def account_of(entries: Entries, key: str, stored: Account | None) -> Account:
    """Return the account that a form without problems describes."""
    if credentials_of(entries) is not None:
        has_bearer = bool(entries.bearer)
    else:
        has_bearer = stored is not None and stored.has_bearer
    url = entries.base_url if entries.region is None else REGIONS[entries.region]
    return Account(
        key=key,
        label=entries.label.strip(),
        region=entries.region,
        base_url=tidy_base_url(url),
        safety=entries.safety,
        colour=entries.colour,
        has_bearer=has_bearer,
    )


def credentials_of(entries: Entries) -> Credentials | None:
    """Return the secrets to store, or None where those stored are to be kept."""
    if not entries.account_id:
        return None
    return Credentials(entries.account_id, entries.bearer or None)


def with_safety(entries: Entries, safety: Safety) -> Entries:
    """Return the form with another safety level; a colour that is the usual one of the level before
    follows to that of the new one."""
    usual = entries.colour == DEFAULT_COLOURS[entries.safety]
    colour = DEFAULT_COLOURS[safety] if usual else entries.colour
    return replace(entries, safety=safety, colour=colour)


def _account_id_problem(entries: Entries, stored: Account | None) -> str | None:
    if entries.account_id:
        return check_account_id(entries.account_id)
    if stored is None:
        return check_account_id("")
    if entries.bearer or entries.drop_bearer:
        return ID_TOO
    return None


def _bearer_problem(entries: Entries, stored: Account | None) -> str | None:
    had = stored is not None and stored.has_bearer
    if had and entries.account_id and not entries.bearer and not entries.drop_bearer:
        return TOGETHER
    return None
