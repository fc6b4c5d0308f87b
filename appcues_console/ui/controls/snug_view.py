"""Text to read that is as high as its lines: what is short stands in a small place, what is long
takes the room there is and scrolls."""

from __future__ import annotations

import math

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from appcues_console.ui.theme.theme import Theme

from .code_view import CodeView


class SnugView(CodeView):
    """A code view never higher than its text, and never lower than its first `least` lines."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        json: bool = False,
        least: int = 1,
    ) -> None:
        self._least = least
        super().__init__(theme, parent, json=json)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.fit())
        self.fit()

    def fit(self) -> None:
        """Take the height that the text needs."""
        # Qt measures plain text in lines.
        lines = max(1, math.ceil(self.document().size().height()))
        low, high = self._height(min(lines, self._least)), self._height(lines)
        if (self.minimumHeight(), self.maximumHeight()) != (low, high):
            self.setMinimumHeight(low)
            self.setMaximumHeight(high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Narrower lines are more lines.
        self.fit()

    def _height(self, lines: int) -> int:
        around = 2 * self.document().documentMargin() + 2 * self.frameWidth() + 4
        return min(math.ceil(lines * self.fontMetrics().lineSpacing() + around), (1 << 24) - 1)

    def _on_theme(self) -> None:
        super()._on_theme()
        self.fit()
