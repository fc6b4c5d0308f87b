"""What stands around a paste without being part of it: a byte order mark, the fences of a chat or a
document, a variable that a program assigns it to."""

from __future__ import annotations

import re
from typing import Final

from .traced import Traced

_EDGES: Final = " \t\n\r\f\v\xa0\ufeff\u200b\u2060\x00"
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n`]*\n", re.MULTILINE)
_ASSIGNED = re.compile(
    r"(?:(?:const|let|var)[ \t]+)?[A-Za-z_$][\w$.]*[ \t]*=[ \t\n]*(?=[\[{\"'])", re.ASCII
)


def unwrapped(pasted: Traced) -> tuple[Traced, tuple[str, ...]]:
    """Return what is inside, and sentences about what was left out around it."""
    sentences = []
    text = _trimmed(pasted)
    fenced = "```" in text.text or "~~~" in text.text
    opening = _FENCE.search(text.text) if fenced else None
    # A line of fences inside JSON cannot be: a string holds no line break.
    if opening is not None:
        closing = re.compile(rf"^[ \t]*{opening[1]}[ \t]*$", re.MULTILINE).search(
            text.text, opening.end()
        )
        text = text.part(opening.end(), closing.start() if closing else len(text.text))
        text = _trimmed(text)
        sentences.append("Only what stands between the first code fences was read.")
    assigned = _ASSIGNED.match(text.text)
    if assigned is not None:
        text = _trimmed(text.part(assigned.end(), len(text.text)))
        sentences.append("The assignment around it was left out.")
    if text.text.endswith((";", ")")) and text.text[:1] in {"{", "[", '"'}:
        text = _trimmed(text.part(0, len(text.text.rstrip(";) \n\t\r"))))
    return text, tuple(sentences)


def _trimmed(text: Traced) -> Traced:
    inside = text.text.strip(_EDGES)
    start = len(text.text) - len(text.text.lstrip(_EDGES))
    return text.part(start, start + len(inside))
