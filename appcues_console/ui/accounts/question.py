"""A question asked in place, where a second dialog would come between a person and the first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from appcues_console.ui.controls.plain_label import PlainLabel


class Question(QFrame):
    """A sentence with a way back, which has the focus, and a way on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._then: Callable[[], object] | None = None
        self._before: QWidget | None = None
        self.setProperty("banner", "bad")
        self.sentence = PlainLabel("", self, wrap=True)
        self.back = QPushButton(self)
        self.on = QPushButton(self)
        self.on.setProperty("kind", "danger")
        for button in (self.back, self.on):
            button.setAutoDefault(False)
        self.back.clicked.connect(self.dismiss)
        self.on.clicked.connect(self._go_on)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.on)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.sentence)
        column.addLayout(row)
        self.hide()

    def ask(self, sentence: str, back: str, on: str, then: Callable[[], object]) -> None:
        """Ask; `then` is called if the person goes on."""
        self._then = then
        self._before = self.window().focusWidget()
        self.sentence.setText(sentence)
        for button, text in ((self.back, back), (self.on, on)):
            # In a button's text & marks a shortcut: doubled, it stands for itself.
            button.setText(text.replace("&", "&&"))
            button.setAccessibleName(text)
            button.setAccessibleDescription(sentence)
        self.show()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Take the question back."""
        had_focus = self.back.hasFocus() or self.on.hasFocus()
        self._then = None
        self.hide()
        if had_focus and self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focus = self.window().focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        then = self._then
        self.dismiss()
        if then is not None:
            then()
