"""A command line is taken apart as a real shell takes it apart."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.jsontext import JsonProblem
from appcues_console.intake.posix import PosixLine
from appcues_console.intake.shell import MAX_WORDS
from appcues_console.intake.traced import Traced

LINES = [
    "a 'b c' \"d e\" f\\ g",
    "'it'\\''s' \"it's\" 'say \"x\"'",
    '"a\\"b\\\\c\\d\\`e"',
    '"line\\\nmore" a\\\nb',
    "$'a\\nb\\t\\'\\\"\\\\\\x41\\101\\u00e9\\U0001F600\\e'",
    "$'\\xc3\\xa9' $'\\x41b' $'\\q' a$'\\n'b",
    "a \\\n  b \\\n\tc",
    "'multi\nline' \"multi\nline\"",
    "'' \"\" a''b",
    "x=1 a=b --c=d",
    "a#b c # comment",
    "'$HOME `id` !!' a,b {c}",
    "%41 ^ ~x [z]",
    "é 漢字 🙂 '\u2028'",
]


def words(text: str) -> list[str]:
    return [word.text.text for word in PosixLine(Traced(text)).line().words]


def test_bash_says_the_same(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash to compare with")
    script = tmp_path / "words.sh"
    script.write_text("f() { printf '%s\\0' \"$@\" --; }\n" + "".join(f"f {x}\n" for x in LINES))
    done = subprocess.run(
        [bash, "--norc", script],
        capture_output=True,
        check=True,
        timeout=20,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )

    said = [part.split("\0") for part in done.stdout.decode("utf-8").split("--\0")[:-1]]
    # A word that is all prefix of `--` would confuse this; LINES has none.
    ours = [[*words(line), ""] for line in LINES if line != "x=1 a=b --c=d"]
    theirs = [part for part, line in zip(said, LINES, strict=True) if line != "x=1 a=b --c=d"]
    assert ours == theirs
    assert words("x=1 a=b --c=d") == ["x=1", "a=b", "--c=d"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=5))
def test_what_is_quoted_is_found_again(meant: list[str]) -> None:
    assert words(" ".join(map(shlex.quote, meant))) == meant


@pytest.mark.parametrize(
    ("text", "first", "more"),
    [
        ("a b\nc", ["a", "b"], True),
        ("a b; c", ["a", "b"], True),
        ("a b | jq .", ["a", "b"], True),
        ("a b && c", ["a", "b"], True),
        ("a b > file", ["a", "b"], True),
        ("\n\na b\n\n", ["a", "b"], False),
        ("a https://x/<id>/y", ["a", "https://x/<id>/y"], False),
        ("a\u00a0b", ["a", "b"], False),
        ("a \\  \n b", ["a", "b"], False),
        ("a\\", ["a\\"], False),
        ("$'\\ud83d\\ude00'", ["🙂".replace("🙂", "😀")], False),
        ("$'\\xe9'", ["é"], False),
        ("$'\\UFFFFFFFF'", ["\ufffd"], False),
    ],
)
def test_one_command_is_read(text: str, first: list[str], more: bool) -> None:
    line = PosixLine(Traced(text)).line()

    assert [word.text.text for word in line.words] == first
    assert line.more is more


@pytest.mark.parametrize(
    ("text", "looked_up"),
    [
        ("$X", True),
        ('"a ${X} b"', True),
        ('"$(id)"', True),
        ('"`id`"', True),
        ("'$X'", False),
        ('"\\$X"', False),
        ("\\$X", False),
        ("$'$X'", False),
        ("100$", False),
    ],
)
def test_what_only_a_shell_knows_is_marked(text: str, looked_up: bool) -> None:
    assert [word.looked_up for word in PosixLine(Traced(text)).line().words] == [looked_up]


def test_words_know_where_they_came_from() -> None:
    text = "curl 'a'\\''b' \"c\\\"d\""
    second, third = PosixLine(Traced(text)).line().words[1:]

    assert [text[second.text.source(i)] for i in range(3)] == ["a", "'", "b"]
    assert [text[third.text.source(i)] for i in range(3)] == ["c", '"', "d"]


@pytest.mark.parametrize(("text", "column"), [("a 'b", 3), ('a "b\\"', 3), ("a $'b\\'", 3)])
def test_a_quote_that_is_not_closed_has_its_place(text: str, column: int) -> None:
    with pytest.raises(JsonProblem) as wrong:
        PosixLine(Traced("x \\\n" + text)).line()
    assert (wrong.value.line, wrong.value.column) == (2, column)


def test_the_number_of_words_is_bounded() -> None:
    line = PosixLine(Traced("a " * 5_000)).line()

    assert len(line.words) == MAX_WORDS
    assert line.more
