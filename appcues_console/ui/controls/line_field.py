"""A line to type in, with what it is for above and what is wrong with it below."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from appcues_console.ui.theme.theme import Theme

from .field_note import FieldNote
from .plain_label import PlainLabel


class LineField(QWidget):
    """A captioned line. `name` is its accessible name, the caption where it is not given;
    `secret` shows dots instead of what is typed; `hint` is a quiet sentence below it."""

    def __init__(
        self,
        caption: str,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        name: str = "",
        secret: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setAccessibleName(name or caption)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.note = FieldNote(self.line, theme, self)
        self._hint = PlainLabel(hint, self, role="small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if caption:
            column.addWidget(PlainLabel(caption, self, role="caption"))
        column.addWidget(self.line)
        column.addWidget(self.note)
        column.addWidget(self._hint)
        self._hint.setVisible(bool(hint))
        self.setFocusProxy(self.line)

    def text(self) -> str:
        return self.line.text()

    def set_hint(self, sentence: str) -> None:
        """Say something quiet about the field; an empty sentence says nothing."""
        self._hint.setText(sentence)
        self._hint.setVisible(bool(sentence) and self.note.isHidden())

    def show_problem(self, sentence: str | None) -> None:
        """Say what is wrong with the field, or that nothing is. A problem hides the hint."""
        self.note.show_note(sentence or "")
        self._hint.setVisible(bool(self._hint.text()) and not sentence)
