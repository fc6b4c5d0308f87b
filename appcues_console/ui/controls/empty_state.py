"""What stands where nothing is yet: it says what will be here, and how."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from appcues_console.ui.theme.theme import Theme

from .plain_label import PlainLabel

MEASURE = 320
"""The widest that the sentence becomes, in pixels at the usual text size: it reads at ease."""


class EmptyState(QWidget):
    """A title, a sentence, perhaps an icon above them and one thing to do below."""

    def __init__(
        self,
        title: str,
        sentence: str,
        theme: Theme,
        parent: QWidget | None = None,
        action: str = "",
        icon_name: str = "",
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon_name = theme, icon_name
        self._icon = QLabel(self)
        self.title = PlainLabel(title, self, role="heading", wrap=True)
        self.sentence = PlainLabel(sentence, self, role="quiet", wrap=True)
        self.button = QPushButton(action, self)
        self.button.setVisible(bool(action))
        for label in (self._icon, self.title, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(4)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def show_text(self, title: str, sentence: str) -> None:
        """Say something else: why there is nothing has changed."""
        self.title.setText(title)
        self.sentence.setText(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(24, (self.width() - self._theme.px(MEASURE)) // 2)
        self._column.setContentsMargins(side, 24, side, 24)

    def _on_theme(self) -> None:
        self._icon.setVisible(bool(self._icon_name))
        if self._icon_name:
            size = self._theme.px(24)
            self._icon.setPixmap(self._theme.icon(self._icon_name, "faint").pixmap(size, size))
