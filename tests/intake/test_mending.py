"""Hand-written JSON is mended so that it says what JSON5 says, and nothing is guessed."""

from __future__ import annotations

import json
from typing import Any

import json5
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.jsontext import JsonProblem
from appcues_console.intake.mending import MAX_LENGTH, MAX_PLACES, mended
from appcues_console.intake.traced import Traced


def made(text: str) -> tuple[str, str]:
    result = mended(Traced(text))
    assert result is not None
    return result.text.text, result.sentence()


@pytest.mark.parametrize(
    ("text", "meant", "sentence"),
    [
        ('{"a": 1.0}', '{"a": 1.0}', ""),
        ('{"a": [1,],}', '{"a": [1]}', "2 commas too many taken out"),
        ('{"a": 1, /* x */\n}', '{"a": 1  \n}', "1 comma too many taken out; 1 comment left out"),
        ("[1, // one\n # two\n 2]", "[1,  \n  \n 2]", "2 comments left out"),
        ("{'a': 'it\\'s'}", '{"a": "it\'s"}', "2 texts in single quotes put in double"),
        ('{a: 1, $b: "a: b"}', '{"a": 1, "$b": "a: b"}', "2 keys put in quotes"),
        ("{plan-tier: 1}", '{"plan-tier": 1}', "1 key put in quotes"),
        ("{true: true, 1: 1}", '{"true": true, "1": 1}', "2 keys put in quotes"),
        ("[“a”, „b“, ”c”]", '["a", "b", "c"]', "typographic quotes of 3 texts straightened"),
        ("[‘don’t’]", '["don’t"]', "typographic quotes of 1 text straightened"),
        ('["don’t “x”"]', '["don’t “x”"]', ""),
        ("[.5, +1, 0x1F]", "[0.5, 1, 31]", "3 numbers spelled as JSON has them"),
        (
            "[True, False, None]",
            "[true, false, null]",
            "3 words of Python spelled as JSON has them",
        ),
        ('["\\x41", "a\tb"]', '["A", "a\\tb"]', "2 texts with unusual escapes spelled anew"),
        ("[1,\u00a02\ufeff]", "[1, 2 ]", "2 unusual spaces replaced"),
        ("[NaN, +NaN, -nan]", "[NaN, NaN, NaN]", ""),
        ("[Infinity, -inf, +Infinity]", "[Infinity, -Infinity, Infinity]", ""),
        ("[1.0, 1e3, 12345678901234567890,]", "[1.0, 1e3, 12345678901234567890]", "1 comma"),
        ('{"b": 1, "a": 2, "b": 3,}', '{"b": 1, "a": 2, "b": 3}', "1 comma"),
        ('"a": 1,', '"a": 1', "1 comma"),
    ],
)
def test_what_is_mended(text: str, meant: str, sentence: str) -> None:
    assert made(text)[0] == meant
    assert made(text)[1].removeprefix("Mended: ").startswith(sentence)
    assert bool(made(text)[1]) == bool(sentence)


@pytest.mark.parametrize("text", ["[,]", "[1,,2]", "[1,,]", "{,}", "[1 2]", '{"a" 1}', "[1", "}"])
def test_what_could_be_misunderstood_is_left_to_the_parser(text: str) -> None:
    # What JSON5 refuses too: no comma, bracket or quote is invented.
    with pytest.raises(json.JSONDecodeError):
        json.loads(made(text)[0])


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("[undefined]", 2, "undefined is not a value in JSON"),
        ("{plan: Enterprise}", 8, "“Enterprise” stands here without quotes"),
        ("[2025-01-31]", 2, "“2025-01-31” stands here without quotes"),
        ("[1.2.3]", 2, "“1.2.3” stands here without quotes"),
        ("[007]", 2, "A number cannot begin with a needless zero"),
        ("{a: 'it's'}", 9, "“s” stands here without quotes"),
        ("{a: 'x}", 5, "The string that begins here has no closing quote on its line"),
        ('{"a": "x\ny"}', 7, "The string that begins here has no closing quote on its line"),
        ("[1 /* x]", 4, "The comment that begins here has no end"),
        ("[1; 2]", 3, "“;” cannot stand here"),
        ("[\x00]", 2, "“\\u0000” cannot stand here"),
        ("['\\x4']", 2, "This string has a backslash escape that does not exist"),
    ],
)
def test_what_is_refused(text: str, column: int, message: str) -> None:
    with pytest.raises(JsonProblem) as wrong:
        mended(Traced("\n" + text))
    if "'it's'" not in text:
        assert wrong.value.message == message
        assert (wrong.value.line, wrong.value.column) == (2, column)


