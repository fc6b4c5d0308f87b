"""A strip that says what a person must know, above the columns, until it is put away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from appcues_console.ui.theme.theme import Theme

from .icon_button import IconButton
from .plain_label import PlainLabel
from .restyle import set_look

SHAPES = {"info": "info", "ok": "accepted", "warn": "warning", "bad": "error"}


class Banner(QFrame):
    """One sentence with a mark. Looks are ``info``, ``ok``, ``warn`` (the environment) and ``bad``
    (a bug). `action_wanted()`: the person pressed its button, and the sentence came without a deed
    of its own for it; `dismissed()`: it was put away."""

    action_wanted = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._look = theme, "info"
        self._then: Callable[[], object] | None = None
        self._mark = QLabel(self)
        self._text = PlainLabel("", self, wrap=True, selectable=True)
        self._text.setAccessibleName("Notice")
        self.action = QPushButton("", self)
        self.action.setProperty("kind", "quiet")
        self.action.clicked.connect(self._on_action)
        self.action.hide()
        close = IconButton("cancel", "Dismiss notice", theme, self)
        close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        row.addWidget(self.action)
        row.addWidget(close)
        theme.changed.connect(self._on_theme)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def look(self) -> str:
        return self._look

    def show_message(
        self,
        look: str,
        sentence: str,
        action: str = "",
        then: Callable[[], object] | None = None,
    ) -> None:
        """Show `sentence` in one of the looks, and a button called `action` where one is given.

        `then` is what the button does. It is held as long as this sentence stands and no longer:
        it may hold a secret.
        """
        self._look, self._then = look, then
        self._text.setText(sentence)
        self._text.setAccessibleName(f"Notice: {sentence}")
        self.action.setText(action.replace("&", "&&"))
        self.action.setVisible(bool(action))
        self._on_theme()
        self.show()

    def dismiss(self) -> None:
        """Put the strip away."""
        self._then = None
        if not self.isHidden():
            self.hide()
            self.dismissed.emit()

    def _on_action(self) -> None:
        if self._then is None:
            self.action_wanted.emit()
        else:
            self._then()

    def _on_theme(self) -> None:
        size = self._theme.px(16)
        mark = self._theme.icon(SHAPES[self._look], self._look)
        self._mark.setPixmap(mark.pixmap(size, size))
        set_look(self, "banner", self._look)
