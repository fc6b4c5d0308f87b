"""Fields whose content is data that will be sent: never cut, never changed by accident.

Qt's own fields cut a text at 32,767 characters without a word, tell of typing but not of what a
screen reader or a completion writes into them, and a combo box takes another item when the wheel
merely passes over it, which here would be another account.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

LONGEST = 2**31 - 1


class DataLine(QLineEdit):
    """One line. `changed_by_person(text)` follows every change but those of `show_text`, by
    whatever way it came: keys, paste, completion, a screen reader. `touched` is true from such a
    change until the next `show_text`: what nobody touched may be a text that Qt cannot hold, half
    of a character pair, and must not be read back."""

    changed_by_person = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST)
        self._showing = False
        self.touched = False
        self.textChanged.connect(self._on_changed)

    def show_text(self, text: str) -> None:
        """Show `text`; where it stands already, the caret stays."""
        self.touched = False
        if text == self.text():
            return
        self._showing = True
        try:
            self.setText(text)
        finally:
            self._showing = False

    def _on_changed(self, text: str) -> None:
        if not self._showing:
            self.touched = True
            self.changed_by_person.emit(text)


class Choice(QComboBox):
    """A combo box that lets the wheel pass: it scrolls what the combo box stands in."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
