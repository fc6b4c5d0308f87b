"""Reading and writing JSON without changing what it says, and saying exactly where it is wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity import jsontext
from appcues_console.activity.jsontext import (
    MAX_DEPTH,
    JsonProblem,
    Members,
    Node,
    Number,
    is_number,
    parse,
    position_of,
    quoted,
    written,
)
from tests import effort
from tests.activity.strategies import exact, json_texts, nodes, texts


@given(st.data(), nodes)
def test_any_json_keeps_order_numbers_and_strings(data: st.DataObject, node: Node) -> None:
    text = data.draw(json_texts(node))
    assert parse(text) == node
    assert exact(written(parse(text))) == exact(text)


@given(nodes, st.integers(0, 4))
def test_what_is_written_is_utf8_and_reads_back(node: Node, indent: int) -> None:
    text = written(node, indent)
    assert parse(text.encode("utf-8").decode("utf-8")) == node


@given(texts)
def test_a_quoted_string_is_the_string(text: str) -> None:
    assert json.loads(quoted(text)) == text


def test_written_layout() -> None:
    node = parse('{"a":[1,{}],"b":{"c":null,"d":[]},"e":true}')
    assert written(node, 1) == (
        '{\n    "a": [\n      1,\n      {}\n    ],\n    "b": {\n      "c": null,\n      "d": []\n'
        '    },\n    "e": true\n  }'
    )


@pytest.mark.parametrize("spelled", ["1.0", "1e3", "-0", "12345678901234567890", "1E+2", "0.10"])
def test_numbers_keep_their_spelling(spelled: str) -> None:
    assert parse(spelled) == Number(spelled)
    assert written(Number(spelled)) == spelled
    assert is_number(spelled)


@pytest.mark.parametrize(
    "text", ["", "01", "+1", ".5", "1.", "1e", "NaN", "0x1", "١", "1 ", "1_0", "Infinity", "1\n"]
)
def test_what_is_no_number(text: str) -> None:
    assert not is_number(text)


def test_a_key_may_stand_twice() -> None:
    assert parse('{"a":1,"a":2}') == Members((("a", Number("1")), ("a", Number("2"))))


@pytest.mark.parametrize(
    ("text", "words", "line", "column"),
    [
        ("", "A value is missing here", 1, 1),
        ("\n\n  ", "A value is missing here", 3, 3),
        ('{"a" 1}', "A colon is missing between key and value", 1, 6),
        ('{"a":1 "b":2}', "A comma is missing here", 1, 8),
        ("{a:1}", "A key in double quotes belongs here", 1, 2),
        ("{'a':1}", "A key in double quotes belongs here", 1, 2),
        ('{"a":}', "A value is missing here", 1, 6),
        ("{,}", "A key in double quotes belongs here", 1, 2),
        ("[,]", "A value is missing here", 1, 2),
        ("[1,,2]", "A value is missing here", 1, 4),
        ('{\n "plan_tier": "Enterprise",\n}', "The comma before the closing brace is one", 2, 27),
        ("[1,\n \t\r\n]", "The comma before the closing bracket is one", 1, 3),
        ("{} {}", "Something follows after the end of the JSON", 1, 4),
        ('["a', "The string that begins here has no closing quote", 1, 2),
        ('["a\nb"]', "A line break or control character in a string must be escaped", 1, 4),
        ('["\x00"]', "A line break or control character in a string must be escaped", 1, 3),
        ('["\\x"]', "This backslash escape does not exist in JSON", 1, 3),
        ('["\\u12"]', "A \\u escape needs four hexadecimal digits", 1, 4),
        ('{"NaN": "NaN \\" NaN",\n "b": NaN}', "NaN is not a value in JSON", 2, 7),
        ('["-Infinity", -Infinity]', "-Infinity is not a value in JSON", 1, 15),
        ("[Infinity, NaN]", "Infinity is not a value in JSON", 1, 2),
        ('\ufeff{"a": 1}', "A byte order mark", 1, 1),
        ("\u00a0{}", "A value is missing here", 1, 1),
        ("[1,\u00a0]", "A value is missing here", 1, 4),
        ("nul", "A value is missing here", 1, 1),
        ("[1,]]", "The comma before the closing bracket is one too many", 1, 3),
    ],
)
def test_where_and_what_is_wrong(text: str, words: str, line: int, column: int) -> None:
    with pytest.raises(JsonProblem) as caught:
        parse(text)
    assert caught.value.message.startswith(words)
    assert (caught.value.line, caught.value.column) == (line, column)


def problem_of(text: str) -> JsonProblem | None:
    try:
        parse(text)
    except JsonProblem as problem:
        return problem
    return None


@given(st.text(alphabet='[]{}",:0123456789.eE+-\\u\ud83dtrueflsnNaIity \n\x00', max_size=40))
def test_nothing_but_a_problem_is_raised_and_it_lies_in_the_text(text: str) -> None:
    problem = problem_of(text)
    if problem is None:
        json.loads(text)
        return
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: problem.line - 1])
    assert problem.position == before + problem.column - 1
    assert 0 <= problem.position <= len(text)
    assert problem.message[0].isupper() or problem.message[0] == "-"


@pytest.mark.parametrize(
    ("opening", "inside", "closing"), [("[", "", "]"), ("[", "1", "]"), ('{"a": ', "1", "}")]
)
def test_the_deepest_nesting_that_is_read(opening: str, inside: str, closing: str) -> None:
    parse(opening * MAX_DEPTH + inside + closing * MAX_DEPTH)
    with pytest.raises(JsonProblem, match="Nested more than 64 levels deep") as caught:
        parse(opening * (MAX_DEPTH + 1) + inside + closing * (MAX_DEPTH + 1))
    assert caught.value.position == len(opening) * MAX_DEPTH


def test_too_deep_is_placed_at_the_first_level_too_many() -> None:
    text = '[\n{"[[": "]]", "a": [1, {"b": []}]}]'
    with pytest.raises(JsonProblem) as caught:
        parse(text, max_depth=4)
    assert text[caught.value.position :] == "[]}]}]"
    assert (caught.value.line, caught.value.column) == (2, text.index("[]}]}]") - 1)


@pytest.mark.parametrize(
    ("path", "begins"),
    [
        ((), "{"),
        ((0,), '"a'),
        ((1,), '"b": ['),
        ((1, 0), "1"),
        ((1, 1), '{ "c"'),
        ((1, 1, 0), '"c"'),
        ((1, 2), "[ ]"),
        ((1, 3), "true"),
        ((2,), '"a": {"'),
        ((2, 0), '"": {}'),
    ],
)
def test_positions_of_keys_and_items(path: tuple[int, ...], begins: str) -> None:
    text = ' {"a, \\"[": "{,}", "b": [1, { "c" : 2 }, [ ], true], "a": {"": {}}}'
    assert text[position_of(text, path) :].startswith(begins)


MEGABYTES = 10_000_000


@pytest.mark.parametrize(
    "text",
    [
        "[" * MEGABYTES,
        '{"a":' * (MEGABYTES // 5),
        "[" * 990 + "]" * 990,
        "[" + "," * MEGABYTES,
        "[1," + " " * MEGABYTES + "]",
        '["' + "x" * MEGABYTES + '", NaN]',
        '["' + "\\n" * (MEGABYTES // 2) + '", NaN]',
        '["' + '\\"' * (MEGABYTES // 2),
        "[" + " ,\n" * (MEGABYTES // 3) + "]",
        " " * MEGABYTES,
        "-" * MEGABYTES,
        "1" * MEGABYTES + "x",
        "\ud800" * MEGABYTES,
        "\x00" * MEGABYTES,
        "[" + '"\u202e",' * (MEGABYTES // 4) + "]",
    ],
    ids=lambda text: repr(text[:6]),
)
def test_ten_hostile_megabytes_are_refused_at_once(text: str) -> None:
    with effort.at_most(400), pytest.raises(JsonProblem):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["1" * MEGABYTES, "[" + "9" * 5_000 + "]", '"' + "\\ud800" * 100_000 + '"', "1e999999999"],
    ids=["digits", "more digits than Python converts", "surrogates", "exponent"],
)
def test_huge_numbers_and_strings_are_read_as_they_are(text: str) -> None:
    assert written(parse(text)).replace("\n", "").replace(" ", "") == text


def test_members_and_numbers_are_values() -> None:
    assert hash(parse('{"a": [1, "1", null]}')) == hash(parse('{"a":[1,"1",null]}'))
    assert jsontext.enclosed("[]", [], 3) == "[]"
