from __future__ import annotations

import asyncio
import json
from urllib.parse import quote

import pytest
from starlette.types import Message

from appcues_console.activity.destination import path_segment
from appcues_console.practice.bodies import MAX_BODY
from appcues_console.practice.identity import proof
from tests.practice.calls import JSON, Practice, asked

ACTIVITY = "/v1/accounts/12345/users/u1/activity"
EXAMPLE = (
    b'{"request_id": "r-1", "events": [{"name": "clicked widget", "timestamp": 1452690322.0,'
    b' "attributes": {"widget_color": "blue"}}], "profile_update": {"team": "Product", "n": 1.50}}'
)


def described(status: int, description: str, title: str) -> dict[str, object]:
    return {
        "error": True,
        "message": {"description": description, "title": title, "type": "error"},
        "status_code": status,
    }


def test_an_activity_is_answered_as_documented(practice: Practice) -> None:
    answer = practice.post({"profile_update": {"a": 1}})
    assert (answer.status, answer.body) == (200, b'{"ok":true}')
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("request_id", ["r-1", "", "ü \U0001f600 \"' \\", "x" * 10_000])
def test_the_request_id_is_echoed_where_one_was_sent(practice: Practice, request_id: str) -> None:
    answer = practice.post({"events": [], "request_id": request_id})
    assert answer.json() == {"ok": True, "request_id": request_id}


def test_what_was_sent_is_read_where_the_public_api_has_its_reads(practice: Practice) -> None:
    practice.post(EXAMPLE)
    practice.post({"events": [{"name": "later", "timestamp": "2016-01-13"}]})
    user = "/v2/accounts/12345/users/u1"
    profile = practice.get(f"{user}/profile")
    assert (profile.status, profile.body) == (200, b'{"team":"Product","n":1.50}')
    events = practice.get(f"{user}/events")
    assert events.body == (
        b'[{"name":"later","timestamp":"2016-01-13"},{"name":"clicked widget",'
        b'"timestamp":1452690322.0,"attributes":{"widget_color":"blue"}}]'
    )
    assert practice.get(f"{user}/events?limit=1").json() == events.json()[:1]
    assert practice.get(f"{user}/events?limit=999").json() == events.json()


@pytest.mark.parametrize("limit", ["0", "-1", "1.5", "x", "", "%2B1", "١", "9" * 19, "1&limit=2"])
def test_a_limit_that_is_no_count_is_refused(practice: Practice, limit: str) -> None:
    practice.post(EXAMPLE)
    answer = practice.get(f"/v2/accounts/12345/users/u1/events?limit={quote(limit, '%&=')}")
    assert answer.status == 400
    assert answer.json() == {
        "error": True,
        "status": 400,
        "title": "Bad Request",
        "detail": "limit must be a whole number of at least 1",
    }


@pytest.mark.parametrize("read", ["profile", "events"])
def test_a_user_who_does_not_exist_is_answered_as_the_public_api_does(
    practice: Practice, read: str
) -> None:
    practice.post(b"{")  # refused, so it creates nobody
    answer = practice.get(f"/v2/accounts/12345/users/u1/{read}")
    assert answer.status == 404
    assert answer.json() == {
        "error": True,
        "status": 404,
        "title": "Not Found",
        "detail": "user u1 does not exist in this account",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/v1/accounts/users/K/activity",
        "/v1/accounts//users/K/activity",
        "/v1/accounts/A/users//activity",
        "/v1/accounts/A/users/K/activity/",
        "/v1/accounts/A/users/a/b/activity",
        "/v1/accounts%2FA/users/K/activity",
        "/V1/accounts/A/users/K/activity",
        "/",
        "/nothing/%zz",
        "//",
        "http://127.0.0.1:8000/v1/accounts/A/users/K/activity",
        "*",
    ],
)
def test_an_unknown_path_is_answered_as_documented(practice: Practice, path: str) -> None:
    if path == "/":
        path = "/v2"
    answer = practice.ask("POST", f"{path}?secret=1", EXAMPLE, JSON)
    assert answer.status == 404
    says = f"no route found for POST {path} (ApiWeb.Router)"
    assert answer.json() == described(404, says, "Not Found")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", ACTIVITY, "POST"),
        ("PUT", ACTIVITY, "POST"),
        ("OPTIONS", ACTIVITY, "POST"),
        ("HEAD", ACTIVITY, "POST"),
        ("PATCH", "/v2/accounts/1/users/u/profile", "GET, HEAD"),
        ("DELETE", "/v2/accounts/1/users/u/events", "GET, HEAD"),
        ("POST", "/", "GET, HEAD"),
    ],
)
def test_another_method_is_not_allowed(
    practice: Practice, method: str, path: str, allow: str
) -> None:
    answer = practice.ask(method, path)
    assert answer.status == 405
    assert answer.headers["allow"] == allow
    says = f"{method} is not allowed for {path}; allowed: {allow}"
    assert answer.json() == described(405, says, "Method Not Allowed")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": ""},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json-patch+json"},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/json", "Content-Type": "application/json"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
