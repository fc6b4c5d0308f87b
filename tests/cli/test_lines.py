"""What one line of a batch asks for: the very bytes, the right user, or a reason why not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.cli.exits import Exit
from appcues_console.cli.lines import Faulty, Ready, read_line


def ready(line: str | bytes) -> Ready:
    found = read_line(7, line.encode() if isinstance(line, str) else line)
    assert isinstance(found, Ready), found
    return found


def faulty(line: str | bytes) -> Faulty:
    found = read_line(7, line.encode() if isinstance(line, str) else line)
    assert isinstance(found, Faulty), found
    return found


BODY = '{"profile_update":  {"n": 1.0, "big": 123456789012345678901, "e": 1E3, "ü": "\\u00e9"}}'


@pytest.mark.parametrize(
    "line",
    [
        f'{{"user": "u1", "body": {BODY}}}',
        f'{{"body":{BODY},"user":"u1"}}',
        f'  {{ "user_id"\t: "u1" , "body" :\r{BODY} }}  \r',
        f'{{"us\\u0065r": "u1", "body": {BODY}}}',
    ],
)
def test_the_bytes_after_body_are_sent(line: str) -> None:
    found = ready(line)
    assert found.activity.body == BODY.encode()
    assert (found.activity.user_id, found.activity.event_count) == ("u1", 0)
    assert found.activity.summary == "profile: n, big, e and 1 more"
    assert (found.number, found.size) == (7, len(line.encode()))


def test_a_line_without_a_body_is_sent_without_its_user() -> None:
    found = ready(
        '{"request_id" : "r-1", "user": "u1", "profile_update":  {"n": 1.0},'
        ' "events": [{"name": "x",  "timestamp": 1452690325}]}'
    )
    assert found.activity.body == (
        b'{"request_id" : "r-1","profile_update":  {"n": 1.0},'
        b'"events": [{"name": "x",  "timestamp": 1452690325}]}'
    )
    assert (found.activity.event_count, found.request_id) == (1, "r-1")


def test_a_request_id_is_told() -> None:
    assert ready('{"user":"u","body":{"profile_update":{"a":1}}}').request_id is None
    line = '{"user":"u","body":{"profile_update":{"a":1},"request_id":""}}'
    assert ready(line).request_id == ""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"\xff", "It is not UTF-8: see column 1."),
        ('{"user": "ü'.encode() + b"\xc3", "It is not UTF-8: see column 12."),
        ("u1", "It is not JSON: A value is missing here (column 1)."),
        ("{", "It is not JSON"),
        ('{"user": "u", "body": {}', "A comma is missing here (column 25)."),
        ('{"user": "u", "body": {},}', "comma before the closing brace is one too many"),
        ('{"user": "u", "body": {}} x', "Something follows after the end"),
        ("[" * 100_000, "It is not JSON: Nested more than 64 levels deep (column 65)."),
        ('{"user": "u", "body": ' + "[" * 100_000, "Nested more than 64 levels deep"),
        ("[]", "It is not an object such as"),
        ("42", "It is not an object such as"),
        ('"x"', "It is not an object such as"),
        ("{}", 'It does not say whom it is about: add "user".'),
        ('{"body": {}}', 'It does not say whom it is about: add "user".'),
        ('{"user": 42, "body": {}}', '"user" must be a string, in double quotes.'),
        ('{"user_id": null, "body": {}}', '"user_id" must be a string, in double quotes.'),
        ('{"user": "a", "user_id": "a", "body": {}}', "It names the user twice."),
        ('{"user": "a", "user": "b", "body": {}}', "It names the user twice."),
        ('{"user": "a"}', 'It has no "body"'),
        ('{"user": "a", "body": {}, "body": {}}', 'It has "body" twice.'),
        ('{"user": "a", "body": {}, "acount": 1}', 'Beside "body" stands “acount”'),
        (
            '{"user": "a", "body": {"profile_update": NaN}}',
            "NaN is not a value in JSON (column 42)",
        ),
        ('{"user": "a", "events": NaN}', "NaN is not a value in JSON."),
    ],
)
def test_what_cannot_be_read(line: str | bytes, says: str) -> None:
    found = faulty(line)
    assert found.status is Exit.USAGE
    assert says in found.message
    assert found.problems == ()


def test_what_has_errors_is_not_sent() -> None:
    found = faulty('{"user": "", "body": {"events": [{"name": "appcues:x", "timestamp": 1}]}}')
    assert found.status is Exit.REJECTED
    codes = [problem.code for problem in found.problems]
    assert codes[:2] == ["user-id-empty", "event-name-reserved"]
    assert found.user_id == ""


def test_a_body_of_another_shape_is_one_error_with_its_place() -> None:
    found = faulty('{"user": "u", "body": {"events": {}}}')
    (problem,) = found.problems
    assert (found.status, problem.code) == (Exit.REJECTED, "body-shape")
    assert found.message.endswith("(column 24).")


def test_half_a_pair_in_a_user_id_is_an_error() -> None:
    found = faulty('{"user": "\\ud800", "profile_update": {"a": 1}}')
    assert [problem.code for problem in found.problems] == ["user-id-surrogate"]


def test_warnings_do_not_keep_it_back() -> None:
    found = ready('{"user": "u 1", "profile_update": {"_a": "x"}}')
    assert [problem.code for problem in found.problems][:1] == ["user-id-space-inside"]


def test_time_is_that_of_the_clock_given() -> None:
    line = b'{"user": "u", "events": [{"name": "x", "timestamp": 1600000000}]}'
    fresh = read_line(1, line, now=lambda: 1_600_000_000_000)
    stale = read_line(1, line, now=lambda: 1_700_000_000_000)
    assert len(stale.problems) == len(fresh.problems) + 1


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text(min_size=1), VALUES, min_size=1, max_size=4),
    st.text("abc ü/\U0001f600", min_size=1).filter(str.strip),
    st.sampled_from(["", " ", "\t", "\r"]),
    st.booleans(),
    st.booleans(),
)
def test_any_body_comes_out_as_it_is_spelled(
    profile: dict[str, object], user: str, space: str, first: bool, ascii_only: bool
) -> None:
    separators = (f",{space}", f":{space}")
    body = json.dumps({"profile_update": profile}, separators=separators, ensure_ascii=ascii_only)
    members = [f'"user"{space}:{json.dumps(user)}', f'"body"{space}:{space}{body}']
    line = "{" + f"{space},".join(members if first else reversed(members)) + space + "}"
    try:
        data = line.encode()
    except UnicodeEncodeError:
        return  # half a pair has no UTF-8
    found = read_line(1, data)
    assert isinstance(found, Ready)
    assert found.activity.body == body.encode()
    assert found.activity.user_id == user


@given(st.text() | st.text('{}[]",:user body0\\').map(lambda text: '{"user":' + text))
def test_no_line_breaks_the_reading(text: str) -> None:
    found = read_line(1, text.encode("utf-8", "surrogatepass"))
    assert isinstance(found, Ready | Faulty)
