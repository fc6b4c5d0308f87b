"""All that a person has before them: the draft, and JSON text that does not parse yet.

Text that does not parse is no draft, but it was typed and must not be lost: not at an edit of the
user, not at a load, not when the program is killed. It is one value with the draft it stands over.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .compose import Moment
from .draft import Draft


@dataclass(frozen=True, slots=True)
class LooseText:
    """JSON text as typed that does not parse. `moment` is that of the preview it was made from:
    once it parses, what was at send and what was made for the send are told by it."""

    text: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class Composition:
    """A draft and, while the JSON text of the person does not parse, that text."""

    draft: Draft
    loose: LooseText | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A composition saved under a name. `saved_at` is Unix milliseconds."""

    name: str
    composition: Composition
    saved_at: int


class Placed(StrEnum):
    """What became of a template that was to be saved."""

    SAVED = "saved"
    TAKEN = "taken"
    """Another template has its name than the one it was to replace. Nothing was saved."""
    UNREADABLE = "unreadable"
    """A template has its name that this version of the program cannot read. It was left alone."""
