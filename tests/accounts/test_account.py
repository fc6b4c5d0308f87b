"""What may be typed for an account, and what is refused, each with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.accounts.account import (
    COLOURS,
    DEFAULT_COLOURS,
    LONGEST_LABEL,
    LONGEST_SECRET,
    PRACTICE,
    REGIONS,
    UNVERIFIED_REGIONS,
    Account,
    check_account_id,
    check_base_url,
    check_bearer,
    check_label,
    check_passphrase,
    check_trust,
    doubt_account_id,
    new_key,
    tidy_base_url,
)
from appcues_console.activity.destination import Safety
from appcues_console.activity.linting.account_id import account_id_problems
from appcues_console.activity.trust import TrustFiles

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


@pytest.mark.parametrize("label", ["Acme", "Ünïcode 🎈", "a", "x" * LONGEST_LABEL, " spaced "])
def test_labels_that_are_fine(label: str) -> None:
    assert check_label(label, ["Other"]) is None


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("", "Give the account a name"),
        ("  \t", "Give the account a name"),
        ("two\nlines", "line break"),
        ("nul\0", "cannot be shown"),
        ("\ud800", "cannot be shown"),
        ("x" * (LONGEST_LABEL + 1), "longer than"),
        ("Practice", "built-in"),
        (" pRACTICE ", "built-in"),
        ("Acme", "already"),
        ("aCME ", "already"),
    ],
)
def test_labels_that_are_refused(label: str, words: str) -> None:
    sentence = check_label(label, ["Acme"])

    assert sentence is not None
    assert words in sentence


@pytest.mark.parametrize(
    "url",
    [
        *REGIONS.values(),
        "https://api.appcues.com/",
        " https://proxy.example:8443/appcues ",
        "http://localhost:8000",
        "http://127.0.0.1:1",
        "http://127.8.9.1",
        "http://[::1]:9000/x",
        "https://münchen.example",
    ],
)
def test_base_urls_that_are_fine(url: str) -> None:
    assert check_base_url(url) is None


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "Enter a base URL"),
        ("api.appcues.com", "https://"),
        ("ftp://api.appcues.com", "https://"),
        ("https://", "https://"),
        ("https://:443", "https://"),
        ("http://api.appcues.com", "could be read on its way"),
        ("http://localhost.example.com", "could be read on its way"),
        ("http://0.0.0.0:80", "could be read on its way"),
        ("http://127.0.0.1@evil.example", "could be read on its way"),
        ("https://user@api.appcues.com", "Remove the user name"),
        ("https://user:word@api.appcues.com", "Remove the user name"),
        ("https://api.appcues.com?x=1", "Remove everything"),
        ("https://api.appcues.com?", "Remove everything"),
        ("https://api.appcues.com/#", "Remove everything"),
        ("https://api appcues.com", "holds a space"),
        ("https://api.appcues.com\n.evil.example", "holds a space"),
        ("https://api.appcues.com:99999", "not a URL"),
        ("https://[::1", "not a URL"),
        ("https://api.appcues.com:0", "Port 0"),
    ],
)
def test_base_urls_that_are_refused(url: str, words: str) -> None:
    sentence = check_base_url(url)

    assert sentence is not None
    assert words in sentence


@given(ANY_TEXT)
def test_any_text_is_judged_and_never_raises(text: str) -> None:
    checks = (check_label, check_base_url, check_account_id, doubt_account_id, check_bearer)
    for check in checks:
        sentence = check(text)
        assert sentence is None or sentence.endswith(".")


@given(st.text(max_size=8).map(lambda rest: f"http://127.0.0.1{rest}"))
def test_plain_http_goes_to_this_computer_only(url: str) -> None:
    import ipaddress
    from urllib.parse import urlsplit

    if check_base_url(url) is None:
        host = urlsplit(tidy_base_url(url)).hostname
        assert host is not None
        assert ipaddress.ip_address(host).is_loopback


@pytest.mark.parametrize("text", ["12345", "a-b_c", "x" * LONGEST_SECRET, "日本"])
def test_account_ids_that_are_fine(text: str) -> None:
    assert check_account_id(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Enter the account ID"),
        (" 12345", "space"),
        ("123 45", "space"),
        ("12345\n", "line break"),
        ("12345\0", "cannot be shown"),
        ("12\u200b345", "cannot be shown"),
        ("12\ud800", "cannot be shown"),
        ("x" * (LONGEST_SECRET + 1), "longer than"),
        ("🎈" * (LONGEST_SECRET // 2 + 1), "longer than"),
    ],
)
def test_account_ids_that_are_refused(text: str, words: str) -> None:
    sentence = check_account_id(text)

    assert sentence is not None
    assert words in sentence
    assert "12" not in sentence.replace(str(LONGEST_SECRET), "")  # it never repeats what was typed


@pytest.mark.parametrize("text", ["", "12345", "0"])
def test_account_ids_that_nobody_doubts(text: str) -> None:
    assert doubt_account_id(text) is None


def test_an_account_id_that_is_not_digits_is_possible_and_doubted() -> None:
    assert check_account_id("12a45") is None
    (problem,) = account_id_problems("12a45")
    assert doubt_account_id("12a45") == problem.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bearer abc", "without the word"),
        ("bearer abc", "without the word"),
        ("ünïcode", "ASCII"),
        ("a b", "space"),
        ("x" * (LONGEST_SECRET + 1), "longer than"),
    ],
)
def test_bearer_values_that_are_refused(text: str, words: str) -> None:
    sentence = check_bearer(text)

    assert sentence is not None
    assert words in sentence


def test_no_bearer_value_and_a_usual_one_are_fine() -> None:
    assert check_bearer("") is None
    assert check_bearer("eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoiNDIifQ.c2ln+/=") is None


def test_the_built_in_account_is_told_by_its_key() -> None:
    other = Account(new_key(), "Practice", None, "https://x.example", Safety.TEST, "red")

    assert PRACTICE.is_practice
    assert not other.is_practice


def test_a_destination_shows_the_account_without_its_secrets() -> None:
    account = Account("k", "Acme", "us", REGIONS["us"], Safety.PRODUCTION, "red")

    assert account.destination().base_url == REGIONS["us"]
    assert account.destination("http://127.0.0.1:9").base_url == "http://127.0.0.1:9"
    assert account.destination().safety is Safety.PRODUCTION


def test_every_offered_colour_and_region_exists() -> None:
    assert set(DEFAULT_COLOURS) == set(Safety)
    assert set(DEFAULT_COLOURS.values()) <= set(COLOURS)
    assert PRACTICE.colour in COLOURS
    assert set(REGIONS) > UNVERIFIED_REGIONS
    assert all(check_base_url(url) is None for url in REGIONS.values())


def test_keys_are_never_given_twice() -> None:
    assert len({new_key() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("trust", "words"),
    [
        (TrustFiles(), None),
        (TrustFiles("/etc/ca.pem", "/srv/anna/me.pem", "/srv/anna/me.key"), None),
        (TrustFiles("ca.pem"), "whole path of the CA file"),
        (TrustFiles("", "~/me.pem"), "whole path of the client certificate"),
        (TrustFiles("", "/me.pem", "me.key"), "whole path of the client key"),
        (TrustFiles("/a\nb"), "cannot be shown"),
        (TrustFiles("", "", "/me.key"), "needs its certificate"),
    ],
)
@pytest.mark.only_on("linux", "darwin")
def test_paths_of_certificate_files(trust: TrustFiles, words: str | None) -> None:
    found = check_trust(trust)
    assert (found is None) is (words is None)
    assert found is None or (words or "") in found.sentence


@pytest.mark.parametrize(
    ("passphrase", "fine"),
    [("", True), ("correct horse", True), ("ünï", True), ("a\nb", False), ("x" * 1201, False)],
)
def test_passphrases(passphrase: str, fine: bool) -> None:
    found = check_passphrase(passphrase)
    assert (found is None) is fine
    assert found is None or (found.endswith(".") and passphrase not in found)
