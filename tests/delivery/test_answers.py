"""What a server's answer says, in the documented shapes and in any other."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.exchange import Reply
from appcues_console.delivery.answers import (
    LONGEST_QUOTE,
    one_line,
    read_answer,
    sent_request_id,
    status_phrase,
)


def reply(body: bytes, kind: str = "application/json", *, truncated: bool = False) -> Reply:
    return Reply(200, "OK", "HTTP/1.1", (("Content-Type", kind),), body, truncated)


DOCUMENTED = (
    b'{"error":true,"message":{"description":"no route found for POST'
    b' /v1/accounts/users/K/activity (ApiWeb.Router)","title":"Not Found","type":"error"},'
    b'"status_code":404}'
)


@pytest.mark.parametrize(
    ("body", "failed", "said"),
    [
        (b'{"ok":true}', False, ""),
        (
            DOCUMENTED,
            True,
            "Not Found: no route found for POST /v1/accounts/users/K/activity (ApiWeb.Router)",
        ),
        (b'{"error":true,"status":404,"title":"T","detail":"D"}', True, "T: D"),
        (b'{"error":true,"message":"plain"}', True, "plain"),
        (b'{"error":"bad thing"}', False, "bad thing"),
        (b'{"error":"true"}', True, ""),
        (b'{"error":false,"ok":true}', False, ""),
        (b'{"ok":false}', True, ""),
        (b'{"ok":"False","reason":"why"}', True, "why"),
        (b'{"error":1}', False, "error: 1"),
        (b'{"ok":0}', False, ""),
        (b'{"error":null,"message":{"title":3}}', False, ""),
        (b'\xef\xbb\xbf{"error":true}', True, ""),
        ('{"error":true}'.encode("utf-16"), True, ""),
        (b'[{"error":true}]', False, ""),
        (b"", False, ""),
        (b"\xff\xfe\xfa", False, ""),
        (b"{" * 100_000, False, ""),
        (b"[" * 100_000, False, ""),
        (b"9" * 10_000, False, ""),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_read_answer(body: bytes, failed: bool, said: str) -> None:
    answer = read_answer(reply(body))
    assert (answer.failed, answer.said) == (failed, said)


@pytest.mark.parametrize(
    ("body", "echo"),
    [
        (b'{"ok":true,"request_id":"r1"}', "r1"),
        (b'{"ok":true,"request_id":7}', "7"),
        (b'{"ok":true,"request_id":null}', None),
        (b'{"ok":true}', None),
    ],
)
def test_the_echo_of_the_request_id(body: bytes, echo: str | None) -> None:
    assert read_answer(reply(body)).request_id == echo


@pytest.mark.parametrize(
    ("body", "foreign", "said"),
    [
        (b'{"error":"bad account"}', True, "bad account"),
        (b'{"error":{"code":7,"message":"no account"}}', True, "no account"),
        (b'{"error":{"code":7}}', True, 'error: {"code": 7}'),
        (b'{"errors":[{"title":"T","detail":"D"},{"detail":"E"}]}', True, "T: D"),
        (b'{"errors":["first","second"]}', True, 'errors: ["first", "second"]'),
        (b'{"errors":[]}', False, ""),
        (b'{"error":{}}', False, ""),
        (b'{"error":"false"}', False, ""),
        (b'{"error":0}', False, ""),
        (b'{"status_code":404}', True, "status_code: 404"),
        (b'{"status":500,"title":"Odd"}', True, "Odd"),
        (b'{"status_code":200}', False, ""),
        (b'{"status":"404"}', False, ""),
        (b'{"success":false}', True, "success: false"),
        (b'{"error":true,"errors":["x"]}', False, ""),
    ],
)
def test_a_failure_in_the_shapes_of_others(body: bytes, foreign: bool, said: str) -> None:
    answer = read_answer(reply(body))
    assert (answer.foreign_failure, answer.said) == (foreign, said)


@pytest.mark.parametrize(
    ("body", "failed", "ok"),
    [
        (b'{"data": "x", "error": true, "more": "yyy', True, False),
        (b'\xef\xbb\xbf{"ok" : false ,"more":[1,', True, False),
        (b'{"ok":true,"more":"yyy', False, True),
        (b'{"data":{"error":true', False, False),
        (b'{"data":"\\"error\\":true,', False, False),
        (b'{"error":tru', False, False),
        (b'{"error":true', False, False),
        (b'{"data"', False, False),
        (b"{", False, False),
        (b"", False, False),
        (b'[{"error":true},', False, False),
        (b'{"a":' * 50_000, False, False),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_stands_whole_before_a_cut_counts(body: bytes, failed: bool, ok: bool) -> None:
    answer = read_answer(reply(body, truncated=True))
    assert (answer.failed, answer.ok, answer.is_json_object) == (failed, ok, False)


def test_an_answer_that_was_cut_still_tells_how_it_began() -> None:
    assert read_answer(reply(b' { "error" : true, "data": "xxx', truncated=True)).failed
    assert not read_answer(reply(b'{"ok": true, "data": "xxx', truncated=True)).failed


def test_short_plain_text_is_quoted_and_html_is_not() -> None:
    assert read_answer(reply(b"upstream\r\ngone", "text/plain; charset=utf-8")).said == (
        "upstream gone"
    )
    assert read_answer(reply(b"<html>gone</html>", "text/html")).said == ""
    assert read_answer(reply(b"x" * 5000, "text/plain")).said == ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"request_id":"r1"}', "r1"),
        (b'{"request_id":1}', None),
        (b"{}", None),
        (b"[]", None),
        (b"no json", None),
    ],
)
def test_sent_request_id(body: bytes, expected: str | None) -> None:
    assert sent_request_id(body) == expected


@pytest.mark.parametrize(
    ("status", "reason", "expected"),
    [(200, "OK", "200 OK"), (404, "", "404 Not Found"), (799, "", "799"), (404, "No", "404 No")],
)
def test_status_phrase(status: int, reason: str, expected: str) -> None:
    assert status_phrase(Reply(status, reason, "HTTP/1.1", (), b"")) == expected


def test_one_line_is_plain_and_short() -> None:
    assert one_line("a\n\tb\u202ec\u2028d\x00e  f") == "a b c d e f"
    assert len(one_line("x" * 1000)) == LONGEST_QUOTE


@given(st.binary(max_size=200) | st.builds(lambda v: json.dumps(v).encode(), st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.dictionaries(
        st.sampled_from(["error", "ok", "message", "title", "detail", "request_id", "x"]), inner
    ) | st.lists(inner, max_size=3),
)))  # fmt: skip
def test_no_body_breaks_it(body: bytes) -> None:
    answer = read_answer(reply(body, "text/plain"))
    assert "\n" not in answer.said
    assert len(answer.said) <= LONGEST_QUOTE
