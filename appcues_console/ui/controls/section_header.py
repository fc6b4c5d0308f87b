"""The heading of a section, with what can be done to it on the right."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from appcues_console.ui.theme.stylesheet import SLIM
from appcues_console.ui.theme.theme import Theme

from .icon_button import IconButton
from .plain_label import PlainLabel


class SectionHeader(QWidget):
    """A heading. `minor` ones head a part of a section."""

    def __init__(
        self, text: str, theme: Theme, parent: QWidget | None = None, *, minor: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: list[tuple[QPushButton, str]] = []
        self.label = PlainLabel(text, self, role="caption" if minor else "section")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._row.addWidget(self.label, 1)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def add_icon(self, icon_name: str, name: str) -> IconButton:
        """Add and return a button with an icon."""
        button = IconButton(icon_name, name, self._theme, self)
        self._row.addWidget(button)
        return button

    def add_button(self, text: str, name: str, icon_name: str) -> QPushButton:
        """Add and return a quiet button with icon and text."""
        button = QPushButton(text, self)
        button.setProperty("kind", "quiet")
        button.setAccessibleName(name)
        self._buttons.append((button, icon_name))
        self._row.addWidget(button)
        self._on_theme()
        return button

    def _on_theme(self) -> None:
        # All headings are as high as one with buttons, so that columns share their lines.
        self.setMinimumHeight(self._theme.px(SLIM))
        for button, icon_name in self._buttons:
            button.setIcon(self._theme.icon(icon_name, "accent_text"))
            button.setIconSize(QSize(self._theme.px(14), self._theme.px(14)))
