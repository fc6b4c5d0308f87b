"""What every question about an account has: its band, what is asked, and the two answers.

The safe answer has the focus. Enter alone never does what is asked about.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from appcues_console.accounts.account import Account

from .controls.account_band import AccountBand
from .controls.plain_label import PlainLabel
from .theme.theme import Theme


class Confirmation(QDialog):
    """A question under `title`. Accepted means yes. Whoever asks adds to `column` what stands
    between the question and its answers, and then the answers by `offer`."""

    def __init__(
        self, title: str, account: Account, question: str, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        band = AccountBand(theme, self)
        band.show_account(account)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(band)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(24, 16, 24, 24)
        self.column.setSpacing(8)
        whole.addLayout(self.column)
        self.column.addWidget(PlainLabel(question, self, role="heading"))

    def offer(self, yes: str, name: str) -> None:
        """Offer the way back and `yes`, whose name for assistive technology is `name`."""
        self.back = QPushButton("Go back", self)
        # In a button's text & marks a shortcut: doubled, it stands for itself.
        self.yes = QPushButton(yes.replace("&", "&&"), self)
        self.yes.setAccessibleName(name)
        self.yes.setProperty("kind", "danger")
        self.yes.setAutoDefault(False)
        self.back.clicked.connect(self.reject)
        self.yes.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.yes)
        self.column.addSpacing(16)
        self.column.addLayout(row)
        self.back.setDefault(True)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)
