"""The fields of the selected event: its name, its time, and how the time is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from appcues_console.activity import times
from appcues_console.activity.clock import unix_milliseconds
from appcues_console.activity.draft import Event
from appcues_console.activity.problems import Problem
from appcues_console.activity.times import Written
from appcues_console.ui.controls.field_note import FieldNote
from appcues_console.ui.controls.icon_button import IconButton
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.controls.side_by_side import SideBySide
from appcues_console.ui.fields import Choice, DataLine
from appcues_console.ui.theme.theme import Theme

from .time_picker import TimePicker

SUGGESTED = (times.AT_SEND, "1 hour before send", "1 day before send", "3 days before send")


class EventEditor(QWidget):
    """Edits one event. `edited(event, field)` wishes for a change of it; `field` names what was
    typed in; `left_field()` tells that a field was left."""

    edited = Signal(object, str)
    left_field = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._event = Event()
        self.name = DataLine(self)
        self.name.setAccessibleName("Event name")
        self.name.setPlaceholderText("Name, such as clicked widget")
        self.name.changed_by_person.connect(self._on_name)
        self.time = Choice(self)
        line = self._time_line = DataLine(self.time)
        self.time.setLineEdit(line)
        self.time.setInsertPolicy(Choice.InsertPolicy.NoInsert)
        self.time.setAccessibleName("Event time")
        self.time.addItems(SUGGESTED)
        self.time.setCompleter(None)  # type: ignore[arg-type]  # None takes the completer away
        line.setAccessibleName("Event time")
        line.setPlaceholderText("at send")
        # Not the combo box's own signal: it would tell of a command before the line refuses it.
        line.changed_by_person.connect(self._on_time)
        self.pick = IconButton("calendar", "Pick a time", theme, self)
        self.pick.clicked.connect(self._on_pick)
        self._picker = TimePicker(theme, self)
        self._picker.picked.connect(self._on_time)
        self.written = Choice(self)
        self.written.setAccessibleName("Time format")
        self.written.addItems([form.value for form in Written])
        self.written.activated.connect(self._on_written)
        self._name_note = FieldNote(self.name, theme, self)
        self._time_note = FieldNote(self.time, theme, self)
        self._resolved = PlainLabel("", self, role="small", wrap=True)
        self._lay_out()
        for field in (self.name, line):
            field.editingFinished.connect(self.left_field)

    def show_event(self, event: Event) -> None:
        """Project `event`; fields that say the same already are left alone, caret and all."""
        self._event = event
        self.name.show_text(event.name)
        if self._time_line.content != event.time.text:
            self._quietly(lambda: self._time_line.show_text(event.time.text))
        self.written.setCurrentText(event.time.written.value)

    def write_as(self, written: Written) -> None:
        """Wish for another form of the time."""
        if written is not self._event.time.written:
            meant = replace(self._event.time, written=written)
            self.edited.emit(replace(self._event, time=meant), "written")

    def show_resolved(self, text: str) -> None:
        """Show what the time comes to, in the words of people; nothing for what is no time."""
        self._resolved.setText(text)
        self._resolved.setVisible(bool(text))

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show the first problem of each field below it. Paths end in ``name`` or ``time``."""
        self._name_note.show_first(p for p in problems if p.path[-1] == "name")
        self._time_note.show_first(p for p in problems if p.path[-1] == "time")

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setRowMinimumHeight(3, 8)
        grid.addWidget(PlainLabel("Name", self, role="caption"), 0, 0, 1, 2)
        grid.addWidget(self.name, 1, 0, 1, 2)
        grid.addWidget(self._name_note, 2, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
        time_part = self._captioned("Time", self.time, self.pick)
        written_part = self._captioned("Written as", self.written)
        grid.addWidget(SideBySide(time_part, written_part, self), 4, 0, 1, 2)
        grid.addWidget(self._time_note, 6, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._resolved, 5, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)

    def _captioned(self, caption: str, *fields: QWidget) -> QWidget:
        part = QWidget(self)
        row = QHBoxLayout()
        row.setSpacing(4)
        for field in fields:
            if isinstance(field, IconButton):
                row.addWidget(field)
            else:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(PlainLabel(caption, part, role="caption"))
        column.addLayout(row)
        return part

    def _quietly(self, change: Callable[[], None]) -> None:
        self.time.blockSignals(True)
        try:
            change()
        finally:
            self.time.blockSignals(False)

    def _on_name(self, text: str) -> None:
        self.edited.emit(replace(self._event, name=text), "name")

    def _on_time(self, text: str) -> None:
        if text != self._event.time.text:
            self.edited.emit(replace(self._event, time=times.typed(self._event.time, text)), "time")

    def _on_pick(self) -> None:
        said = times.meaning(self._event.time.text)
        now = unix_milliseconds()
        fixed = said is not None and not said.relative and times.has_iso(said.milliseconds)
        begin = said.milliseconds if said is not None and fixed else now
        self._picker.open_below(self.time, begin)

    def _on_written(self, index: int) -> None:
        self.write_as(list(Written)[index])
