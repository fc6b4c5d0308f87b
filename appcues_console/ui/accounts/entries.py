"""What is typed into the form of an account, as a value, and whether it can be saved.

The rules of single fields are the account's own; here are those that join fields: a label that
another account has, and secrets that are stored together and so change together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from appcues_console.accounts.account import (
    DEFAULT_COLOURS,
    REGIONS,
    Account,
    check_account_id,
    check_base_url,
    check_bearer,
    check_label,
    check_passphrase,
    check_trust,
    tidy_base_url,
)
from appcues_console.activity.destination import MASK, Credentials, Safety
from appcues_console.activity.trust import SYSTEM_TRUST, TrustFiles, TrustPart

from .wording import ID_TOO, NO_KEY, TOGETHER


class Field(StrEnum):
    """A field of the form, in the order of the form."""

    LABEL = "label"
    ACCOUNT_ID = "account ID"
    BEARER = "bearer"
    BASE_URL = "base URL"
    CA_FILE = "CA file"
    CLIENT_CERTIFICATE = "client certificate"
    CLIENT_KEY = "client key"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of one


PARTS: Mapping[TrustPart, Field] = MappingProxyType(
    {
        TrustPart.CA_FILE: Field.CA_FILE,
        TrustPart.CLIENT_CERTIFICATE: Field.CLIENT_CERTIFICATE,
        TrustPart.CLIENT_KEY: Field.CLIENT_KEY,
        TrustPart.PASSPHRASE: Field.PASSPHRASE,
    }
)
"""The field in which each part of an account's certificates is."""


@dataclass(frozen=True, slots=True, repr=False)
class Entries:
    """All fields of the form. `base_url` counts where `region` is None; the secrets are empty
    unless they were typed just now. Never printed."""

    label: str = ""
    region: str | None = "us"
    base_url: str = ""
    safety: Safety = Safety.TEST
    colour: str = DEFAULT_COLOURS[Safety.TEST]
    account_id: str = field(default="", repr=False)
    bearer: str = field(default="", repr=False)
    drop_bearer: bool = False
    ca_file: str = ""
    client_certificate: str = ""
    client_key: str = ""
    passphrase: str = field(default="", repr=False)
    drop_passphrase: bool = False

    @property
    def trust(self) -> TrustFiles:
        """The certificate files that are named."""
        paths = (self.ca_file, self.client_certificate, self.client_key)
        return TrustFiles(*(path.strip() for path in paths))

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
        ca_file=account.trust.ca_file,
        client_certificate=account.trust.client_certificate,
        client_key=account.trust.client_key,
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
        Field.PASSPHRASE: check_passphrase(entries.passphrase),
    }
    fault = check_trust(entries.trust)
    if fault is not None:
        found[PARTS[fault.part]] = fault.sentence
    elif entries.passphrase and not entries.trust.client_certificate:
        found[Field.CLIENT_CERTIFICATE] = NO_KEY
    return {name: sentence for name, sentence in found.items() if sentence is not None}


def account_of(entries: Entries, key: str, stored: Account | None) -> Account:
    """Return the account that a form without problems describes."""
    if credentials_of(entries) is not None:
        has_bearer = bool(entries.bearer)
    else:
        has_bearer = stored is not None and stored.has_bearer
    url = entries.base_url if entries.region is None else REGIONS[entries.region]
    # What the form does not know of stays as it is stored.
    return replace(
        stored or Account(key, "", None, "", entries.safety, entries.colour),
        label=entries.label.strip(),
        region=entries.region,
        base_url=tidy_base_url(url),
        safety=entries.safety,
        colour=entries.colour,
        has_bearer=has_bearer,
        trust=entries.trust,
        has_passphrase=bool(entries.passphrase) or _keeps_passphrase(entries, stored),
    )


def credentials_of(entries: Entries) -> Credentials | None:
    """Return the secrets to store, or None where those stored are to be kept. The passphrase of
    the client key is not one of them: it changes alone."""
    if not entries.account_id:
        return None
    return Credentials(entries.account_id, entries.bearer or None)


def trust_changed(entries: Entries, stored: Account | None) -> bool:
    """Tell whether the certificate files must be looked at again before they are stored."""
    before = SYSTEM_TRUST if stored is None else stored.trust
    return entries.trust != before or bool(entries.passphrase) or entries.drop_passphrase


def with_safety(entries: Entries, safety: Safety) -> Entries:
    """Return the form with another safety level; a colour that is the usual one of the level before
    follows to that of the new one."""
    usual = entries.colour == DEFAULT_COLOURS[entries.safety]
    colour = DEFAULT_COLOURS[safety] if usual else entries.colour
    return replace(entries, safety=safety, colour=colour)


def _keeps_passphrase(entries: Entries, stored: Account | None) -> bool:
    return stored is not None and stored.has_passphrase and not entries.drop_passphrase


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
