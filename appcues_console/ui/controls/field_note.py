"""What is wrong with a field, said below it, and its border in the colour of the problem."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from appcues_console.activity.problems import Problem, Severity
from appcues_console.ui.theme.theme import Theme

from .plain_label import PlainLabel
from .restyle import set_look


class FieldNote(PlainLabel):
    """The note of one field. A screen reader hears it as the field's description. `one_line`: it
    is elided, so that what stands below moves by one line at most."""

    def __init__(
        self,
        field: QWidget,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        one_line: bool = False,
    ) -> None:
        super().__init__("", parent, role="note-bad", wrap=not one_line, elide=one_line)
        self._field = field
        self.hide()

    def show_first(self, problems: Iterable[Problem]) -> None:
        """Show the first of `problems`, or nothing."""
        first = next(iter(problems), None)
        if first is None:
            self.show_note("")
        else:
            self.show_note(first.message, bad=first.severity is Severity.ERROR)

    def show_note(self, text: str, *, bad: bool = True) -> None:
        """Show `text` as an error or as a warning; an empty one hides the note."""
        self.set_role("note-bad" if bad else "note-warn")
        if self.text() != text:
            self.setText(text)
            self._field.setAccessibleDescription(text)
        self.setVisible(bool(text))
        set_look(self._field, "invalid", bool(text) and bad)
