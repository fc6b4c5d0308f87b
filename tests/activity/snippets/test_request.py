"""One request, with placeholders where its secrets belong."""

from __future__ import annotations

import pytest

from appcues_console.activity.destination import Credentials
from appcues_console.activity.snippets import SNIPPETS, Snippet
from appcues_console.activity.snippets.request import Request

BASE = "https://api.appcues.com"


def test_the_url_has_a_placeholder_unless_real_values_are_given() -> None:
    assert (
        Request(BASE + "/", "a/b", "").url == f"{BASE}/v1/accounts/ACCOUNT_ID/users/a%2Fb/activity"
    )
    real = Request(BASE, "u", "", credentials=Credentials("4 2"))
    assert real.url == f"{BASE}/v1/accounts/4%202/users/u/activity"


def test_the_bearer_value_is_there_where_the_account_has_one() -> None:
    assert Request(BASE, "u", "").bearer_value is None
    assert Request(BASE, "u", "", bearer=True).bearer_value == "BEARER_VALUE"
    assert Request(BASE, "u", "", True, Credentials("1", "secret")).bearer_value == "secret"
    assert Request(BASE, "u", "", True, Credentials("1")).bearer_value is None


def test_it_does_not_print_its_secrets() -> None:
    assert "424242" not in repr(Request(BASE, "u", "", credentials=Credentials("424242", "token")))


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.name)
def test_every_snippet_has_one_placeholder_for_each_secret(snippet: Snippet) -> None:
    text = snippet.write(Request(BASE, "u", "{}", bearer=True))

    assert (text.count("ACCOUNT_ID"), text.count("BEARER_VALUE")) == (1, 1)
    with pytest.raises(UnicodeEncodeError):
        snippet.write(Request(BASE, "\ud800", "{}"))
