"""Each text can be read on each ground that it is used on, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from appcues_console import ui
from appcues_console.accounts.account import COLOURS
from appcues_console.ui.theme.tokens import DARK, GROUNDS, LIGHT, PAIRS, Tokens, contrast

UI = Path(ui.__file__).parent
THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
LEAST_TEXT = 4.5
LEAST_SHAPE = 3.0
"""WCAG 2.2: 1.4.3 for text, 1.4.11 for shapes that carry meaning."""


def test_contrast_is_computed_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == 1
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#767676") == contrast("#767676", "#ffffff")


@THEMES
def test_text_can_be_read_on_its_grounds(tokens: Tokens) -> None:
    poor = {
        (text, ground): round(ratio, 2)
        for text, ground in PAIRS
        if (ratio := contrast(tokens.colour(text), tokens.colour(ground))) < LEAST_TEXT
    }
    assert poor == {}


def test_every_text_token_stands_in_the_table() -> None:
    tabled = {text for text, _ in PAIRS}
    kinds = {"text", "quiet", "faint", "ok", "warn", "bad", "info", "accent_text", "on_accent"}
    codes = {name for name in Tokens.__dataclass_fields__ if name.startswith("code_")}
    assert tabled == kinds | codes


def test_every_colour_is_used_somewhere() -> None:
    sources = [path for path in UI.rglob("*.py") if path.name != "tokens.py"]
    used = {word for path in sources for word in re.findall(r"\w+", path.read_text("utf-8"))}
    assert set(Tokens.__dataclass_fields__) - used == set()


@THEMES
def test_the_focus_line_stands_out_from_every_ground(tokens: Tokens) -> None:
    for ground in GROUNDS:
        assert contrast(tokens.focus, tokens.colour(ground)) >= LEAST_SHAPE, ground


@THEMES
@pytest.mark.parametrize("name", COLOURS)
def test_an_account_can_be_told_and_read(tokens: Tokens, name: str) -> None:
    tone = tokens.account(name)
    assert contrast(tone.on_fill, tone.fill) >= LEAST_TEXT
    assert contrast(tone.on_fill, tone.hover) >= LEAST_TEXT
    assert contrast(tokens.text, tone.soft) >= LEAST_TEXT
    for ground in ("surface", "sunken", "raised"):
        assert contrast(tone.fill, tokens.colour(ground)) >= LEAST_SHAPE, ground


@THEMES
def test_accounts_have_the_colours_that_may_be_chosen(tokens: Tokens) -> None:
    assert set(tokens.accounts) == set(COLOURS)
    assert len({tone.fill for tone in tokens.accounts.values()}) == len(COLOURS)
    assert tokens.account("no such colour") is tokens.accounts["slate"]


@THEMES
def test_every_colour_is_written_in_one_way(tokens: Tokens) -> None:
    names = set(Tokens.__dataclass_fields__) - {"name", "dark", "accounts"}
    assert all(re.fullmatch("#[0-9a-f]{6}", tokens.colour(name)) for name in names)


@pytest.mark.parametrize("name", ["dark", "accounts", "no_such_token", "colour"])
def test_what_is_no_colour_is_refused(name: str) -> None:
    with pytest.raises(KeyError):
        LIGHT.colour(name)
