"""A label that shows text and never interprets it.

Qt's own label guesses whether a text is HTML; a user ID or a server's message must not be able to
make it render markup or load a picture.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from appcues_console.ui.theme.fonts import UNJOINED

from .restyle import set_look
from .tips import plain_tip, set_plain_tip

__all__ = ["PlainLabel", "plain_tip"]


class PlainLabel(QLabel):
    """Plain text. `role` names its look in the style sheet; `elide` shortens it with … to the width
    it has, with the whole text in the tool tip; `wrap` breaks it into lines; `selectable` lets it
    be marked and copied. `show_shorter` says what may stand for an elided one."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        role: str = "",
        elide: bool = False,
        wrap: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        # A & in data is an ampersand, not the mark of a shortcut: that needs a buddy, which no
        # label of ours has.
        self._elide = elide
        self._shorter: tuple[str, ...] = ()
        if role:
            self.setProperty("role", role)
        if role == "mono":
            _separate(self)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
        self._tip()

    def show_shorter(self, *texts: str) -> None:
        """Say what is shown where there is no room for the text, the longest first: shorter words
        are read sooner than half a sentence. The text stays what a screen reader hears."""
        self._shorter = texts
        self.update()

    def shown(self) -> str:
        """Return what is painted in the width that the label has."""
        if not self._elide or not self._too_long():
            return self.text()
        metrics, room = self._metrics(), self.contentsRect().width()
        for shorter in self._shorter:
            if metrics.horizontalAdvance(shorter) <= room:
                return shorter
        last = self._shorter[-1] if self._shorter else self._one_line()
        return metrics.elidedText(last, Qt.TextElideMode.ElideRight, room)

    def set_role(self, role: str) -> None:
        """Change the look."""
        set_look(self, "role", role)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if not self._elide:
            return hint
        return QSize(self.fontMetrics().horizontalAdvance(self._one_line()) + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._elide else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        # Marked text is shown whole, as far as it fits, so that the marking stands where it is.
        if not self._elide or self.hasFocus() or self.hasSelectedText() or not self._too_long():
            super().paintEvent(event)
            return
        painter, option = QPainter(self), QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int((self.alignment() | Qt.TextFlag.TextSingleLine).value),
            self.palette(),
            self.isEnabled(),
            self.shown(),
            self.foregroundRole(),
        )

    def _one_line(self) -> str:
        return " ".join(self.text().splitlines())

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self.font())

    def _too_long(self) -> bool:
        return (
            self._metrics().horizontalAdvance(self._one_line()) > self.contentsRect().width()
            or "\n" in self.text()
        )

    def _tip(self) -> None:
        if self._elide:
            set_plain_tip(self, self.text() if self._too_long() else "")


def _separate(label: QLabel) -> None:
    """Keep the face of `label` from joining characters; family and size come from the sheet."""
    font = QFont(label.font())
    for feature in UNJOINED:
        font.setFeature(QFont.Tag(feature), 0)
    label.setFont(font)
