"""Whom an address is for; what stands in for an ID is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.destination import activity_url
from appcues_console.intake import address

HOST = "https://api.appcues.com"
ANY_ID = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda text: not address.stands_in(text)
)


@given(ANY_ID, ANY_ID)
def test_any_id_is_found_again(account: str, user: str) -> None:
    found = address.read(activity_url(HOST, account, user))

    assert (found.base_url, found.account_id, found.user_id) == (HOST, account, user)


@pytest.mark.parametrize(
    ("text", "base_url", "account", "user"),
    [
        (f"{HOST}/v1/accounts/1/users/a%40b%2Fc+d/activity", HOST, "1", "a@b/c+d"),
        (f"{HOST}/v1/accounts/1/users/u/activity/?x=1#y", HOST, "1", "u"),
        (f"{HOST}/v1/accounts/users/u/activity", HOST, None, "u"),
        (f"{HOST}/v1/accounts//users/u/activity", HOST, None, "u"),
        (f"{HOST}/v1/accounts/ACCOUNT_ID/users/USER_ID/activity", HOST, None, None),
        (f"{HOST}/v1/accounts/<account id>/users/{{user}}/activity", HOST, None, None),
        (f"{HOST}/v1/accounts/:account_id/users/$USER/activity", HOST, None, None),
        (f"{HOST}/v1/accounts/%7Baccount%7D/users/%24USER/activity", HOST, None, None),
        (f"{HOST}/v1/accounts/%ACCOUNT%/users/u/activity", HOST, None, "u"),
        (f"{HOST}/v1/accounts/••••/users/user/activity", HOST, None, "user"),
        (f"{HOST}/v1/accounts/1/users/%FF/activity", HOST, "1", None),
        ("HTTP://LocalHost:8000/v1/accounts/1/users/u/activity", "http://localhost:8000", "1", "u"),
        ("http://[::1]:8000/x/v1/accounts/1/users/u/activity", "http://[::1]:8000/x", "1", "u"),
        ("api.appcues.com/v1/accounts/1/users/u/activity", HOST, "1", "u"),
        ("127.0.0.1:80/v1/accounts/1/users/u/activity", "http://127.0.0.1:80", "1", "u"),
        ("https://me:secret@api.appcues.com/v1/accounts/1/users/u/activity", HOST, "1", "u"),
        (f"{HOST}/v2/accounts/1/users/u/profile", HOST, "1", "u"),
        (f"{HOST}/v1/other", None, None, None),
        ("not an address", None, None, None),
        ("https://x/" + "a" * 9_000, None, None, None),
    ],
)
def test_addresses(text: str, base_url: str | None, account: str | None, user: str | None) -> None:
    found = address.read(text)

    assert (found.base_url, found.account_id, found.user_id) == (base_url, account, user)
    assert "secret" not in " ".join(found.sentences)


def test_what_is_missing_or_other_is_said() -> None:
    said = " ".join(address.read(f"{HOST}/v2/accounts/7/users/USER_ID/profile?key=1").sentences)

    assert "names an account ID" in said
    assert "user ID in the address is a placeholder" in said
    assert "another endpoint, v2 profile" in said
    assert "query" in said
    assert "no account ID" in address.read(f"{HOST}/v1/accounts/users/u/activity").sentences[0]


def test_an_account_id_does_not_print() -> None:
    assert "424242" not in repr(address.read(f"{HOST}/v1/accounts/424242/users/u/activity"))


def test_only_an_address_is_one_by_itself() -> None:
    assert address.only_an_address(f"{HOST}/v1/accounts/1/users/u/activity") is not None
    assert address.only_an_address(HOST) is None
    assert address.only_an_address("/v1/accounts/1/users/u/activity") is None
    assert address.only_an_address(f"{HOST}/v1/accounts/1/users/u/activity {{}}") is None
