"""Columns side by side with a hair line between them, which can be drawn and folded."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from appcues_console.ui.theme.theme import Theme

STEP = 24
"""Pixels by which a key moves a line."""


class ColumnSplitter(QSplitter):
    """Columns that keep their share of the width. `folded(index, is_folded)` tells of a fold, by
    mouse too."""

    folded = Signal(int, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        # Qt widens the place that takes the mouse beyond a line of one pixel.
        self.setHandleWidth(1)
        self._widths: list[int] = []
        self._was_folded: list[bool] = []
        self.splitterMoved.connect(lambda *_: self._remember())

    def add_column(self, widget: QWidget, width: int, least: int = 200) -> None:
        """Add a column that begins `width` wide and is never drawn below `least`, only folded."""
        widget.setMinimumWidth(least)
        self.addWidget(widget)
        self._widths.append(width)
        self._was_folded.append(False)
        self.setStretchFactor(self.count() - 1, width)
        self.setSizes(self._widths)

    def is_folded(self, index: int) -> bool:
        """True while the column at `index` is folded away."""
        return not self.sizes()[index]

    def fold(self, index: int) -> None:
        """Fold the column at `index`, or unfold it again to the width it had."""
        sizes = self.sizes()
        wanted = 0 if sizes[index] else self._widths[index]
        # The others give and take the difference in proportion.
        rest = sum(sizes) - sizes[index]
        share = (rest + sizes[index] - wanted) / rest if rest else 1.0
        widths = list(self._widths)
        self.setSizes(
            [wanted if at == index else round(size * share) for at, size in enumerate(sizes)]
        )
        self._remember()
        if not wanted:
            # What the others gained is lent: they ask for no more when they are unfolded in turn.
            self._widths = widths

    def move_line(self, index: int, steps: int) -> None:
        """Move the line on the right of the column at `index` by steps: what a mouse draws, keys
        can draw."""
        sizes = self.sizes()
        if 0 <= index < len(sizes) - 1:
            sizes[index] = max(0, sizes[index] + steps * STEP)
            sizes[index + 1] = max(0, sizes[index + 1] - steps * STEP)
            self.setSizes(sizes)
            self._remember()

    def save_state(self) -> QByteArray:
        """Return the widths, for `restore_state`."""
        return self.saveState()

    def restore_state(self, state: object) -> None:
        """Take the widths that `save_state` returned; anything else is ignored."""
        if isinstance(state, QByteArray) and self.restoreState(state):
            self.setHandleWidth(1)
            self._remember()

    def _remember(self) -> None:
        for index, size in enumerate(self.sizes()):
            if size:
                self._widths[index] = size
            if self._was_folded[index] != (not size):
                self._was_folded[index] = not size
                self.folded.emit(index, not size)
