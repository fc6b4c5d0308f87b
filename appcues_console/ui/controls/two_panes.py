"""A dialog with a list at the left and, beyond a hair line, what belongs to the chosen entry."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from appcues_console.ui.theme.theme import Theme


class TwoPaneDialog(QDialog):
    """The pane at the left is `side`, a column that keeps its width; the other takes what is left.
    `size` is what it opens with, in pixels at the normal text size as `side_width`; another text
    size makes both as much larger, within the screen. `smallest` is what a person may make it."""

    def __init__(
        self,
        title: str,
        theme: Theme,
        parent: QWidget | None,
        *,
        size: tuple[int, int],
        smallest: tuple[int, int],
        side_width: int,
    ) -> None:
        super().__init__(parent)
        self._theme, self._scale, self._side_width = theme, theme.scale, side_width
        self._share = side_width / size[0]
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        # A smallest size of its own: a sentence that appears, or is long, must not push it larger.
        self.setMinimumSize(*smallest)
        self._pane = pane = QWidget(self)
        pane.setProperty("side", True)
        pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.side = QVBoxLayout(pane)
        self.side.setSpacing(8)
        line = QFrame(self)
        line.setProperty("line", True)
        line.setFixedWidth(1)
        self._whole = QHBoxLayout(self)
        self._whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(pane)
        self._whole.addWidget(line)
        self._fit(QSize(theme.px(size[0]), theme.px(size[1])))
        theme.changed.connect(self._on_scale)

    def put_beside(self, pane: QWidget) -> None:
        """Fill the pane at the right."""
        self._whole.addWidget(pane, 1)

    def _on_scale(self) -> None:
        """Grow with the text: a button's label would be cut."""
        before, self._scale = self._scale, self._theme.scale
        if before != self._scale:
            self._fit(self.size() * (self._scale / before))

    def _fit(self, wanted: QSize) -> None:
        """Take this size, as far as the screen goes; where it ends, each pane keeps its share."""
        size = wanted.boundedTo(self.screen().availableSize())
        self.resize(size)
        whole = size.width() == wanted.width()
        side = self._theme.px(self._side_width) if whole else round(size.width() * self._share)
        self._pane.setFixedWidth(side)
