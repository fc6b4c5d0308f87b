"""The colours of the console by what they are for, once for light and once for dark.

Everything that paints asks here, so that a theme is one value, and the contrast of each text on
each ground that it is used on can be computed by a test (`PAIRS`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class AccountTone:
    """The colours of one account: a fill, the fill under the pointer, text upon both, and a wash of
    the fill for large grounds. Each is ``#rrggbb``."""

    fill: str
    hover: str
    on_fill: str
    soft: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """All colours of one theme, each as ``#rrggbb``."""

    name: str
    dark: bool

    # Grounds, from the lowest to the highest.
    sunken: str
    surface: str
    raised: str
    hover: str
    pressed: str
    selection: str
    selection_quiet: str
    """A selected row of a list that has no focus."""
    marked: str
    """Marked text in a field."""

    line: str
    strong_line: str
    focus: str

    text: str
    quiet: str
    faint: str
    """Text of what cannot be used now, and hints in empty fields."""

    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_text: str
    """The accent as text or icon on a ground."""

    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    info: str
    info_soft: str

    code_key: str
    code_string: str
    code_number: str
    code_literal: str
    code_punctuation: str

    scroll: str
    scroll_hover: str

    accounts: Mapping[str, AccountTone]

    def account(self, colour: str) -> AccountTone:
        """Return the tone of an account colour by its name; an unknown name is shown as slate."""
        return self.accounts.get(colour, self.accounts["slate"])

    def colour(self, name: str) -> str:
        """Return the colour of a token by its name, such as ``quiet``. Raises `KeyError`."""
        value = getattr(self, name, None) if name in self.__dataclass_fields__ else None
        if not isinstance(value, str):
            raise KeyError(name)
        return value


LIGHT = Tokens(
    name="light",
    dark=False,
    sunken="#f6f6f8",
    surface="#ffffff",
    raised="#ffffff",
    hover="#f0f0f3",
    pressed="#e6e6eb",
    selection="#e8eafb",
    selection_quiet="#ececf0",
    marked="#cdd2fa",
    line="#e6e6ea",
    strong_line="#cfd0d8",
    focus="#5a61d6",
    text="#1d1e26",
    quiet="#5f616e",
    faint="#696b78",
    accent="#4f56c8",
    accent_hover="#4249b4",
    accent_pressed="#373da0",
    on_accent="#ffffff",
    accent_text="#4249b8",
    ok="#13703f",
    ok_soft="#e5f5ec",
    warn="#8a4f00",
    warn_soft="#fdf2dc",
    bad="#b3261e",
    bad_soft="#fdebea",
    info="#1b5fa8",
    info_soft="#e7f1fc",
    code_key="#2f4fa8",
    code_string="#1a6b46",
    code_number="#9a4508",
    code_literal="#8434a4",
    code_punctuation="#6b6d7a",
    scroll="#d0d1d8",
    scroll_hover="#a9abb6",
    accounts=MappingProxyType(
        {
            "blue": AccountTone("#2563c9", "#1e54ae", "#ffffff", "#e8f0fd"),
            "green": AccountTone("#237a3b", "#1c6631", "#ffffff", "#e6f5ea"),
            "teal": AccountTone("#0f766e", "#0b625b", "#ffffff", "#e2f4f2"),
            "amber": AccountTone("#c07d06", "#cc860a", "#1a1100", "#fdf3dd"),
            "red": AccountTone("#c5302a", "#a82620", "#ffffff", "#fdeceb"),
            "pink": AccountTone("#bf2f78", "#a32565", "#ffffff", "#fceaf3"),
            "violet": AccountTone("#7a3fc4", "#6732a9", "#ffffff", "#f2ebfb"),
            "slate": AccountTone("#525a6b", "#434a59", "#ffffff", "#eef0f3"),
        }
    ),
)

DARK = Tokens(
    name="dark",
    dark=True,
    sunken="#121318",
    surface="#18191f",
    raised="#212229",
    hover="#26272f",
    pressed="#2e3039",
    selection="#2b2f52",
    selection_quiet="#292b34",
    marked="#3d437d",
    line="#2a2b34",
    strong_line="#3f414d",
    focus="#8389f2",
    text="#e7e8ee",
    quiet="#a0a2b0",
    faint="#8e90a0",
    accent="#5c63d4",
    accent_hover="#646bd8",
    accent_pressed="#5259c4",
    on_accent="#ffffff",
    accent_text="#a5aaf9",
    ok="#5fcf92",
    ok_soft="#17302a",
    warn="#eeb455",
    warn_soft="#352a16",
    bad="#ff8f87",
    bad_soft="#3b1f21",
    info="#7db8f7",
    info_soft="#1a2b3f",
    code_key="#8fb1ff",
    code_string="#86d3a5",
    code_number="#f0b06e",
    code_literal="#d3a2f4",
    code_punctuation="#9496a5",
    scroll="#383a45",
    scroll_hover="#565967",
    accounts=MappingProxyType(
        {
            "blue": AccountTone("#2f6fd6", "#2a66c6", "#ffffff", "#182740"),
            "green": AccountTone("#2c8446", "#25743c", "#ffffff", "#16301f"),
            "teal": AccountTone("#12827a", "#0f736c", "#ffffff", "#112f2e"),
            "amber": AccountTone("#f0ab2e", "#f6b845", "#2a1c00", "#34290f"),
            "red": AccountTone("#d2403a", "#c23630", "#ffffff", "#3a1d1e"),
            "pink": AccountTone("#c93c85", "#b93378", "#ffffff", "#391b2c"),
            "violet": AccountTone("#8650d0", "#7a45c2", "#ffffff", "#291d3f"),
            "slate": AccountTone("#646c7f", "#5a6274", "#ffffff", "#23262e"),
        }
    ),
)

GROUNDS = ("sunken", "surface", "raised", "hover", "selection", "selection_quiet")
"""Where ordinary text may stand."""

PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("text", "quiet") for ground in (*GROUNDS, "pressed")),
    *(("faint", ground) for ground in ("sunken", "surface", "raised", "hover")),
    *(("text", soft) for soft in ("ok_soft", "warn_soft", "bad_soft", "info_soft")),
    *(("quiet", soft) for soft in ("ok_soft", "warn_soft", "bad_soft", "info_soft")),
    *(
        (text, ground)
        for text in ("ok", "warn", "bad", "info", "accent_text")
        for ground in GROUNDS
    ),
    *((text, f"{text}_soft") for text in ("ok", "warn", "bad", "info")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_pressed")),
    *(
        (f"code_{part}", ground)
        for part in ("key", "string", "number", "literal", "punctuation")
        for ground in ("sunken", "surface", "raised")
    ),
    ("text", "marked"),
)
"""Each text token with each ground it is used on: the contrast is at least 4.5 : 1."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two ``#rrggbb`` colours, 1.0 to 21.0, as WCAG 2.2 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
