"""The exact body, live and editable: the other view of the draft.

Text and forms follow each other. Changes from elsewhere are made as the least replacement, so that
the caret keeps its place; the text of the person is never overwritten while it does not parse. A
text that Qt could not lay out between two keystrokes is shown in part, and cannot be edited here.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from appcues_console.ui.controls.code_view import CodeView
from appcues_console.ui.controls.icon_button import IconButton
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.desk import Desk
from appcues_console.ui.fields import has_files
from appcues_console.ui.json_merge import characters, replacements, utf16
from appcues_console.ui.pasting import Becomes, Field, Pasted, becomes
from appcues_console.ui.session import Origin, Session
from appcues_console.ui.theme.theme import Theme

from .long_text import LONGEST_EDITED, cut, editable

_LINE_ENDS = re.compile("\r\n|[\r\u2029\ufdd0\ufdd1]")
"""What Qt takes for the end of a line."""

TOO_LONG = (
    "This body has {:,} characters, too many in all or in one line to be edited as text. It is "
    "shown cut off at each …, and sent whole. The forms edit it, and undo takes back a paste."
)


class JsonEditor(CodeView):
    """The body as text. `edited()` tells that it is another, `left()` that the cursor is elsewhere;
    `much_pasted(text)` what the
    whole text is with a long paste in it, which Qt was not given yet."""

    edited = Signal()
    left = Signal()
    much_pasted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, json=True)
        self.setReadOnly(False)
        self.setUndoRedoEnabled(False)
        # A wrapped line would break the indentation that shows what belongs to what.
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setAccessibleName("Request JSON")
        self._text: str | None = None
        self.textChanged.connect(self._on_changed)

    def text(self) -> str:
        # Taken out of the document it would be copied twice, for each letter typed elsewhere.
        if self._text is None:
            self._text = super().text()
        return self._text

    def become(self, text: str) -> None:
        """Change to `text`, leaving caret and scroll position where they are."""
        old = self.text()
        changes = replacements(old, text)
        with self.taking(sum(len(change.text) for change in changes)):
            cursor = QTextCursor(self.document())
            cursor.beginEditBlock()
            # From the end, so that the positions before stay what they are.
            for change in reversed(changes):
                cursor.setPosition(utf16(old, change.start))
                cursor.setPosition(utf16(old, change.end), QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(change.text)
            cursor.endEditBlock()
        self._text = text

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # Files fall through to the window.
        return not has_files(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        pasted, cursor = source.text(), self.textCursor()
        if not source.hasText():
            return
        old = self.text()
        start, end = (
            characters(old, place) for place in (cursor.selectionStart(), cursor.selectionEnd())
        )
        rest = old[:start] + old[end:]
        field = Field.JSON_KEPT if self._error_at is None else Field.JSON_BROKEN
        if not rest.strip():
            field = Field.JSON_REPLACED
        outcome = becomes(pasted, field, old[:start] + pasted + old[end:])
        if outcome is Becomes.TEXT:
            if len(pasted) > LONGEST_EDITED:
                self._insert(cursor, pasted)
            else:
                super().insertFromMimeData(source)
            return
        # The cursor follows what is edited until then, and the text goes where it was meant to.
        event = Pasted(pasted, outcome, self, lambda: self._insert(cursor, pasted))
        QCoreApplication.sendEvent(self.window(), event)

    def _insert(self, cursor: QTextCursor, pasted: str) -> None:
        if len(pasted) <= LONGEST_EDITED:
            cursor.insertText(pasted)
            return
        old = self.text()
        start, end = (
            characters(old, place) for place in (cursor.selectionStart(), cursor.selectionEnd())
        )
        self.much_pasted.emit(f"{old[:start]}{_LINE_ENDS.sub(chr(10), pasted)}{old[end:]}")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _on_changed(self) -> None:
        if not self.colouring:
            self._text = None
            self.edited.emit()


class RequestView(QWidget):
    """Method and URL with the account ID masked, and the body below."""

    copy_wanted = Signal()

    def __init__(
        self, session: Session, desk: Desk, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._projecting = False
        self.line = PlainLabel("", self, role="mono", selectable=True, wrap=True)
        self.line.setAccessibleName("Request line")
        self.copy = IconButton("copy", "Copy as cURL", theme, self)
        self.copy.clicked.connect(self.copy_wanted)
        self.note = PlainLabel("", self, role="note-warn", wrap=True)
        self.note.setContentsMargins(16, 0, 16, 4)
        self.json = JsonEditor(theme, self)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.json, 1)
        self._show_body(session.body)
        self.json.edited.connect(self._on_typed)
        self.json.left.connect(self._on_left)
        self.json.much_pasted.connect(self._on_much_pasted)
        session.body_changed.connect(self._on_body)
        session.draft_changed.connect(self._show_line)
        desk.destination_changed.connect(self._show_line)
        desk.account_changed.connect(self._show_line)
        self._show_line()

    def _on_typed(self) -> None:
        if not self._projecting:
            self._session.edit_text(self.json.text())

    def _on_left(self) -> None:
        # What could not be typed in needs no tidying.
        if not self.json.isReadOnly():
            self._session.tidy_text()

    def _on_much_pasted(self, text: str) -> None:
        self._session.edit_text(text)
        self._show_body(text)
        self._mark_problem()

    def _on_body(self, text: str, origin: str) -> None:
        if origin != Origin.TEXT:
            self._show_body(text)
        self._mark_problem()

    def _mark_problem(self) -> None:
        problem = None if self.json.isReadOnly() else self._session.text_problem
        self.json.mark_error(problem.position if problem else None)

    def _show_body(self, text: str) -> None:
        whole = editable(text)
        self._projecting = True
        try:
            self.json.become(text if whole else cut(text))
        finally:
            self._projecting = False
        self.json.setReadOnly(not whole)
        note = "" if whole else TOO_LONG.format(len(text))
        self.json.setAccessibleDescription(note)
        self.note.setText(note)
        self.note.setVisible(not whole)

    def _show_line(self, *_: object) -> None:
        self.line.setText(self._desk.request_line)
