"""The question before a send to a production account, and before events go out again that may have
arrived: which account, which user, what goes, what may be counted twice. One dialog for both.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from appcues_console.activity import compose
from appcues_console.activity.destination import Safety
from appcues_console.activity.problems import visible
from appcues_console.activity.twice import may_count

from .confirmation import Confirmation
from .controls.plain_label import PlainLabel
from .desk import Desk
from .theme.theme import Theme

LINE, MOST_LINES = 48, 4


class ConfirmSend(Confirmation):
    """Asks whether the draft is to go out. `twice` are the names of the events that may be counted
    twice. Accepted means: send."""

    def __init__(
        self, desk: Desk, theme: Theme, parent: QWidget, twice: tuple[str, ...] = ()
    ) -> None:
        account, draft, known = desk.account, desk.session.draft, desk.acquaintance
        send = f"Send again to {account.label}" if twice else f"Send to {account.label}"
        super().__init__("Confirm send", account, f"{send}?", theme, parent)
        self.setMinimumWidth(theme.px(440))
        column = self.column
        in_production = account.safety is Safety.PRODUCTION
        if in_production:
            text = "This is a production account: real users are affected."
            column.addWidget(PlainLabel(text, self))
        column.addSpacing(8)
        column.addWidget(PlainLabel("User ID", self, role="caption"))
        column.addWidget(PlainLabel(in_lines(draft.user_id), self, role="mono"))
        column.addWidget(PlainLabel(compose.summary(draft), self, role="quiet", wrap=True))
        if twice:
            doubt = PlainLabel(may_count(twice), self, role="warn", wrap=True)
            doubt.setAccessibleName("May be counted twice")
            column.addWidget(doubt)
        stranger = known.count == 0
        if stranger and in_production and not twice:
            note = (
                "Nothing was sent to this user ID from here before. "
                "If it does not exist, the API creates it."
            )
            column.addWidget(PlainLabel(note, self, role="warn", wrap=True))
        self.offer(send, f"Confirm send to {account.label}")


def in_lines(user_id: str) -> str:
    """Return a user ID so that its reader sees every character, the invisible ones as escapes, in
    lines that fit; of a very long one the beginning and how long it is."""
    text = visible(user_id)
    lines = [text[at : at + LINE] for at in range(0, len(text), LINE)]
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [f"… {len(user_id):,} characters in all"]
    return "\n".join(lines)
