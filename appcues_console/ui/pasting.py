"""What becomes of a text that is pasted or dropped into a field: text there, or a draft.

Most of it is text. But a command holds an account ID, which must not stand in a field whose text is
kept; a body of several lines is no user ID, wherever the cursor happens to be; a fragment of the
documentation put over the whole JSON means a draft; and two columns of a spreadsheet in the cell of
a key are rows. The decision is made here, at once; the reading is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, StrEnum, auto
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from appcues_console.activity import body
from appcues_console.activity.draft import BODY_KEYS
from appcues_console.activity.jsontext import JsonProblem

LONGEST_TRIED: Final = 200_000
"""Characters of JSON that are parsed in order to decide: longer ones would be felt."""

LONGEST_TABLE: Final = 20_000

_BEGINS_AS_BODY: Final = re.compile(r'\s*[{["][^\n]*\n')
"""Several lines of JSON."""


class Field(Enum):
    """What is pasted into."""

    LINE = auto()
    """A line that is always there, whose text is one value."""
    VALUE = auto()
    """The cell of a value, which JSON of several lines may be."""
    KEY = auto()
    """The cell of a key, beside which stands the cell of its value."""
    JSON_KEPT = auto()
    """JSON that the paste leaves partly there."""
    JSON_REPLACED = auto()
    """JSON of which the paste replaces all."""
    JSON_BROKEN = auto()
    """JSON that did not parse before, and of which a part stays."""


class Becomes(StrEnum):
    """What a paste becomes."""

    TEXT = "text"
    DRAFT = "draft"
    """A draft, or a sentence why not; never text."""
    UNDERSTOOD = "draft where it is understood"
    FRAGMENT = "draft where it is a part of the body by name"
    """Both are text otherwise."""
    ROWS = "rows"


def becomes(pasted: str, field: Field, whole: str = "") -> Becomes:
    """Return what `pasted` becomes in `field`; for JSON, `whole` is what would stand there then."""
    # Only on use: the first paint needs nothing of the reading.
    from appcues_console.intake.reading import holds_request

    if field in {Field.LINE, Field.VALUE, Field.KEY}:
        if holds_request(pasted):
            return Becomes.DRAFT
        if field is Field.KEY and _two_columns(pasted):
            return Becomes.ROWS
        body_here = field is Field.LINE and _BEGINS_AS_BODY.match(pasted)
        return Becomes.FRAGMENT if body_here else Becomes.TEXT
    if len(whole) <= LONGEST_TRIED and _stands(whole):
        return Becomes.TEXT
    if holds_request(pasted):
        return Becomes.DRAFT
    match field:
        case Field.JSON_REPLACED:
            return Becomes.UNDERSTOOD
        case Field.JSON_KEPT if len(whole) <= LONGEST_TRIED:
            return Becomes.FRAGMENT
    return Becomes.TEXT


def _stands(text: str) -> bool:
    """True where `text` is a body as it is. One event or a few fields parse too, and are none."""
    try:
        draft = body.read(text)
    except JsonProblem:
        return False
    return not draft.extra or any(key in BODY_KEYS for key in draft.order)


def _two_columns(text: str) -> bool:
    from appcues_console.intake.table import Fields, fields

    lines = text.strip("\n\r")
    if "\n" not in lines:
        return False
    head = lines[:LONGEST_TABLE]
    return isinstance(fields(head if len(head) == len(lines) else head.rpartition("\n")[0]), Fields)


class Pasted(QEvent):
    """Tells the window of a field that a paste is to be taken in. `otherwise` puts it into the
    field as text, where there is a place for it."""

    KIND = QEvent.Type(QEvent.registerEventType())

    def __init__(
        self,
        text: str,
        becomes: Becomes,
        field: QWidget,
        otherwise: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(self.KIND)
        self.text, self.becomes, self.field, self.otherwise = text, becomes, field, otherwise