def test_another_content_type_is_refused(practice: Practice, headers: dict[str, str]) -> None:
    answer = practice.ask("POST", ACTIVITY, EXAMPLE, headers)
    assert answer.status == 415
    assert answer.json()["message"]["title"] == "Unsupported Media Type"
    assert practice.world.users() == ()


@pytest.mark.parametrize(
    "content_type",
    [
        "Application/JSON",
        "application/json;charset=UTF-8",
        'application/json; charset="utf-8"; a=b',
    ],
)
def test_the_content_type_may_be_spelled_freely(practice: Practice, content_type: str) -> None:
    answer = practice.ask("POST", ACTIVITY, EXAMPLE, {"content-type": content_type})
    assert answer.status == 200


def test_a_body_that_is_not_json_is_answered_400_and_one_of_a_wrong_shape_422(
    practice: Practice,
) -> None:
    broken = practice.post(b'{"events": [}')
    assert broken.status == 400
    assert broken.json()["status_code"] == 400
    assert broken.json()["message"]["description"].startswith("the body is not valid JSON: ")
    wrong = practice.post({"events": {}})
    assert wrong.status == 422
    assert wrong.json()["message"]["description"] == "events must be an array, not an object"


USER_IDS = [
    "a/b",
    "..",
    ".",
    "a b+c",
    "50%",
    "%2F",
    "Ünïcödé 你好 \U0001f469\u200d\U0001f4bb",
    "مرحبا",
    "<script>alert(1)</script>",
    "q?x=1#y",
    "\x00\n\r\t",
    "'\"\\",
    " ",
    "x" * 5_000,
]


@pytest.mark.parametrize("user", USER_IDS)
def test_any_user_id_is_one_segment_and_its_own_user(practice: Practice, user: str) -> None:
    segment = path_segment(user)
    assert practice.post({"profile_update": {"me": user}}, segment, "acc%2Fount").status == 200
    read = practice.get(f"/v2/accounts/acc%2Fount/users/{segment}/profile")
    assert read.json() == {"me": user}
    (summary,) = practice.world.users()
    assert (summary.account, summary.user) == ("acc/ount", user)


@pytest.mark.parametrize("segment", ["%FF", "%", "a%2", "%ED%A0%80"])
def test_a_segment_that_is_not_utf_8_is_refused(practice: Practice, segment: str) -> None:
    answer = practice.post({"events": []}, segment)
    assert answer.status == 400
    assert answer.json()["message"]["description"] == (
        f"the user in the path is not percent-encoded UTF-8: {segment}"
    )


def test_every_body_is_kept_byte_for_byte_with_its_answer(practice: Practice) -> None:
    bodies = [EXAMPLE, b'{"profile_update"  : {"\\u00e4":1.0}}\n', b"\x00\xff{", b""]
    for body in bodies:
        practice.post(body)
        practice.seconds += 1.5
    received = "/practice/accounts/12345/users/u1/received"
    listed = practice.get(received).json()["received"]
    assert [entry["status"] for entry in listed] == [400, 400, 200, 200]
    assert listed[0] == {
        "number": 4,
        "received_at": 1_700_000_004_500,
        "status": 400,
        "fault": None,
        "content_type": "application/json",
        "size": 0,
    }
    for entry, body in zip(listed, reversed(bodies), strict=True):
        whole = practice.get(f"{received}/{entry['number']}")
        assert whole.body == body
        assert whole.headers["content-type"] == "text/plain; charset=utf-8"
        assert whole.headers["x-content-type-options"] == "nosniff"
    assert practice.get(f"{received}/latest").body == b""


