"""Which faces the console is set in.

The system's own where it has one that a person chose or that its maker drew for screens. A bare
Linux names none: there a good installed one is picked from a short list.
"""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont, QFontDatabase

TEXT_SIZE = 13
SMALL_SIZE = 11
MONO_SIZE = 12
"""A monospaced face looks larger than a proportional one of the same size."""

UI_FAMILIES = (
    "Inter",
    "Adwaita Sans",
    "Cantarell",
    "Ubuntu Sans",
    "Ubuntu",
    "Noto Sans",
    "Source Sans 3",
    "Open Sans",
    "Roboto",
    "Segoe UI",
    "Liberation Sans",
    "DejaVu Sans",
)
"""Drawn for interfaces first, then for reading at small sizes; last those that any desktop has, the
narrower before the wider."""
MONO_FAMILIES = (
    "JetBrains Mono",
    "SF Mono",
    "Menlo",
    "Cascadia Mono",
    "Consolas",
    "Adwaita Mono",
    "Source Code Pro",
    "Ubuntu Sans Mono",
    "Ubuntu Mono",
    "Noto Sans Mono",
    "DejaVu Sans Mono",
    "Liberation Mono",
)
NAMELESS = frozenset({"", "sans", "sans serif", "sans-serif", "dejavu sans", "helvetica"})
NAMELESS_MONO = frozenset(
    {"", "mono", "monospace", "fixed", "courier", "courier new", "dejavu sans mono"}
)
"""What fontconfig and X call the absence of a choice."""

UNJOINED = ("calt", "liga")
"""Font features that join characters into one sign: data is read character by character."""


def ui_family() -> str:
    """Return the family of the interface's text."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    if system.lower() not in NAMELESS or sys.platform in {"darwin", "win32"}:
        return system
    return _first_installed(UI_FAMILIES) or system


def mono_family() -> str:
    """Return the family of data and code: what a person chose for such text, as far as it is one
    of fixed width, else a good one."""
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    chosen = fixed.lower() not in NAMELESS_MONO and sys.platform not in {"darwin", "win32"}
    if chosen and QFontDatabase.isFixedPitch(fixed):
        return fixed
    return _first_installed(MONO_FAMILIES) or fixed


def ui_font(family: str, size: int, *, strong: bool = False) -> QFont:
    """Return the interface's face at `size` pixels, in one of its two weights."""
    font = QFont(family)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    # Full hinting moves stems to whole pixels and spoils the spacing of small text.
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def mono_font(family: str, size: int) -> QFont:
    """Return the face of data and code at `size` pixels: no two characters join into one sign."""
    font = ui_font(family, size)
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setFixedPitch(True)
    for feature in UNJOINED:
        font.setFeature(QFont.Tag(feature), 0)
    return font


def _first_installed(families: tuple[str, ...]) -> str | None:
    return next((name for name in families if QFontDatabase.hasFamily(name)), None)
