"""Fields whose content is data that will be sent: never cut, never changed by accident.

Qt's own fields cut a text at 32,767 characters without a word, tell of typing but not of what a
screen reader or a completion writes into them, take the path of a dropped file for a text, and a
combo box takes another item when the wheel merely passes over it, which here would be another
account. And they lay out the whole line at each letter, so that of a text of megabytes only the
beginning may be given to them.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from .controls.tips import set_plain_tip
from .json_merge import characters, least_replacement
from .pasting import Becomes, Field, Pasted, becomes

LONGEST = 2**31 - 1

MOST_EDITED = 40_000
"""Characters of a line that is typed in. With more, each letter would be felt."""
BEGINNING = 60
"""Characters that are shown of a longer one."""
TOO_LONG = "Too long to be edited in this line. It is sent whole; Delete empties it."

AFTER_ICON = 4
"""Pixels that Qt leaves between the icon of a choice and its text."""

SHORTEST_PASTE = 8
"""Characters that came in at once, from which on they may be a command or a table."""


def shortened(text: str, most: int = MOST_EDITED) -> str:
    """Return `text`, or its beginning and its length where it has more than `most` characters."""
    if len(text) <= most:
        return text
    return f"{text[:BEGINNING]}… ({len(text):,} characters)"


def has_files(data: QMimeData) -> bool:
    """True where files are dragged: they are for the window, whatever they are dragged over."""
    return any(url.isLocalFile() for url in data.urls())


class Line(QLineEdit):
    """One line that lets files pass: they fall through to the window."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_files(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if has_files(event.mimeData()):
            event.ignore()
        else:
            super().dragMoveEvent(event)


class DataLine(Line):
    """One line. `changed_by_person(text)` follows every change but those of `show_text`, by
    whatever way it came: keys, paste, completion, a screen reader. `touched` is true from such a
    change until the next `show_text`: what nobody touched may be a text that Qt cannot hold, half
    of a character pair, and must not be read back.

    A command that comes in, by whatever way, is handed to the window as `Pasted` and never stands
    here; `field` says whether a table does likewise.

    Of a text longer than `MOST_EDITED` the beginning is shown, and the whole can only be deleted
    here. `content` is the whole text always."""

    changed_by_person = Signal(str)

    def __init__(self, parent: QWidget | None = None, field: Field = Field.LINE) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST)
        self._field = field
        self._showing = False
        self._before = ""
        self._long: str | None = None
        self.touched = False
        self.textChanged.connect(self._on_changed)

    @property
    def content(self) -> str:
        """The whole text, however much of it is shown."""
        return self.text() if self._long is None else self._long

    def show_text(self, text: str) -> None:
        """Show `text`; where it stands already, the caret stays."""
        self.touched = False
        self._hold(text if len(text) > MOST_EDITED else None)
        shown = shortened(text)
        if shown == self.text():
            return
        self._put(shown)
        if self._long is not None:
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._long is not None and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._take("")
        elif event.matches(QKeySequence.StandardKey.Paste) and self._long is None:
            pasted = QGuiApplication.clipboard().text()
            if len(pasted) <= MOST_EDITED:
                super().keyPressEvent(event)
            elif (outcome := becomes(pasted, self._field)) is not Becomes.TEXT:
                self._hand_on(pasted, outcome, self._with(pasted))
            else:
                self._take(self._with(pasted))
        else:
            super().keyPressEvent(event)

    def _hold(self, text: str | None) -> None:
        if (text is None) != (self._long is None):
            self.setReadOnly(text is not None)
            set_plain_tip(self, "" if text is None else TOO_LONG)
        self._long = text

    def _take(self, text: str) -> None:
        """Take `text` from the person, without giving it to Qt whole."""
        self.show_text(text)
        self.touched = True
        self.changed_by_person.emit(text)

    def _with(self, pasted: str) -> str:
        """Return the text with `pasted` in the place of what is selected."""
        text = self.text()
        at = self.cursorPosition()
        ends = (self.selectionStart(), self.selectionEnd()) if self.hasSelectedText() else (at, at)
        start, end = (characters(text, place) for place in ends)
        return f"{text[:start]}{pasted}{text[end:]}"

    def _put(self, text: str) -> None:
        self._showing = True
        try:
            self.setText(text)
        finally:
            self._showing = False

    def _on_changed(self, text: str) -> None:
        if self._showing:
            self._before = text
            return
        change = least_replacement(self._before, text)
        if change is not None and len(change.text) >= SHORTEST_PASTE:
            for came in (change.text, text):
                outcome = becomes(came, self._field)
                if outcome is not Becomes.TEXT:
                    self._hand_on(_as_copied(came, text), outcome, text)
                    return
        self._before = text
        self.touched = True
        self.changed_by_person.emit(text)

    def _hand_on(self, pasted: str, outcome: Becomes, text: str) -> None:
        """Put back what stood here, and let the window take in what came; `text` is what stands
        here where that turns out to be nothing but text."""
        self._put(self._before)
        event = Pasted(pasted, outcome, self, lambda: self._take(text))
        QCoreApplication.sendEvent(self.window(), event)


def _as_copied(came: str, text: str) -> str:
    """Return what was copied where it is what came: what changed may lack an end that happens to
    be as it was before."""
    clipboard = QGuiApplication.clipboard()
    modes = [clipboard.Mode.Clipboard]
    if clipboard.supportsSelection():
        modes.append(clipboard.Mode.Selection)
    for mode in modes:
        copied = clipboard.text(mode)
        if copied and copied in text and len(copied) >= len(came):
            return copied
    return came


class Choice(QComboBox):
    """A combo box that lets the wheel pass: it scrolls what the combo box stands in. What it says
    loses its middle where there is no room: Qt would cut it without a sign."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def shown(self) -> str:
        """Return what is painted in the width that the choice has."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        control = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(control, option, part, self).width()
        if not option.currentIcon.isNull():
            room -= option.iconSize.width() + AFTER_ICON
        middle = Qt.TextElideMode.ElideMiddle
        return self.fontMetrics().elidedText(self.currentText(), middle, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable():
            super().paintEvent(event)
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        whole = self.currentText()
        set_plain_tip(self, "" if option.currentText == whole else whole)
