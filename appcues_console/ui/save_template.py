"""Asks under which name to save the draft, and says when that name is taken."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from appcues_console.activity.composition import Placed

from .controls.plain_label import PlainLabel
from .fields import DataLine
from .pasting import Becomes, Pasted
from .templates import Templates
from .theme.theme import Theme

LONGEST_NAME = 80
NEW = "Templates are kept in the encrypted history."
NO_NAME = "What was pasted is a command, which may hold an account ID: it makes no name."
TAKEN = "There is a template of this name. Saving puts this draft in its place."
REFUSED = {
    Placed.TAKEN: "Nothing was saved: another copy of the program has saved a template of this name"
    " meanwhile. Saving puts this draft in its place.",
    Placed.UNREADABLE: "Nothing was saved: there is a template of this name that this version of"
    " the program cannot read. Choose another name.",
}


class SaveTemplate(QDialog):
    """A name, and two buttons. Accepted means: save."""

    def __init__(self, templates: Templates, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._templates, self._taken = templates, False
        self._refused: tuple[str, Placed] | None = None
        self.setWindowTitle("Save draft as template")
        self.setAccessibleName("Save draft as template")
        self.setMinimumWidth(theme.px(420))
        self.name = DataLine(self)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName("Template name")
        self.name.setPlaceholderText("Name, such as trial ends")
        self.name.setAccessibleDescription(NEW)
        self.note = PlainLabel(NEW, self, role="quiet", wrap=True)
        self.save = QPushButton("Save template", self)
        self.save.setAccessibleName("Save template")
        self.save.setDefault(True)
        self.save.setEnabled(False)
        self.save.clicked.connect(self.accept)
        back = QPushButton("Go back", self)
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        column.addWidget(PlainLabel("Save draft as template", self, role="heading"))
        column.addWidget(PlainLabel("Name", self, role="caption"))
        column.addWidget(self.name)
        column.addWidget(self.note)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(back)
        row.addWidget(self.save)
        column.addLayout(row)
        self.name.changed_by_person.connect(self._on_name)
        # Another window on the same home may have taken the name a moment ago.
        templates.changed.connect(self._on_templates)
        templates.start()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_again(self, name: str, why: Placed) -> None:
        """Begin with a name under which nothing was saved, and say why. Enter alone does not answer
        that: it may have been pressed twice."""
        self._refused = name, why
        self.name.setText(name)
        self.name.selectAll()
        self._on_name()

    @property
    def chosen(self) -> str:
        """The name as it will be saved."""
        return self.name.text().strip()

    def customEvent(self, event: QEvent) -> None:
        """Keep a pasted command out of the name, which is shown and kept."""
        if isinstance(event, Pasted):
            if event.becomes is Becomes.DRAFT:
                self.note.setText(NO_NAME)
            else:
                event.otherwise()

    def _on_templates(self) -> None:
        # What else the note says just now stands where the name is as free as it was.
        if self._taken != (self._templates.named(self.chosen) is not None):
            self._on_name()

    def _on_name(self) -> None:
        self._taken = taken = self._templates.named(self.chosen) is not None
        why = None
        if self._refused is not None and self._refused[0] == self.chosen:
            why = self._refused[1]
        note = REFUSED[why] if why is not None else TAKEN if taken else NEW
        self.note.setText(note)
        # The keyboard is in the field: there a screen reader hears what saving would do.
        self.name.setAccessibleDescription(note)
        self.save.setText("Replace template" if taken else "Save template")
        self.save.setEnabled(bool(self.chosen) and why is not Placed.UNREADABLE)
        self.save.setAutoDefault(why is None)
        self.save.setDefault(why is None)
