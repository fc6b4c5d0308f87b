"""The question before a send to a production account, and before events go out again that may have
arrived: which account, which user, what goes, what may be counted twice. One dialog for both.

The safe answer has the focus. Enter alone never sends.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from appcues_console.activity import compose
from appcues_console.activity.destination import Safety
from appcues_console.activity.problems import visible
from appcues_console.activity.twice import may_count

from .controls.account_band import AccountBand
from .controls.plain_label import PlainLabel
from .desk import Desk
from .theme.theme import Theme

LINE, MOST_LINES = 48, 4


class ConfirmSend(QDialog):
    """Asks whether the draft is to go out. `twice` are the names of the events that may be counted
    twice. Accepted means: send."""

    def __init__(
        self, desk: Desk, theme: Theme, parent: QWidget, twice: tuple[str, ...] = ()
    ) -> None:
        super().__init__(parent)
        account, draft, known = desk.account, desk.session.draft, desk.acquaintance
        self.setWindowTitle("Confirm send")
        self.setAccessibleName("Confirm send")
        self.setMinimumWidth(theme.px(440))
        band = AccountBand(theme, self)
        band.show_account(account)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(band)
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 16, 24, 24)
        inner.setSpacing(8)
        column.addLayout(inner)
        again = " again" if twice else ""
        inner.addWidget(PlainLabel(f"Send{again} to {account.label}?", self, role="heading"))
        in_production = account.safety is Safety.PRODUCTION
        if in_production:
            text = "This is a production account: real users are affected."
            inner.addWidget(PlainLabel(text, self))
        inner.addSpacing(8)
        inner.addWidget(PlainLabel("User ID", self, role="caption"))
        inner.addWidget(PlainLabel(in_lines(draft.user_id), self, role="mono"))
        inner.addWidget(PlainLabel(compose.summary(draft), self, role="quiet", wrap=True))
        if twice:
            doubt = PlainLabel(may_count(twice), self, role="warn", wrap=True)
            doubt.setAccessibleName("May be counted twice")
            inner.addWidget(doubt)
        stranger = known.count == 0
        if stranger and in_production and not twice:
            note = (
                "Nothing was sent to this user ID from here before. "
                "If it does not exist, the API creates it."
            )
            inner.addWidget(PlainLabel(note, self, role="warn", wrap=True))
        inner.addSpacing(16)
        row = QHBoxLayout()
        row.addStretch(1)
        back = QPushButton("Go back", self)
        back.clicked.connect(self.reject)
        send = QPushButton(f"Send{again} to {account.label.replace('&', '&&')}", self)
        send.setAccessibleName(f"Confirm send to {account.label}")
        send.setProperty("kind", "danger")
        send.setAutoDefault(False)
        send.clicked.connect(self.accept)
        row.addWidget(back)
        row.addWidget(send)
        inner.addLayout(row)
        back.setDefault(True)
        back.setFocus(Qt.FocusReason.OtherFocusReason)


def in_lines(user_id: str) -> str:
    """Return a user ID so that its reader sees every character, the invisible ones as escapes, in
    lines that fit; of a very long one the beginning and how long it is."""
    text = visible(user_id)
    lines = [text[at : at + LINE] for at in range(0, len(text), LINE)]
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [f"… {len(user_id):,} characters in all"]
    return "\n".join(lines)
