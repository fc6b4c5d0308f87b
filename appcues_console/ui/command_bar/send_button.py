"""Send, with its destination in its label, and buttons that a hasty hand cannot press twice."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from appcues_console.ui.controls.tips import set_plain_tip
from appcues_console.ui.theme.theme import Theme

WIDEST, LEAST = 320, 180
"""Pixels at the usual text size. A label may have 60 characters: beyond this it is shortened."""


class CalmButton(QPushButton):
    """A push button that takes a double click for one click: the second press of a hasty hand must
    neither send the same events again nor stop the send, whose button stands in the same place."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


class SendButton(CalmButton):
    """Says where it sends to. A label that is too long loses its middle: accounts of one company
    begin alike and differ at the end. “Send to” is never cut."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._label = theme, ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_destination(self, label: str) -> None:
        """Show the account's `label`."""
        self._label = label
        # A button's text treats & as the mark of a shortcut: doubled, it stands for itself.
        self.setText(f"Send to {label}".replace("&", "&&"))
        self.setAccessibleName(f"Send to {label}")
        self._tip()

    def shown(self) -> str:
        """Return what is painted in the width that the button has."""
        whole = f"Send to {self._label}"
        metrics, room = self.fontMetrics(), self.width() - self._around()
        if metrics.horizontalAdvance(whole) <= room:
            return whole
        left = room - metrics.horizontalAdvance("Send to ")
        middle = Qt.TextElideMode.ElideMiddle
        return f"Send to {metrics.elidedText(self._label, middle, left)}"

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(hint.width(), self._theme.px(WIDEST)), hint.height())

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), self._theme.px(LEAST)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown().replace("&", "&&")
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()

    def _tip(self) -> None:
        whole = f"Send to {self._label}"
        set_plain_tip(self, "" if self.shown() == whole else whole)

    def _around(self) -> int:
        """Return what the style puts around the text, in pixels."""
        self.ensurePolished()
        whole = self.fontMetrics().horizontalAdvance(f"Send to {self._label}")
        return super().sizeHint().width() - whole
