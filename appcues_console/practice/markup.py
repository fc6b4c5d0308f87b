"""Data in HTML: escaped, set apart from the words around it, and cut where it is long."""

from __future__ import annotations

import json
from html import escape
from typing import Final

LONGEST: Final = 160
"""Characters of one value that are shown."""


def data(text: str) -> str:
    """Return data for a place among words: quoted when it would otherwise not be seen."""
    return f"<bdi>{escape(cut(text if text.strip() else json.dumps(text)))}</bdi>"


def code(text: str) -> str:
    """Return data for a place of its own, as code."""
    return f"<code><bdi>{escape(cut(text))}</bdi></code>"


def cut(text: str) -> str:
    """Return `text`, or as much of it as is shown."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
