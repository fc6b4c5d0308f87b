"""Whatever is pasted is understood, or answered with a sentence, at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.compose import Moment, body_text
from appcues_console.activity.draft import Draft
from appcues_console.activity.lint import lint, sendable
from appcues_console.activity.snippets import Request, as_curl
from appcues_console.activity.values import Kind
from appcues_console.intake.mending import MAX_LENGTH as LONGEST_MENDED
from appcues_console.intake.reading import MAX_LENGTH, read
from appcues_console.intake.understood import NotUnderstood, Part, Understood
from tests import effort
from tests.activity import strategies

URL = "https://api.appcues.com/v1/accounts/424242/users/user%2042/activity"
SECOND_SAMPLE = """"events": [
    {
      "name": "Upgraded",
      "timestamp": "2016-01-13T13:05:22.000Z",
      "attributes": {
        "plan_tier": "Enterprise",
      }
    }
],"""


def understood(text: str) -> Understood:
    found = read(text)
    assert isinstance(found, Understood), found
    return found


def body(text: str) -> object:
    """Return the body of what was pasted into an empty draft, without its request ID."""
    written = json.loads(body_text(understood(text).into(Draft()), Moment(0, "made")))
    if written.get("request_id") == "made":
        del written["request_id"]
    return written


EVENT = {"name": "x", "timestamp": 1, "attributes": {"a": "b"}}
BODY = {"events": [EVENT], "profile_update": {"team": "Product"}}
SPELLED = json.dumps(BODY)


@pytest.mark.parametrize(
    ("text", "part", "meant"),
    [
        (SPELLED, Part.BODY, BODY),
        (f"\ufeff\n{SPELLED};\n", Part.BODY, BODY),
        (f"```json\n{json.dumps(BODY, indent=2)}\n```", Part.BODY, BODY),
        (SPELLED[1:-1], Part.BODY, BODY),
        (f'"events": [{json.dumps(EVENT)}],', Part.EVENTS, {"events": [EVENT]}),
        (f"[{json.dumps(EVENT)}]", Part.EVENTS, {"events": [EVENT]}),
        (json.dumps(EVENT), Part.EVENT, {"events": [EVENT]}),
        ('"profile_update": {"a": 1}', Part.PROFILE, {"profile_update": {"a": 1}}),
        ('{"a": 1}', Part.FIELDS, {"profile_update": {"a": 1}}),
        ("a\t1\nb\tx", Part.FIELDS, {"profile_update": {"a": 1, "b": "x"}}),
        ('"a","1"\r\n"b","x"\r\n', Part.FIELDS, {"profile_update": {"a": 1, "b": "x"}}),
        (repr(BODY), Part.BODY, BODY),
        (f"const body = {SPELLED}", Part.BODY, BODY),
        (f"curl -d '{SPELLED}' {URL}", Part.BODY, BODY),
        (f"curl -d '{json.dumps(EVENT)}' {URL}", Part.EVENT, {"events": [EVENT]}),
        (f"curl {URL}", Part.NOTHING, {}),
        (URL, Part.NOTHING, {}),
        (
            "events: [{name: 'x', timestamp: 1, attributes: {a: 'b'}}],",
            Part.EVENTS,
            {"events": [EVENT]},
        ),
        ("{“a”: “b”, ‘c’: ‘don’t’}", Part.FIELDS, {"profile_update": {"a": "b", "c": "don’t"}}),
        (
            SECOND_SAMPLE,
            Part.EVENTS,
            {
                "events": [
                    {
                        "name": "Upgraded",
                        "timestamp": "2016-01-13T13:05:22.000Z",
                        "attributes": {"plan_tier": "Enterprise"},
                    }
                ]
            },
        ),
    ],
)
def test_anything_people_paste(text: str, part: Part, meant: object) -> None:
    assert understood(text).part is part
    assert body(text) == meant
    assert understood(text).sentences


def test_what_was_understood_and_mended_is_said() -> None:
    assert understood(SECOND_SAMPLE).sentences == (
        "The part “events”: 1 event.",
        "Mended: 2 commas too many taken out.",
    )
    command = understood(f"$ curl -d \"{{'a': 1}}\" -H 'Authorization: Bearer tok' {URL} | jq .")
    assert command.sentences == (
        "A cURL command.",
        "An object that is neither a body nor an event: 1 profile field.",
        "Mended: 1 text in single quotes put in double quotes.",
        "It names an account ID, which is shown nowhere.",
        "It carries a bearer value, which is shown nowhere.",
        "Only the first command was read.",
    )
    assert (command.user_id, command.base_url) == ("user 42", "https://api.appcues.com")
    assert (command.secrets.account_id, command.secrets.bearer) == ("424242", "tok")
    assert "424242" not in repr(command)


def test_numbers_order_and_repeated_keys_survive_mending() -> None:
    text = "{z: 1.0, a: 1e3, m: 12345678901234567890, a: -0.10, /* x */ }"
    pairs = understood(text).draft.profile

    assert [(pair.key, pair.value.text) for pair in pairs] == [
        ("z", "1.0"),
        ("a", "1e3"),
        ("m", "12345678901234567890"),
        ("a", "-0.10"),
    ]


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ('{"a": NaN, "b": 1}', ["NaN", "1"]),
        ("{a: NaN, b: -Infinity,}", ["NaN", "-Infinity"]),
        ("{'a': nan, 'b': inf}", ["NaN", "Infinity"]),
    ],
)
def test_a_number_that_json_does_not_have_is_kept_marked_and_said(
    text: str, spelled: list[str]
) -> None:
    found = understood(text)
    assert [pair.value.text for pair in found.draft.profile] == spelled
    assert all(pair.value.kind is Kind.NUMBER for pair in found.draft.profile)
    assert any("JSON has no NaN and no Infinity" in said for said in found.sentences)
    marked = [p for p in lint(found.into(Draft("u")), 0) if p.code == "number-not-finite"]
    assert [p.fix.label for p in marked if p.fix] == ["Use null"] * sum(s != "1" for s in spelled)


@pytest.mark.parametrize(
    "text",
    [
        '{"events": [], "new": NaN}',
        '{"events": [{"name": "x", "timestamp": 1, "new": [Infinity]}]}',
        '{"events": [], "request_id": NaN}',
    ],
)
def test_a_number_that_nothing_would_mark_is_refused(text: str) -> None:
    assert isinstance(read(text), NotUnderstood)


def test_a_time_that_is_no_number_is_marked() -> None:
    found = understood('{"name": "x", "timestamp": NaN}')
    assert not sendable(lint(found.into(Draft("u")), 0))


@given(strategies.body_texts())
def test_a_body_says_the_same_after_being_pasted(text: str) -> None:
    found = read(text)
    if isinstance(found, Understood) and found.part is Part.BODY:
        again = body_text(found.into(Draft()), Moment(0, "made"))
        assert strategies.exact(again) == strategies.exact(text)
    else:
        assert not {*json.loads(text)} & {"events", "profile_update", "request_id"}


@given(strategies.drafts().filter(lambda draft: bool(draft.events)))
def test_a_draft_comes_back_from_its_own_command(draft: Draft) -> None:
    text = body_text(draft, Moment(0, "made"))
    request = Request("https://api.appcues.com", "a/é b", text)
    found = understood(as_curl(request))

    assert found.user_id == "a/é b"
    again = body_text(found.into(Draft()), Moment(0, "made"))
    try:
        expected = strategies.exact(text)
    except ValueError:
        return
    assert strategies.exact(again) == expected


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("", None, None, "nothing to read"),
        (" \n\ufeff", None, None, "nothing to read"),
        ("hello world", None, None, "neither JSON, nor a cURL command"),
        ("Dear all, see below", None, None, "neither JSON"),
        ('{"events": [\n  {"name": }\n]}', 2, 12, "A value is missing here"),
        ('\n\n```json\n{"a": }\n```', 4, 7, "A value is missing here"),
        ("x = {\n a: [1, 'x' 'y'],}", 2, 13, "A comma is missing here"),
        (f"curl {URL} \\\n  -d '{{\n \"a\": }}'", 3, 7, "A value is missing here"),
        (f"curl -d '{{\"42\\u00\": 1}}' {URL}", 1, 11, "backslash escape"),
        ('{"events": 5}', 1, 2, "must be an array"),
        ("a\tb\tc\nd\te\tf\ng\th\ti", None, None, "3 columns"),
        ("x" * (MAX_LENGTH + 1), None, None, "longer than"),
        ("[1;" + " " * LONGEST_MENDED + "]", 1, 3, "is not mended"),
    ],
)
def test_what_is_not_understood_has_a_place(
    text: str, line: int | None, column: int | None, said: str
) -> None:
    found = read(text)

    assert isinstance(found, NotUnderstood)
    assert said in found.sentence
    assert (found.line, found.column) == (line, column)
    assert found.sentence.endswith("Nothing was changed.")


def test_no_sentence_holds_a_secret_even_where_it_quotes_data() -> None:
    for data in ('{"events": [], "424242": 1, "424242": 2}', '{"a": 424242x}', '{"k": "tok": 1}'):
        text = f"curl -H 'Authorization: Bearer tok' -d '{data}' {URL}"
        found = read(text)
        sentences = [found.sentence] if isinstance(found, NotUnderstood) else found.sentences
        assert "424242" not in " ".join(sentences)
        assert "tok" not in " ".join(sentences)


TEN_MEGABYTES = 10_000_000
EVENTS = [
    {
        "name": f"clicked {i}",
        "timestamp": "2026-11-24T03:00:00.000Z",
        "attributes": {f"key_{k}": f"value {k} " + "x" * 60 for k in range(20)},
    }
    for i in range(5_000)
]


@cache
def ten_megabytes() -> str:
    return json.dumps({"events": EVENTS}, indent=2)


HOSTILE: dict[str, Callable[[], str]] = {
    "ten megabytes": ten_megabytes,
    "ten megabytes of one text": lambda: '{"a": "' + "x" * TEN_MEGABYTES + '"}',
    "ten megabytes and a comma": lambda: ten_megabytes()[:-2] + ",\n}",
    "two megabytes and a comma": lambda: json.dumps({"events": EVENTS[:1_000]})[:-1] + ",}",
    "two megabytes of Python": lambda: repr({"events": EVENTS[:1_000]}),
    "many small values": lambda: json.dumps({f"k{i}": i for i in range(100_000)}),
    "too many values": lambda: json.dumps({f"k{i}": i for i in range(500_000)}),
    "nested arrays": lambda: "[" * TEN_MEGABYTES,
    "nested objects": lambda: '{"a":' * (TEN_MEGABYTES // 5),
    "nested unquoted": lambda: "{a:" * 500_000,
    "closed nesting": lambda: "[" * 5_000 + "]" * 5_000,
    "quotes": lambda: '"' * TEN_MEGABYTES,
    "single quotes": lambda: "'" * 1_999_999,
    "typographic quotes": lambda: "[" + "‘" * 1_999_999,
    "apostrophes": lambda: "[‘" + "’ " * 999_999,
    "backslashes": lambda: '"' + "\\" * 1_999_999,
    "escapes": lambda: "['" + "\\x41" * 400_000 + "']",
    "hexadecimal": lambda: "[0x" + "f" * 1_999_000 + "]",
    "digits": lambda: "[" + "9" * TEN_MEGABYTES + "]",
    "exponents": lambda: '{"a": 1e' + "9" * TEN_MEGABYTES + "}",
    "commas": lambda: "," * 2_000_000,
    "comments": lambda: "/**/" * 500_000,
    "comments that do not end": lambda: ",/*" * 700_000,
    "slashes": lambda: "/" * TEN_MEGABYTES,
    "NaN": lambda: '{"a": [NaN, Infinity, -Infinity]}',
    "lone surrogates": lambda: '{"a\ud800": "\\udfff\udc00"}',
    "NUL": lambda: '{"a\x00": "\x00\\u0000"}' + "\x00" * 1_000,
    "only NUL": lambda: "\x00" * TEN_MEGABYTES,
    "right to left": lambda: '{"\u202e\u2066": "\u200f\u202e"}',
    "line breaks": lambda: "\n" * TEN_MEGABYTES,
    "tabs": lambda: "a\t" * 2_000_000,
    "rows": lambda: "a\tb\n" * 2_000_000,
    "a cell that does not end": lambda: 'a\t"' + "b\tc\n" * 200_000,
    "fences": lambda: "```\n" * 2_000_000,
    "backticks": lambda: "`" * TEN_MEGABYTES,
    "assignments": lambda: "a." * 1_000_000 + "= {",
    "curl and quotes": lambda: "curl " + "'\"" * 90_000,
    "curl and words": lambda: "curl " + "-d x " * 39_000,
    "curl and carets": lambda: "curl ^\n" + '^"' * 90_000,
    "curl and backslashes": lambda: "curl " + "\\\n" * 90_000,
    "a long address": lambda: "https://x/" + "v1/accounts/" * 600,
    "JSON in a text": lambda: '{"a": "[' + "1," * 4_000_000 + '1]"}',
    "JSON in a time": lambda: '{"name": "x", "timestamp": "[' + "1," * 2_000_000 + '1]"}',
    "a time of digits": lambda: '{"name": "x", "timestamp": "' + "1" * TEN_MEGABYTES + '"}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_raises_or_takes_long(name: str) -> None:
    text = HOSTILE[name]()
    with effort.at_most(400):
        found = read(text)

    assert isinstance(found, Understood | NotUnderstood)


def test_ten_megabytes_of_plain_json_are_understood() -> None:
    found = understood(ten_megabytes())
    assert len(found.draft.events) == 5_000
    assert understood(HOSTILE["ten megabytes of one text"]()).part is Part.FIELDS
    mended = understood(HOSTILE["two megabytes and a comma"]())
    assert mended.sentences[1] == "Mended: 1 comma too many taken out."


@given(
    st.text(max_size=40)
    | st.text(st.sampled_from("{}[]:,'\"“’\\/*#\n\t `^$@-01aex;&|<>="), max_size=60)
    | st.text(st.sampled_from("{}[]:,'\"\\ \n^$'@"), max_size=40).map("curl -d ".__add__)
)
def test_anything_at_all_has_an_answer(text: str) -> None:
    found = read(text)

    if isinstance(found, Understood):
        assert found.sentences
        body_text(found.into(Draft()), Moment(0, "made"))
    else:
        assert found.sentence.endswith("Nothing was changed.")