def test_positions_are_those_of_the_paste() -> None:
    result = mended(Traced("{a: 'x', /* long comment */ 'b': 12}"))
    assert result is not None
    assert result.text.origin[result.text.source(result.text.text.index("12")) :] == "12}"


def test_its_size_is_bounded() -> None:
    assert mended(Traced("[" + " " * MAX_LENGTH)) is None
    assert mended(Traced("[" + "'a'," * (MAX_PLACES + 1))) is None
    assert mended(Traced("['" + "\\x41" * 10_000 + "']")) is None


strings = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
names = st.from_regex(r"[A-Za-z_$][A-Za-z0-9_$]{0,6}", fullmatch=True)
leaves: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)
values: st.SearchStrategy[Any] = st.recursive(
    leaves | strings,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names | strings, inner, max_size=4),
    max_leaves=12,
)


@st.composite
def json5_texts(draw: st.DrawFn) -> tuple[str, Any]:
    """A value, and one of its many spellings in JSON5."""
    value = draw(values)

    def gap() -> str:
        return draw(st.sampled_from(["", "", " ", "\n", "/* ],} */", "// 'x\n", "\u00a0", "\t"]))

    def string(text: str) -> str:
        spelled = json.dumps(text, ensure_ascii=draw(st.booleans()))[1:-1]
        if draw(st.booleans()):
            return "'" + spelled.replace('\\"', '"').replace("'", "\\'") + "'"
        return f'"{spelled}"'

    def number(spelled: str) -> str:
        return draw(st.sampled_from([spelled, f"{'' if spelled[0] == '-' else '+'}{spelled}"]))

    def spell(part: Any) -> str:
        comma = draw(st.sampled_from(["", ","])) + gap()
        if isinstance(part, list):
            return (
                "["
                + ",".join(gap() + spell(item) + gap() for item in part)
                + (comma + "]" if part else gap() + "]")
            )
        if isinstance(part, dict):
            members = [
                f"{gap()}{key if key.isidentifier() and key.isascii() else string(key)}{gap()}:"
                f"{gap()}{spell(item)}{gap()}"
                for key, item in part.items()
            ]
            return "{" + ",".join(members) + (comma + "}" if part else gap() + "}")
        if isinstance(part, str):
            return string(part)
        return json.dumps(part) if part is None or isinstance(part, bool) else number(repr(part))

    return gap() + spell(value) + gap(), value


@given(json5_texts())
def test_it_says_what_json5_says(case: tuple[str, Any]) -> None:
    text, value = case

    # The library leaves two escapes that are one character apart; everybody else joins them.
    assert json.loads(json.dumps(json5.loads(text))) == value
    assert json.loads(made(text)[0]) == value


@given(st.text(st.sampled_from("{}[]:,'\"“’\\/*#\n 01.xe-+aNtrue\u00a0"), max_size=30))
def test_anything_that_json5_takes_is_mended_to_the_same(text: str) -> None:
    try:
        result = mended(Traced(text))
    except JsonProblem:
        result = None
    try:
        expected = json5.loads(text)
    except ValueError:
        return
    if "NaN" not in text:
        assert result is not None
        assert json.loads(result.text.text) == expected
