"""One column of the window: its content, or while it is folded the strip that stands for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from appcues_console.ui.theme.theme import Theme

from .folded_strip import FoldedStrip

WIDEST = (1 << 24) - 1
"""What Qt takes for no limit."""


class Column(QWidget):
    """`unfold_wanted()`: the strip was pressed."""

    unfold_wanted = Signal()

    def __init__(
        self, content: QWidget, name: str, icon_name: str, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.content = content
        self.strip = FoldedStrip(name, icon_name, theme, self)
        self.strip.clicked.connect(self.unfold_wanted)
        self.strip.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.strip)
        row.addWidget(content, 1)

    @property
    def folded(self) -> bool:
        return not self.strip.isHidden()

    def has_focus(self) -> bool:
        """True while the keyboard is somewhere in the column."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def need(self) -> int:
        """Return the least width in pixels at which nothing of the content is cut."""
        return max(self.content.minimumSizeHint().width(), self.content.minimumWidth())

    def fold(self, folded: bool) -> None:
        """Show the strip or the content. What had the keyboard in the content leaves it to the
        strip: a key must not go to what nobody sees."""
        had_focus = self.has_focus()
        # The one is shown before the other goes, so that the keyboard never leaves the column.
        (self.strip if folded else self.content).show()
        if folded and had_focus:
            self.strip.setFocus(Qt.FocusReason.OtherFocusReason)
        (self.content if folded else self.strip).hide()

    def limit(self, least: int) -> None:
        """Be `least` pixels wide or wider; folded, exactly as wide as the strip."""
        strip = self.strip.sizeHint().width()
        low, high = (strip, strip) if self.folded else (least, WIDEST)
        # Each change asks for another layout: where nothing changes none is asked for.
        if (self.minimumWidth(), self.maximumWidth()) != (low, high):
            self.setMinimumWidth(low)
            self.setMaximumWidth(high)
