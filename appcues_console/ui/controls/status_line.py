"""The foot of the window: what was just done, and for how long it is worth reading."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from appcues_console.ui.theme.theme import Theme

from .plain_label import PlainLabel

READ_FOR = 8_000
"""Milliseconds that a message stays."""


class StatusLine(QWidget):
    """One quiet line. A screen reader says it when it may. `hint` stands there in between; beside
    it a mark may stand, of what is out of the ordinary for as long as it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, hint: str = "") -> None:
        super().__init__(parent)
        self.setProperty("bar", True)
        self._hint = hint
        self._label = PlainLabel(hint, self, role="small", elide=True)
        self._label.setAccessibleName("Status")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(self._label, 1)
        self.mark = PlainLabel("", self, role="warn")
        self.mark.hide()
        row.addWidget(self.mark)
        self._timer = QTimer(self, singleShot=True, interval=READ_FOR)
        self._timer.timeout.connect(lambda: self._label.setText(self._hint))

    @property
    def text(self) -> str:
        return self._label.text()

    def show_mark(self, text: str) -> None:
        """Show `text` until another takes its place; nothing takes the mark away."""
        self.mark.setText(text)
        self.mark.setVisible(bool(text))

    def show_message(self, sentence: str) -> None:
        """Show `sentence` for a while."""
        self._label.setText(sentence)
        self._timer.start()
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._label, sentence))
