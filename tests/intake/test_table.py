"""Two columns of a spreadsheet are profile fields with types; prose is no table."""

from __future__ import annotations

import pytest

from appcues_console.activity.draft import Pair
from appcues_console.activity.values import Kind, Value
from appcues_console.intake.table import MAX_ROWS, Fields, fields


def read(text: str) -> list[tuple[str, str, str]]:
    found = fields(text)
    assert isinstance(found, Fields), found
    return [(pair.key, pair.value.kind.value, pair.value.text) for pair in found.pairs]


def test_tabs_with_every_type() -> None:
    text = (
        "team\tProduct\nseats\t25\nprice\t1.50\nactive\tTRUE\nbeta\tfalse\nsince\t2025-01-31\n"
        "zip\t00420\nmoney\t1,234.50\nnone\tnull\nlist\t[1, 2]"
    )
    assert read(text) == [
        ("team", "text", "Product"),
        ("seats", "number", "25"),
        ("price", "number", "1.50"),
        ("active", "true/false", "true"),
        ("beta", "true/false", "false"),
        ("since", "date", "2025-01-31"),
        ("zip", "text", "00420"),
        ("money", "text", "1,234.50"),
        ("none", "null", "null"),
        ("list", "JSON", "[1, 2]"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a\t1\nb\tx y",
        "a,1\r\nb,x y\r\n",
        "a;1\nb;x y",
        '"a","1"\n"b","x y"',
        "Key\tValue\na\t1\nb\tx y",
        "a\t1\t\t\nb\tx y\t\t",
        "\n a \t 1 \n\t\nb\tx y",
        "a\tb\tc\n1\tx y\t2",
    ],
)
def test_every_form_of_table(text: str) -> None:
    if text.startswith("\n"):
        text = text.strip("\n")
    found = read(text)

    assert found[0] == ("a", "number", "1")
    assert found[1] == ("b", "text", "x y")


def test_cells_in_quotes_hold_anything() -> None:
    assert read('a\t"say ""x""\nand y"\n"b,c"\t"d\te"') == [
        ("a", "text", 'say "x"\nand y'),
        ("b,c", "text", "d\te"),
    ]


def test_an_empty_cell_is_kept_and_said() -> None:
    found = fields("a\t1\nb\t\n\t2\nc")
    assert isinstance(found, Fields)
    assert found.pairs == (
        Pair("a", Value(Kind.NUMBER, "1")),
        Pair("b", Value(forced=True)),
        Pair("", Value(Kind.NUMBER, "2")),
        Pair("c", Value(forced=True)),
    )
    assert "2 cells are empty" in found.sentences[1]


def test_what_was_done_is_said() -> None:
    found = fields("Property,Value\na,1\na,x")
    assert isinstance(found, Fields)
    assert found.sentences == (
        "A table in two columns: 2 profile fields, by what they look like 1 number, 1 text.",
        "The row of headings was left out.",
        "The key “a” stands more than once; each was kept.",
    )


@pytest.mark.parametrize(
    "text",
    ["", "word", "Hello, world", "a,b,c\nd,e,f,g", "one\ttwo\nthree", "a\tb\nc\td\te", "a,b\nc"],
)
def test_what_is_no_table(text: str) -> None:
    assert fields(text) is None or text.endswith("three")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\tb\tc\nd\te\tf\ng\th\ti", "has 3 columns"),
        ("a\tb\n" * (MAX_ROWS + 1), "5,001 fields"),
        ("a\t" * 6_000 + "x\n" + "b\t" * 6_000 + "x", "6,001 fields"),
        ("a\tb\n" * 300_000, "1,000,000 characters"),
    ],
)
def test_what_is_too_much(text: str, sentence: str) -> None:
    found = fields(text)

    assert isinstance(found, str)
    assert sentence in found


def test_a_cell_that_no_reader_takes_is_no_table() -> None:
    assert fields("a\t" + "x" * 200_000) is None
