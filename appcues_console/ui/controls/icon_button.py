"""A button that shows an icon and is called by a name."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton, QWidget

from appcues_console.ui.theme.theme import Theme

from .tips import set_plain_tip


class IconButton(QToolButton):
    """An icon with an accessible name, which is its tool tip too. `colour` is the
    name of a token."""

    def __init__(
        self,
        icon_name: str,
        name: str,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        colour: str = "quiet",
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._theme, self._colour = icon_name, theme, colour
        self.setAccessibleName(name)
        self.set_tip(name)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def set_tip(self, text: str, keys: str = "") -> None:
        """Say what the button does, with the keys that do the same, such as ``Ctrl+E``."""
        set_plain_tip(self, f"{text}  {keys}" if keys else text)

    def _on_theme(self) -> None:
        self.setIcon(self._theme.icon(self._icon_name, self._colour))
        self.setIconSize(QSize(self._theme.px(16), self._theme.px(16)))
