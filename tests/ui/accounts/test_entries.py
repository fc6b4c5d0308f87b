from __future__ import annotations

from dataclasses import replace

import pytest

from appcues_console.accounts.account import DEFAULT_COLOURS, Account
from appcues_console.activity.destination import Credentials, Safety
from appcues_console.activity.trust import TrustFiles
from appcues_console.ui.accounts.entries import (
    Entries,
    Field,
    account_of,
    credentials_of,
    entries_from,
    entries_of,
    problems,
    with_safety,
)
from appcues_console.ui.accounts.wording import ID_TOO, TOGETHER

STAGING = Account("k1", "Staging", "us", "https://api.appcues.com", Safety.TEST, "green")
SIGNED = replace(STAGING, has_bearer=True)
FILES = TrustFiles("/ca.pem", "/me.pem", "/me.key")
TRUSTING = replace(STAGING, trust=FILES, has_passphrase=True)
NEW = Entries(label="New", account_id="123")


@pytest.mark.parametrize(
    ("entries", "stored", "fields"),
    [
        (NEW, None, set()),
        (replace(NEW, label=" "), None, {Field.LABEL}),
        (replace(NEW, label="staging "), None, {Field.LABEL}),
        (replace(NEW, label="practice"), None, {Field.LABEL}),
        (replace(NEW, account_id=""), None, {Field.ACCOUNT_ID}),
        (replace(NEW, account_id="1 2"), None, {Field.ACCOUNT_ID}),
        (replace(NEW, account_id="12a"), None, set()),
        (replace(NEW, bearer="Bearer x"), None, {Field.BEARER}),
        (replace(NEW, region=None), None, {Field.BASE_URL}),
        (replace(NEW, region=None, base_url="http://example.com"), None, {Field.BASE_URL}),
        (replace(NEW, region=None, base_url="http://127.0.0.1:80"), None, set()),
        (replace(NEW, base_url="nonsense that a region makes idle"), None, set()),
        (entries_of(STAGING), STAGING, set()),
        (replace(entries_of(STAGING), bearer="x"), STAGING, {Field.ACCOUNT_ID}),
        (replace(entries_of(STAGING), bearer="x", account_id="1"), STAGING, set()),
        (entries_of(SIGNED), SIGNED, set()),
        (replace(entries_of(SIGNED), account_id="1"), SIGNED, {Field.BEARER}),
        (replace(entries_of(SIGNED), drop_bearer=True), SIGNED, {Field.ACCOUNT_ID}),
        (replace(entries_of(SIGNED), account_id="1", drop_bearer=True), SIGNED, set()),
        (replace(entries_of(SIGNED), account_id="1", bearer="x"), SIGNED, set()),
    ],
)
def test_what_keeps_a_form_from_being_saved(
    entries: Entries, stored: Account | None, fields: set[Field]
) -> None:
    others = ["Staging"] if stored is None else []
    found = problems(entries, others, stored)

    assert set(found) == fields
    assert all(sentence.endswith(".") for sentence in found.values())


def test_secrets_that_are_stored_together_change_together() -> None:
    lone_bearer = replace(entries_of(STAGING), bearer="x")
    lone_id = replace(entries_of(SIGNED), account_id="1")

    assert problems(lone_bearer, [], STAGING)[Field.ACCOUNT_ID] == ID_TOO
    assert problems(lone_id, [], SIGNED)[Field.BEARER] == TOGETHER


@pytest.mark.parametrize(
    "account",
    [
        STAGING,
        SIGNED,
        Account("k2", "EU", "eu", "https://api.eu.appcues.com", Safety.PRODUCTION, "red"),
        Account("k3", "Own", None, "https://proxy.example/a", Safety.PRACTICE, "slate"),
        TRUSTING,
    ],
)
def test_an_account_that_nobody_changed_is_saved_as_it_was(account: Account) -> None:
    assert account_of(entries_of(account), account.key, account) == account
    assert credentials_of(entries_of(account)) is None


def test_an_account_of_a_region_that_is_not_known_here_keeps_its_url() -> None:
    odd = replace(STAGING, region="mars", base_url="https://api.mars.example")

    assert account_of(entries_of(odd), odd.key, odd) == replace(odd, region=None)


def test_a_new_account_is_tidied() -> None:
    entries = replace(NEW, label=" New ", region=None, base_url=" https://a.example/x/ ")
    made = account_of(entries, "k", None)

    assert (made.label, made.base_url, made.has_bearer) == ("New", "https://a.example/x", False)


def test_secrets_are_handed_on_as_they_were_typed() -> None:
    assert credentials_of(replace(NEW, bearer="sig")) == Credentials("123", "sig")
    assert credentials_of(NEW) == Credentials("123", None)
    assert account_of(replace(NEW, bearer="sig"), "k", None).has_bearer
    dropped = replace(entries_of(SIGNED), account_id="1", drop_bearer=True)
    assert not account_of(dropped, "k1", SIGNED).has_bearer


def test_a_form_does_not_print_its_secrets() -> None:
    entries = replace(NEW, account_id="918273", bearer="signature")

    assert "918273" not in repr(entries)
    assert "signature" not in repr(entries)


def test_the_usual_colour_follows_the_safety_level_and_a_chosen_one_stays() -> None:
    usual = with_safety(NEW, Safety.PRODUCTION)
    chosen = with_safety(replace(NEW, colour="pink"), Safety.PRODUCTION)

    assert usual.colour == DEFAULT_COLOURS[Safety.PRODUCTION]
    assert chosen.colour == "pink"


@pytest.mark.parametrize(
    ("address", "region", "base_url"),
    [
        ("https://api.appcues.com", "us", ""),
        ("https://api.eu.appcues.com", "eu", ""),
        ("https://proxy.example/a", None, "https://proxy.example/a"),
        ("http://127.0.0.1:8123", None, "http://127.0.0.1:8123"),
        ("http://proxy.example", "us", ""),
        (None, "us", ""),
    ],
)
def test_a_command_fills_the_form_as_far_as_it_may(
    address: str | None, region: str | None, base_url: str
) -> None:
    entries = entries_from("424242", "marked", address)
    assert (entries.region, entries.base_url) == (region, base_url)
    assert (entries.account_id, entries.bearer) == ("424242", "marked")
    assert "424242" not in repr(entries)
    assert problems(replace(entries, label="New"), (), None) == {}
    assert entries_from("424242", None, address).bearer == ""
