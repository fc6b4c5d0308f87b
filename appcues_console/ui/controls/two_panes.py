"""A dialog with a list at the left and, beyond a hair line, what belongs to the chosen entry."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from appcues_console.ui.theme.theme import Theme


class TwoPaneDialog(QDialog):
    """The pane at the left is `side`, a column that keeps its width; the other takes what is left.
    `size` is what it opens with, `smallest` what it may be made. Both and the width are in pixels
    at the normal text size."""

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
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(theme.px(size[0]), theme.px(size[1]))
        # A smallest size of its own: a sentence that appears, or is long, must not push it larger.
        self.setMinimumSize(*smallest)
        pane = QWidget(self)
        pane.setProperty("side", True)
        pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        pane.setFixedWidth(theme.px(side_width))
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

    def put_beside(self, pane: QWidget) -> None:
        """Fill the pane at the right."""
        self._whole.addWidget(pane, 1)
