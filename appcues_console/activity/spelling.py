"""Spellings that a person takes for the same and the API does not.

IDs and keys are compared by the letter. Two that differ only in case, in white space, in characters
nobody can see, or in letters of another script that look alike, are most likely meant to be one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# The letters of Cyrillic and Greek whose usual form is that of a Latin one, after case folding.
_ALIKE: Final = str.maketrans(
    {
        **dict(zip("авекмнорстухіјѕһԁԛԝѵӏ", "abekmhopctyxijshdqwvl", strict=True)),
        **dict(zip("αβεζηικμνορτυχϲϳ", "abezhikmnoptyxcj", strict=True)),
        **dict.fromkeys("‐‑‒–—−", "-"),
    }
)
_ALIKE_LONGEST: Final = 256
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def shape(text: str) -> str:
    """Return what is left of `text` when case, white space, invisible characters, and the script of
    letters that look the same do not count."""
    return _short_shape(text) if len(text) <= _ALIKE_LONGEST else _shape(text)


def _shape(text: str) -> str:
    if text.isascii():
        return "".join(filter(str.isprintable, text.lower())).replace(" ", "")
    plain = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(c for c in plain if c.isprintable() and not c.isspace())
    return unicodedata.normalize("NFKC", seen).translate(_ALIKE)


_short_shape = lru_cache(8192)(_shape)


def without_invisible(text: str) -> str:
    """Return `text` without its characters that cannot be seen: controls, and format characters
    such as a change of writing direction. Spaces stay, and the joiners that emoji and some scripts
    are spelled with."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c.isprintable() or c.isspace() or c in _JOINERS)


_JOINERS: Final = "\u200c\u200d"


def has_surrogate(text: str) -> bool:
    """True for a text with half of a character pair in it, which UTF-8 cannot carry."""
    return not text.isascii() and _SURROGATE.search(text) is not None


def without_surrogates(text: str) -> str:
    """Return `text` without halves of character pairs."""
    return _SURROGATE.sub("", text)


def plain(text: str) -> bool:
    """True for a text that may be proposed in the place of another: something to see, no white
    space but single spaces inside, nothing invisible."""
    return bool(text) and text == text.strip() and "  " not in text and text.isprintable()
