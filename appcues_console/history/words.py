"""How text is made comparable for searching, and a search box's text turned into a question.

Letters match whatever their case, accents and compatibility form. Both sides are folded here and
not by the index, so that words too short for the index, which are compared directly, match by the
same rule.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

SHORTEST_INDEXED = 3
"""Characters: the index knows sequences of three."""

MOST_INDEXED = 8
"""Words of one search that the index is asked for."""


def fold(text: str) -> str:
    """Return `text` for comparing: no case, no accents, nothing that SQLite's text cannot hold.

    Each character folds by itself, so a part of a text folds to a part of the folded text.
    """
    if text.isascii():
        return text.lower().replace("\0", "\ufffd")
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(map(_fold_character, plain))


@lru_cache(4_096)  # an alphabet or two
def _fold_character(character: str) -> str:
    if character == "\0" or "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return "" if unicodedata.combining(character) else character


def haystack(parts: Iterable[str]) -> str:
    """Return what can be found of one exchange: its parts, folded, one a line."""
    return "\n".join(fold(part) for part in parts)


@dataclass(frozen=True, slots=True)
class Question:
    """A search: every word must occur. The index looks up `indexed`; `direct` are compared with
    each text that is left."""

    indexed: tuple[str, ...]
    direct: tuple[str, ...]

    @property
    def match(self) -> str:
        """The indexed words as an FTS5 expression: quoted, so that nothing typed is an operator."""
        return " AND ".join('"' + word.replace('"', '""') + '"' for word in self.indexed)

    def fits(self, text: str) -> bool:
        """Tell whether a folded text has every word."""
        return all(word in text for word in (*self.indexed, *self.direct))


def question(search: str) -> Question | None:
    """Return what is asked for, or None where nothing is: the box is empty."""
    words = dict.fromkeys(folded for word in search.split() if (folded := fold(word)))
    if not words:
        return None
    # The longest words leave the fewest rows, and a pasted page must not become a huge question.
    known = sorted((word for word in words if len(word) >= SHORTEST_INDEXED), key=len, reverse=True)
    indexed = known[:MOST_INDEXED]
    return Question(tuple(indexed), tuple(word for word in words if word not in indexed))
