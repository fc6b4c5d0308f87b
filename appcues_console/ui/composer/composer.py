"""The middle column: the forms of a draft, and the problems below them.

The forms are one view of the draft that the session owns. Every keystroke is a wish for another
draft; the session's answer is projected back.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from appcues_console.activity import draft as drafts
from appcues_console.activity import times
from appcues_console.activity.choices import TypeChoice
from appcues_console.activity.draft import (
    Draft,
    Event,
    Pair,
    RequestIdMode,
    with_insertion,
    without_item,
)
from appcues_console.activity.problems import Path, Problem
from appcues_console.ui.controls.field_note import FieldNote
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.controls.section_header import SectionHeader
from appcues_console.ui.fields import DataLine
from appcues_console.ui.session import Session
from appcues_console.ui.theme.theme import Theme

from .event_editor import EventEditor
from .events_model import EventsModel
from .events_view import EventsView
from .pairs_model import HEADINGS, PairsModel, cell_problems, worst_first
from .pairs_view import PairsView

LEAST_HEIGHT = 96
"""Pixels at the usual text size that are left to the form, however long the list below it is."""


class Composer(QScrollArea):
    """Events, profile fields and request ID of the session's draft."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._selected = 0
        self._projecting = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Composer")

        page = QWidget(self)
        page.setProperty("page", True)
        self._events_model = EventsModel(self)
        self._attributes_model = PairsModel(self)
        self._profile_model = PairsModel(self)
        self.events = EventsView(self._events_model, theme, page)
        self.editor = EventEditor(theme, page)
        self.attributes = PairsView(self._attributes_model, "Event attributes", theme, page)
        self.profile = PairsView(self._profile_model, "Profile fields", theme, page)
        self._attributes_note = FieldNote(self.attributes, theme, page, one_line=True)
        self._profile_note = FieldNote(self.profile, theme, page, one_line=True)
        self.request_id = DataLine(page)
        self.request_id.setAccessibleName("Request ID")
        self._request_note = FieldNote(self.request_id, theme, page)

        self._events_header = SectionHeader("Events", theme, page)
        self._duplicate_event = self._events_header.add_icon("duplicate", "Duplicate event")
        self._remove_event = self._events_header.add_icon("minus", "Remove event")
        self._add_event = self._events_header.add_button("Event", "Add event", "plus")
        self._attributes_header = SectionHeader("Attributes", theme, page, minor=True)
        self._remove_attribute = self._attributes_header.add_icon("minus", "Remove attribute")
        self._add_attribute = self._attributes_header.add_button(
            "Attribute", "Add attribute", "plus"
        )
        self._profile_header = SectionHeader("Profile", theme, page)
        self._remove_field = self._profile_header.add_icon("minus", "Remove profile field")
        self._add_field = self._profile_header.add_button("Field", "Add profile field", "plus")
        self._no_events = PlainLabel(
            "No events. An event says what the user did, and when.", page, role="quiet", wrap=True
        )
        self._no_fields = PlainLabel(
            "No profile fields. A field sets one property of the user.",
            page,
            role="quiet",
            wrap=True,
        )
        self._lay_out(page)
        self._connect()
        self._project(session.draft)
        self._show_problems(session.problems)

    @property
    def selected(self) -> int:
        """The place of the selected event."""
        return self._selected

    # Wishes that the window's actions and buttons make.

    def add_event(self) -> None:
        """Add an event below the selected one and put the cursor into its name."""
        at = self._selected + 1 if self._session.draft.events else 0
        self._edit_events(with_insertion(self._session.draft.events, at, Event()), "add event")
        self._select(at)
        self.editor.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def remove_event(self) -> None:
        """Remove the selected event."""
        events = self._session.draft.events
        if events:
            at = min(self._selected, len(events) - 1)
            self._edit_events(without_item(events, at), "remove event")
            self._select(max(0, min(at, len(events) - 2)))

    def duplicate_event(self) -> None:
        """Copy the selected event below itself."""
        events = self._session.draft.events
        if events:
            at = min(self._selected, len(events) - 1)
            self._edit_events(with_insertion(events, at + 1, events[at]), "duplicate event")
            self._select(at + 1)

    def duplicate(self) -> None:
        """Copy the row with the cursor, or the selected event."""
        table = self._table_with_cursor()
        if table is None:
            self.duplicate_event()
        else:
            table.duplicate_current()

    def force_type(self, choice: TypeChoice) -> None:
        """Choose the type of the row with the cursor."""
        table = self._table_with_cursor()
        if table is not None:
            table.force_current(choice)

    @property
    def in_row(self) -> bool:
        """True while the cursor is in a row of attributes or profile fields."""
        table = self._table_with_cursor()
        return table is not None and table.currentIndex().isValid()

    def add_attribute(self) -> None:
        """Add an attribute to the selected event, making an event first where there is none."""
        if not self._session.draft.events:
            self.add_event()
        self.attributes.add()

    def pick_time(self) -> None:
        """Open the picker for the time of the selected event."""
        if self._session.draft.events:
            self.editor.pick.click()

    def write_time_as(self, written: times.Written) -> None:
        """Choose how the time of the selected event is written."""
        if self._session.draft.events:
            self.editor.write_as(written)

    def focus_path(self, path: Path) -> None:
        """Put the cursor into the field that a problem is in."""
        match path:
            case ("events", int(index), "attributes", int(row), str(part)):
                self._select(index)
                self.attributes.edit_cell(row, HEADINGS.index(part))
            case ("events", int(index), str(part)):
                self._select(index)
                (self.editor.time if part == "time" else self.editor.name).setFocus()
            case ("profile", int(row), str(part)):
                self.profile.edit_cell(row, HEADINGS.index(part))
            case ("request_id",):
                self.request_id.setFocus()
            case ("body",):
                self._add_event.setFocus()

    def focus_first(self) -> None:
        """Put the cursor at the beginning of the form."""
        if self._session.draft.events:
            self.editor.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._add_event.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _table_with_cursor(self) -> PairsView | None:
        focus = QApplication.focusWidget()
        for table in (self.attributes, self.profile):
            if focus is not None and (focus is table or table.isAncestorOf(focus)):
                return table
        return None

    def minimumSizeHint(self) -> QSize:
        """As wide as the form needs. It scrolls sideways only where the window has no more room."""
        page, bar = self.widget(), self.verticalScrollBar().sizeHint().width()
        width = page.minimumSizeHint().width() if page is not None else 0
        return QSize(width + bar, self._theme.px(LEAST_HEIGHT))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        session = self._session
        session.draft_changed.connect(lambda draft, _: self._project(draft))
        session.problems_changed.connect(self._show_problems)
        self._add_event.clicked.connect(self.add_event)
        self._remove_event.clicked.connect(self.remove_event)
        self._duplicate_event.clicked.connect(self.duplicate_event)
        self._add_attribute.clicked.connect(self.add_attribute)
        self._remove_attribute.clicked.connect(self.attributes.remove_current)
        self._add_field.clicked.connect(self.profile.add)
        self._remove_field.clicked.connect(self.profile.remove_current)
        self.events.selectionModel().currentChanged.connect(self._on_current_event)
        self.editor.edited.connect(self._on_event_edited)
        self._attributes_model.edited.connect(self._on_attributes)
        self._profile_model.edited.connect(self._on_profile)
        self.request_id.changed_by_person.connect(self._on_request_id)
        for leaving in (
            self.editor.left_field,
            self.attributes.left_field,
            self.profile.left_field,
            self.request_id.editingFinished,
        ):
            leaving.connect(session.seal_step)

    def _edit_events(self, events: tuple[Event, ...], label: str, field: object = None) -> None:
        self._session.edit(drafts.with_events(self._session.draft, events), label, field)

    def _select(self, index: int) -> None:
        self.events.setCurrentIndex(self._events_model.index(index))

    def _on_current_event(self, current: QModelIndex, _: QModelIndex) -> None:
        if self._projecting:
            # The event goes. Its neighbour is told as a row of the list as it was.
            self.attributes.stop_editing()
        elif current.isValid() and current.row() != self._selected:
            self.attributes.stop_editing()
            self._selected = current.row()
            self._session.seal_step()
            self._project_event(self._session.draft)
            self._show_problems(self._session.problems)

    def _on_event_edited(self, event: Event, part: str) -> None:
        draft = drafts.with_event(self._session.draft, self._selected, event)
        self._session.edit(draft, f"event {part}", ("events", self._selected, part))

    def _on_attributes(self, pairs: tuple[Pair, ...], cell: object) -> None:
        if self._selected < len(self._session.draft.events):
            event = drafts.with_attributes(self._session.draft.events[self._selected], pairs)
            draft = drafts.with_event(self._session.draft, self._selected, event)
            field = None if cell is None else ("events", self._selected, cell)
            self._session.edit(draft, "attributes", field)

    def _on_profile(self, pairs: tuple[Pair, ...], cell: object) -> None:
        draft = drafts.with_profile(self._session.draft, pairs)
        self._session.edit(draft, "profile", None if cell is None else ("profile", cell))

    def _on_request_id(self, text: str) -> None:
        draft = drafts.with_request_id(self._session.draft, text)
        self._session.edit(draft, "request ID", "request_id")

    def _project(self, draft: Draft) -> None:
        self._projecting = True
        self._events_model.show(draft.events)
        self._projecting = False
        self._selected = max(0, min(self._selected, len(draft.events) - 1))
        if draft.events and self.events.currentIndex().row() != self._selected:
            self._select(self._selected)
        self._project_event(draft)
        self._profile_model.show(draft.profile)
        given = draft.request_id_mode is RequestIdMode.GIVEN
        self.request_id.show_text(draft.request_id if given else "")
        left_out = draft.request_id_mode is RequestIdMode.LEFT_OUT
        self.request_id.setPlaceholderText(
            "left out of the JSON" if left_out else "made for each send"
        )
        self._no_fields.setVisible(not draft.profile)
        self._remove_field.setEnabled(bool(draft.profile))

    def _project_event(self, draft: Draft) -> None:
        some = bool(draft.events)
        for part in (self.editor, self._attributes_header):
            part.setVisible(some)
        self._no_events.setVisible(not some)
        event = draft.events[self._selected] if some else Event()
        for button in (self._remove_event, self._duplicate_event):
            button.setEnabled(some)
        self._remove_attribute.setEnabled(bool(event.attributes))
        self.editor.show_event(event)
        self._attributes_model.show(event.attributes)
        self.editor.show_resolved(times.resolved(event.time.text, self._session.moment.now))

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        self._events_model.show_problems(problems)
        here = ("events", self._selected)
        self.editor.show_problems(
            tuple(p for p in problems if p.path[:2] == here and len(p.path) == 3)
        )
        for base, model, note in (
            ((*here, "attributes"), self._attributes_model, self._attributes_note),
            (("profile",), self._profile_model, self._profile_note),
        ):
            cells = cell_problems(problems, base)
            model.show_problems(cells)
            note.show_first(worst_first(cells))
        self._request_note.show_first(p for p in problems if p.path == ("request_id",))

    def _lay_out(self, page: QWidget) -> None:
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        for part in (
            self._events_header,
            self._no_events,
            self.events,
            self.editor,
            self._attributes_header,
            self.attributes,
            self._attributes_note,
        ):
            column.addWidget(part)
        column.addSpacing(16)
        for part in (self._profile_header, self._no_fields, self.profile, self._profile_note):
            column.addWidget(part)
        column.addSpacing(16)
        column.addWidget(SectionHeader("Request ID", self._theme, page))
        column.addWidget(self.request_id)
        column.addWidget(self._request_note)
        column.addStretch(1)
        for table in (self.events, self.attributes, self.profile):
            table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWidget(page)