@pytest.mark.parametrize("number", ["latest", "0", "99", "x", "-1"])
def test_a_body_that_is_not_kept_is_not_found(practice: Practice, number: str) -> None:
    answer = practice.get(f"/practice/accounts/1/users/nobody/received/{number}")
    assert answer.status == 404
    assert answer.json()["message"]["description"] == f"no body {number} is kept for this user"
    assert practice.get("/practice/accounts/1/users/nobody/received").json() == {"received": []}


def chunked(practice: Practice, chunks: list[bytes], **headers: str) -> tuple[int, str]:
    sent = {"host": "localhost", **JSON, **headers}
    answer = asyncio.run(asked(practice.app, "POST", ACTIVITY, headers=sent.items(), chunks=chunks))
    return answer.status, answer.json().get("message", {}).get("description", "")


def test_a_body_in_pieces_is_put_together(practice: Practice) -> None:
    pieces = [EXAMPLE[i : i + 7] for i in range(0, len(EXAMPLE), 7)]
    assert chunked(practice, pieces) == (200, "")
    assert practice.world.received("12345", "u1")[0].body == EXAMPLE


def test_a_body_of_the_limit_is_read_and_one_byte_more_is_not(practice: Practice) -> None:
    filled = b'{"events": []}' + b" " * (MAX_BODY - 14)
    assert chunked(practice, [filled]) == (200, "")
    status, says = chunked(practice, [filled, b" "])
    assert (status, says) == (
        413,
        "the body is longer than 10485760 bytes, the practice server's limit",
    )
    assert len(practice.world.received("12345", "u1")) == 1


@pytest.mark.parametrize("length", [str(MAX_BODY + 1), "9" * 5_000])
def test_a_length_that_is_too_long_is_refused_before_the_body(
    practice: Practice, length: str
) -> None:
    status, _ = chunked(practice, [], **{"content-length": length})
    assert status == 413


def test_a_client_that_hangs_up_leaves_nothing_behind(practice: Practice) -> None:
    # The last piece says that more will follow, and then the client is gone.
    async def hang_up() -> None:
        pieces = iter([{"type": "http.request", "body": b"{", "more_body": True}])

        async def receive() -> dict[str, object]:
            return next(pieces, {"type": "http.disconnect"})

        async def send(_message: object) -> None:
            return None

        scope = {
            "type": "http",
            "method": "POST",
            "path": ACTIVITY,
            "query_string": b"",
            "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
        }
        await practice.app(scope, receive, send)

    asyncio.run(hang_up())
    assert practice.world.users() == ()


def test_the_identity_is_proved_and_the_token_is_never_told(practice: Practice) -> None:
    answer = practice.get("/practice/identity?challenge=0123456789abcdef")
    assert answer.json() == {"practice": True, "proof": proof("a-token", "0123456789abcdef")}
    assert b"a-token" not in answer.body


@pytest.mark.parametrize("query", ["", "?challenge=", "?challenge=XYZ", "?challenge=" + "a" * 129])
def test_a_challenge_must_be_one(practice: Practice, query: str) -> None:
    assert practice.get(f"/practice/identity{query}").status == 400


def test_every_answer_keeps_other_pages_out(practice: Practice) -> None:
    for answer in (practice.get("/"), practice.get("/nothing"), practice.post(EXAMPLE)):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
        assert answer.headers["date"].endswith(" GMT")
        assert not any(name.startswith("access-control") for name in answer.headers)


def test_a_bug_is_answered_in_the_documented_shape_and_raised(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> None:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        def fail(**_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(practice.world, "profile", fail)
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/v2/accounts/1/users/u/profile",
            "query_string": b"",
            "headers": [(b"host", b"localhost")],
        }
        with pytest.raises(ZeroDivisionError):
            await practice.app(scope, receive, send)
        assert sent[0]["status"] == 500
        body = sent[1]["body"]
        assert isinstance(body, bytes)
        says = "the practice server failed; this is a bug in it"
        assert json.loads(body) == described(500, says, "Internal Server Error")

    asyncio.run(broken())
