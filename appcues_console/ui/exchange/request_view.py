"""The exact body, live and editable: the other view of the draft.

Text and forms follow each other. Changes from elsewhere are made as the least replacement, so that
the caret keeps its place; the text of the person is never overwritten while it does not parse.
"""

from __future__ import annotations

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


class JsonEditor(CodeView):
    """The body as text. `left()` tells that the cursor went elsewhere."""

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, json=True)
        self.setReadOnly(False)
        self.setUndoRedoEnabled(False)
        # A wrapped line would break the indentation that shows what belongs to what.
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setAccessibleName("Request JSON")

    def become(self, text: str) -> None:
        """Change to `text`, leaving caret and scroll position where they are."""
        old = self.text()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        # From the end, so that the positions before stay what they are.
        for change in reversed(replacements(old, text)):
            cursor.setPosition(utf16(old, change.start))
            cursor.setPosition(utf16(old, change.end), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(change.text)
        cursor.endEditBlock()

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
            super().insertFromMimeData(source)
            return
        # The cursor follows what is edited until then, and the text goes where it was meant to.
        event = Pasted(pasted, outcome, self, lambda: cursor.insertText(pasted))
        QCoreApplication.sendEvent(self.window(), event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


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
        column.addWidget(self.json, 1)
        self.json.setPlainText(session.body)
        self.json.textChanged.connect(self._on_typed)
        self.json.left.connect(session.tidy_text)
        session.body_changed.connect(self._on_body)
        session.draft_changed.connect(self._show_line)
        desk.destination_changed.connect(self._show_line)
        desk.account_changed.connect(self._show_line)
        self._show_line()

    def _on_typed(self) -> None:
        if not self._projecting:
            self._session.edit_text(self.json.text())

    def _on_body(self, text: str, origin: str) -> None:
        if origin != Origin.TEXT:
            self._projecting = True
            try:
                self.json.become(text)
            finally:
                self._projecting = False
        problem = self._session.text_problem
        self.json.mark_error(problem.position if problem else None)

    def _show_line(self, *_: object) -> None:
        self.line.setText(self._desk.request_line)
