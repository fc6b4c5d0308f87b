"""A word in passing over the place where something was done, such as “Copied”."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from appcues_console.ui.theme.theme import Theme

from .plain_label import PlainLabel

SHOWN_FOR = 1_800
"""Milliseconds."""
ABOVE = 16
"""Pixels between the toast and the lower edge of what it lies over."""


class Toast(QFrame):
    """Lies over the lower edge of `over`, takes no focus and no clicks, and goes by itself."""

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme, self._over = theme, over
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._mark = QLabel(self)
        self._label = PlainLabel("", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._label)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_FOR)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def say(self, words: str, icon_name: str = "check") -> None:
        """Show `words` for a moment; a screen reader says them too."""
        size = self._theme.px(16)
        self._mark.setPixmap(self._theme.icon(icon_name, "ok").pixmap(size, size))
        self._label.setText(words)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        left = (self._over.width() - self.width()) // 2
        self.move(left, self._over.height() - self.height() - ABOVE)
