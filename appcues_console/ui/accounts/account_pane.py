"""The chosen account beside the list: what is said of it, its form, and what can be done to it.

It arranges and shows. What is saved or removed, and what is asked first, is the dialog's.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from appcues_console.accounts.account import Account
from appcues_console.ui.controls.banner import Banner
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.theme.theme import Theme

from . import wording
from .entries import Field
from .form import AccountForm
from .question import Question

_PRACTICE, _FORM = range(2)


class AccountPane(QWidget):
    """The form of one account between its notices and its buttons. The built-in account has a
    sentence in the place of a form."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._vault_sentence = ""
        self.banner = Banner(theme, self)
        self.vault_note = PlainLabel("", self, role="note-warn", wrap=True)
        self.vault_note.setAccessibleName("Keyring note")
        self.heading = PlainLabel("", self, role="heading", elide=True)
        self.form = AccountForm(theme, self)
        self.question = Question(self)
        self.save = QPushButton("Save account", self)
        self.save.setProperty("kind", "primary")
        self.save.setAccessibleName("Save account")
        self.remove = QPushButton("Remove account", self)
        self.remove.setAccessibleName("Remove account")
        self.close_button = QPushButton("Close", self)
        for button in (self.remove, self.close_button):
            button.setAutoDefault(False)
        self.save.setDefault(True)
        self._pages = QStackedWidget(self)
        self._lay_out()
        self.banner.dismissed.connect(self._show_vault_note)

    def show_account(self, stored: Account | None) -> None:
        """Show the form, and what can be done to `stored`: to a new account less, to the built-in
        one nothing."""
        practice = stored is not None and stored.is_practice
        self._pages.setCurrentIndex(_PRACTICE if practice else _FORM)
        self.save.setVisible(not practice)
        self.remove.setVisible(stored is not None and not practice)
        self.heading.setText("New account" if stored is None else stored.label)

    def show_vault(self, sentence: str) -> None:
        """Keep a note of the keyring above the form, where there is one."""
        self._vault_sentence = sentence
        self.vault_note.setText(sentence)
        self._show_vault_note()

    def go_to(self, field: Field) -> None:
        """Put the cursor into a field, where it is seen."""
        self.form.go_to(field)
        # What has just appeared has no place yet; a field below the edge is no help.
        QTimer.singleShot(0, self, self._show_focus)

    def _show_focus(self) -> None:
        focus = self.form.focusWidget()
        if focus is not None:
            self._area.ensureWidgetVisible(focus, 0, self._theme.px(48))

    def _show_vault_note(self) -> None:
        """Show the note of the keyring, unless the banner above it says the same."""
        sentence = self._vault_sentence
        said = not self.banner.isHidden() and sentence in self.banner.text
        self.vault_note.setVisible(bool(sentence) and not said)

    def _lay_out(self) -> None:
        practice = QWidget(self)
        column = QVBoxLayout(practice)
        column.setContentsMargins(24, 0, 24, 16)
        column.addWidget(PlainLabel(wording.PRACTICE, practice, role="quiet", wrap=True))
        column.addStretch(1)
        inner = QWidget(self)
        inner.setProperty("page", True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 0, 24, 0)
        column.addWidget(self.form)
        area = self._area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self._pages.addWidget(practice)
        self._pages.addWidget(area)
        top = QVBoxLayout()
        top.setContentsMargins(24, 24, 24, 16)
        top.setSpacing(8)
        top.addWidget(self.heading)
        top.addWidget(self.vault_note)
        self.vault_note.hide()
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 16, 24, 16)
        foot.setSpacing(8)
        foot.addWidget(self.remove)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addLayout(top)
        whole.addWidget(self._pages, 1)
        whole.addWidget(self.question)
        whole.addLayout(foot)
