from __future__ import annotations

import pytest

from appcues_console.ui.palette.key_caps import caps


@pytest.mark.parametrize(
    ("keys", "each"),
    [
        ("", []),
        ("F1", ["F1"]),
        ("Ctrl+Shift+Z", ["Ctrl", "Shift", "Z"]),
        ("Ctrl++", ["Ctrl", "+"]),
        ("+", ["+"]),
        ("⇧⌘Z", ["⇧⌘Z"]),
    ],
)
def test_keys_are_told_apart(keys: str, each: list[str]) -> None:
    assert caps(keys) == each
