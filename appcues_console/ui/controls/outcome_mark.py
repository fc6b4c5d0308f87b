"""An outcome as a shape in a colour. The word stands beside it: colour never speaks alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from appcues_console.activity.exchange import Outcome
from appcues_console.ui.theme import icons
from appcues_console.ui.theme.theme import Theme
from appcues_console.ui.theme.tokens import Tokens

SHAPES = {
    Outcome.ACCEPTED: "accepted",
    Outcome.REJECTED: "rejected",
    Outcome.NOT_SENT: "not-sent",
    Outcome.UNKNOWN: "unknown",
    Outcome.SENDING: "sending",
}
TOKENS = {
    Outcome.ACCEPTED: "ok",
    Outcome.REJECTED: "bad",
    Outcome.NOT_SENT: "quiet",
    Outcome.UNKNOWN: "warn",
    Outcome.SENDING: "info",
}


def outcome_colour(outcome: Outcome, tokens: Tokens) -> str:
    """Return the colour of an outcome, ``#rrggbb``."""
    return tokens.colour(TOKENS[outcome])


def outcome_pixmap(outcome: Outcome, tokens: Tokens, size: int, ratio: float) -> QPixmap:
    """Return the mark of an outcome, `size` device-independent pixels wide, for a screen of
    `ratio`. Cached: delegates may ask at each paint."""
    return icons.pixmap(SHAPES[outcome], outcome_colour(outcome, tokens), size, ratio)


class OutcomeMark(QWidget):
    """The mark of one outcome, `size` pixels wide at the usual text size."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, size: int = 18) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._outcome = Outcome.SENDING
        theme.changed.connect(self._on_theme)
        self._on_theme()

    @property
    def outcome(self) -> Outcome:
        return self._outcome

    def show_outcome(self, outcome: Outcome) -> None:
        """Show `outcome`."""
        self._outcome = outcome
        self.setAccessibleName(outcome.word)
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = outcome_colour(self._outcome, self._theme.tokens)
        painter = QPainter(self)
        icons.renderer(SHAPES[self._outcome], colour).render(painter, QRectF(self.rect()))
        painter.end()

    def _on_theme(self) -> None:
        self.setFixedSize(self._theme.px(self._size), self._theme.px(self._size))
        self.update()
