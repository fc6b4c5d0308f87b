"""The theme in use: light or dark, as the system or the person wishes, at the person's text size.

One object owns the choice. Widgets ask it for tokens, fonts, sizes and icons, and ask again when it
says `changed`.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon
from PySide6.QtWidgets import QApplication

from . import fonts, icons
from .palette import palette
from .stylesheet import stylesheet
from .tokens import DARK, LIGHT, Tokens

SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
"""The text sizes that Ctrl+plus and Ctrl+minus step through, as factors."""


class Mode(StrEnum):
    """Who decides between light and dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


SCHEMES = {
    Mode.SYSTEM: Qt.ColorScheme.Unknown,
    Mode.LIGHT: Qt.ColorScheme.Light,
    Mode.DARK: Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """Applies tokens, fonts and the style sheet to the application.

    `changed()` comes after the application looks different: other colours, or another text size.
    """

    changed = Signal()

    def __init__(self, mode: Mode = Mode.SYSTEM, scale: float = 1.0) -> None:
        super().__init__()
        self._application: QApplication | None = None
        self._mode = mode
        self._scale = _nearest(scale)
        self._tokens = DARK if mode is Mode.DARK else LIGHT
        self._system = Qt.ColorScheme.Unknown
        self._applied: tuple[str, float] | None = None

    def apply(self, application: QApplication) -> None:
        """Style `application`. Once, before the first widget is made; later changes follow."""
        self._application = application
        application.setStyle("Fusion")
        application.setWindowIcon(icons.app_icon())
        application.styleHints().colorSchemeChanged.connect(self._on_system)
        self._ask_system()
        self._refresh()

    def withdraw(self) -> None:
        """Stop following the system: the application keeps the look it has."""
        if self._application is not None:
            self._application.styleHints().colorSchemeChanged.disconnect(self._on_system)
            self._application = None

    @property
    def tokens(self) -> Tokens:
        """The colours now."""
        return self._tokens

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def scale(self) -> float:
        """The text size as a factor: 1.0 is 13 pixels."""
        return self._scale

    def choose(self, mode: Mode) -> None:
        """Follow the system, or stay light or dark."""
        if mode is not self._mode:
            self._mode = mode
            self._ask_system()
            self._refresh()

    def toggle(self) -> None:
        """Turn dark into light and light into dark, whatever the system says."""
        self.choose(Mode.LIGHT if self._tokens.dark else Mode.DARK)

    def zoom(self, steps: int) -> None:
        """Make text larger (positive) or smaller by steps; 0 goes back to the usual size."""
        at = SCALES.index(self._scale) + steps
        self.set_scale(SCALES[max(0, min(at, len(SCALES) - 1))] if steps else 1.0)

    def set_scale(self, scale: float) -> None:
        """Set the text size to the step that is nearest to a factor."""
        self._scale = _nearest(scale)
        self._refresh()

    def px(self, size: float) -> int:
        """Return a length, in device-independent pixels at the usual text size, at this one."""
        return max(1, round(size * self._scale))

    def font_ui(self) -> QFont:
        """Ordinary text."""
        return fonts.ui_font(self._ui_family, self.px(fonts.TEXT_SIZE))

    def font_heading(self) -> QFont:
        """Ordinary size, the heavier weight."""
        return fonts.ui_font(self._ui_family, self.px(fonts.TEXT_SIZE), strong=True)

    def font_small(self) -> QFont:
        """Captions and side notes."""
        return fonts.ui_font(self._ui_family, self.px(fonts.SMALL_SIZE))

    def font_mono(self) -> QFont:
        """Data and code."""
        return fonts.mono_font(self._mono_family, self.px(fonts.MONO_SIZE))

    def colour(self, token: str) -> QColor:
        """Return the colour of a token by its name."""
        return QColor(self._tokens.colour(token))

    def icon(self, name: str, colour: str = "quiet") -> QIcon:
        """Return an icon in the colour of the token named, paler where its button is disabled."""
        return icons.icon(name, self._tokens.colour(colour), self._tokens.strong_line)

    @cached_property
    def _ui_family(self) -> str:
        return fonts.ui_family()

    @cached_property
    def _mono_family(self) -> str:
        return fonts.mono_family()

    def _ask_system(self) -> None:
        if self._application is not None:
            hints = self._application.styleHints()
            # Title bars and native dialogs follow Qt's own scheme.
            hints.setColorScheme(SCHEMES[self._mode])
            self._system = hints.colorScheme()

    def _on_system(self, scheme: Qt.ColorScheme) -> None:
        self._system = scheme
        self._refresh()

    def _refresh(self) -> None:
        dark = self._mode is Mode.DARK
        if self._mode is Mode.SYSTEM:
            dark = self._system is Qt.ColorScheme.Dark
        self._tokens = DARK if dark else LIGHT
        look = (self._tokens.name, self._scale)
        if look == self._applied:
            return
        self._applied = look
        if self._application is not None:
            self._application.setPalette(palette(self._tokens))
            self._application.setFont(self.font_ui())
            sheet = stylesheet(self._tokens, self.px, self._mono_family)
            self._application.setStyleSheet(sheet)
        self.changed.emit()


def _nearest(scale: float) -> float:
    return min(SCALES, key=lambda step: abs(step - scale))
