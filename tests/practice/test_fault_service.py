"""Switching faults over HTTP, by programs and by the form of the page."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from appcues_console.practice import faults
from appcues_console.practice.faults import FAULTS, InForce, Switchboard, Whom
from tests.practice.calls import JSON, Answer, Practice

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def board(practice: Practice) -> Switchboard:
    return practice.switchboard


def put(practice: Practice, wish: Any) -> Answer:
    body = wish if isinstance(wish, bytes) else json.dumps(wish).encode()
    return practice.ask("PUT", "/practice/fault", body, JSON)


def submitted(practice: Practice, **fields: str) -> Answer:
    return practice.ask("POST", "/practice/fault", urlencode(fields).encode(), FORM)


def test_the_choices_are_listed(practice: Practice) -> None:
    state = practice.get("/practice/fault").json()
    assert state["in_force"] == []
    assert [each["key"] for each in state["choices"]] == [fault.key for fault in FAULTS]
    assert state["choices"][0] == {
        "key": "status-429",
        "name": "Answer 429 with Retry-After 2",
        "sentence": faults.STATUS_429.sentence,
    }


def test_one_is_switched_on_met_and_switched_off(practice: Practice) -> None:
    state = put(practice, {"fault": "status-503", "requests": 2}).json()
    assert state["in_force"] == [
        {"fault": "status-503", "requests": 2, "account": None, "user": None}
    ]
    assert practice.post({"profile_update": {"a": 1}}).status == 503
    assert practice.get("/practice/fault").json()["in_force"][0]["requests"] == 1
    assert put(practice, {"fault": None}).json()["in_force"] == []
    assert practice.post({"profile_update": {"a": 1}}).status == 200


def test_nothing_but_activities_meets_a_fault(practice: Practice) -> None:
    put(practice, {"fault": "status-500"})
    for target in ("/", "/practice/fault", "/practice/accounts/1/users/u/received"):
        assert practice.get(target).status == 200


def test_one_user_alone(practice: Practice, board: Switchboard) -> None:
    put(practice, {"fault": "ok-false", "account": "12345", "user": "ä/b"})
    assert board.in_force() == (InForce(faults.OK_FALSE, None, Whom("12345", "ä/b")),)
    assert practice.post({"profile_update": {}}, user="%C3%A4%2Fb").json() == {"ok": False}
    assert practice.post({"profile_update": {}}).json() == {"ok": True}


def test_all_are_switched_off_together(practice: Practice, board: Switchboard) -> None:
    put(practice, {"fault": "html"})
    put(practice, {"fault": "html", "account": "a", "user": "u"})
    assert practice.ask("DELETE", "/practice/fault").json()["in_force"] == []
    assert board.in_force() == ()


@pytest.mark.parametrize(
    ("wish", "status", "says"),
    [
        (b"", 400, "the body is not JSON"),
        (b"\xff", 400, "the body is not UTF-8"),
        ([], 422, "must be an object with fault"),
        ({}, 422, "must be an object with fault"),
        ({"fault": "nonsense"}, 422, "fault must be null or one of status-429"),
        ({"fault": 1}, 422, "fault must be null or one of"),
        ({"fault": "html", "requests": 0}, 422, "from 1 to 1000000"),
        ({"fault": "html", "requests": 1_000_001}, 422, "from 1 to 1000000"),
        ({"fault": "html", "requests": True}, 422, "from 1 to 1000000"),
        ({"fault": "html", "requests": "2"}, 422, "from 1 to 1000000"),
        ({"fault": "html", "user": "u"}, 422, "both, or neither"),
        ({"fault": "html", "user": "", "account": "a"}, 422, "both, or neither"),
        ({"fault": "html", "user": "\ud800", "account": "a"}, 422, "UTF-8 can carry"),
        ({"fault": "html", "userid": "u"}, 422, "not known here: userid"),
        (b"[" * 16_000, 422, ""),
        (b" " * 20_000, 413, "longer than 16384 bytes"),
    ],
)
def test_what_is_refused_switches_nothing(
    practice: Practice, board: Switchboard, wish: Any, status: int, says: str
) -> None:
    answer = put(practice, wish)
    assert answer.status == status
    assert says in answer.json()["message"]["description"]
    assert board.in_force() == ()


def test_json_must_be_said_to_be_json(practice: Practice) -> None:
    assert practice.ask("PUT", "/practice/fault", b'{"fault":null}', FORM).status == 415


def test_the_form_leads_back_to_the_page(practice: Practice, board: Switchboard) -> None:
    answer = submitted(practice, fault="slow-10s", requests="3", whom="12345/a%2Fb")
    assert (answer.status, answer.headers["location"], answer.body) == (303, "/", b"")
    assert board.in_force() == (InForce(faults.SLOW, 3, Whom("12345", "a/b")),)
    assert submitted(practice, fault="html", requests="", whom="").status == 303
    assert board.in_force()[0] == InForce(faults.HTML)
    assert submitted(practice, fault="").status == 303
    assert [each.fault for each in board.in_force()] == [faults.SLOW]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"fault": "nonsense"},
        {"fault": "html", "requests": "0"},
        {"fault": "html", "requests": "٣"},
        {"fault": "html", "requests": "1000001"},
        {"fault": "html", "whom": "a"},
        {"fault": "html", "whom": "a/"},
        {"fault": "html", "whom": "a/b/c"},
    ],
)
def test_a_wrong_form_switches_nothing(
    practice: Practice, board: Switchboard, fields: dict[str, str]
) -> None:
    assert submitted(practice, **fields).status == 422
    assert board.in_force() == ()


def test_no_other_page_may_switch(practice: Practice, board: Switchboard) -> None:
    for origin in ("https://evil.example", "null"):
        foreign = {**FORM, "origin": origin}
        assert practice.ask("POST", "/practice/fault", b"fault=html", foreign).status == 403
    assert board.in_force() == ()
    own = {**FORM, "origin": "http://127.0.0.1:8000"}
    assert practice.ask("POST", "/practice/fault", b"fault=html", own).status == 303
