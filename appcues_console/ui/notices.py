"""What the banner of the window comes back to: the choice that a history leaves which is not kept.

Something else may be said over it, and a send goes on beside it; but whoever still has to choose
finds the choice again: when the other sentence was put away, under the history, and by name.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt

from appcues_console.engine.condition import Condition, HistoryState

from .controls.banner import Banner
from .desk import Desk
from .palette.command import Command

UNCHANGED = "It was tried again, and nothing has changed."

_ABOUT_KEYRING = frozenset(
    {
        HistoryState.NO_KEYRING,
        HistoryState.LOCKED,
        HistoryState.KEYRING_FAILED,
        HistoryState.LOST_KEY,
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What must be said of the history, and the choice that it leaves, or none."""

    look: str
    sentence: str
    choice: str


class Notices(QObject):
    """Keeps the history's sentence in `banner` until it is no longer true or was put away."""

    def __init__(self, desk: Desk, banner: Banner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._banner = desk, banner
        self._condition: Condition | None = None
        self._standing: Standing | None = None
        self._put_away = self._tried = False
        desk.condition_changed.connect(self._on_condition)
        desk.sending_changed.connect(self._on_sending)
        banner.action_wanted.connect(self._on_action)
        banner.dismissed.connect(self._on_dismissed)

    def commands(self) -> tuple[Command, ...]:
        """Return what the palette offers for the history as it is."""
        condition, found = self._condition, []
        if condition is not None and condition.may_try_again:
            what = "keyring" if condition.history_state in _ABOUT_KEYRING else "history"
            found.append(
                Command(f"Try the {what} again", "", "the history is not kept", self.try_again)
            )
        if condition is not None and condition.may_start_new:
            hint = "asks first; the old file is kept aside"
            found.append(Command("Start a new history…", "", hint, self.lead_to_choice))
        return tuple(found)

    def try_again(self) -> None:
        """Look for the keyring again, and open the history."""
        self._tried = True
        self._desk.try_keyring_again()

    def lead_to_choice(self) -> None:
        """Say again why the history is not kept, with the keyboard on what can be done."""
        if self._standing is None:
            return
        self._show()
        if self._standing.choice:
            self._banner.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_action(self) -> None:
        if self._condition is not None and self._condition.may_start_new:
            self._tried = True
            self._desk.start_new_history()
        else:
            self.try_again()

    def _on_condition(self, condition: Condition) -> None:
        tried, self._tried = self._tried, False
        before, standing = self._standing, _standing(condition)
        self._condition = condition
        if standing == before:
            # It was said, and perhaps put away; each save of an account asks for it again.
            if tried and standing is not None:
                self._show()
                self._desk.notice.emit(UNCHANGED)
            return
        other = not self._banner.isHidden() and not self._says(before)
        self._standing, self._put_away = standing, False
        if other:
            return  # what just went wrong is not talked over: this is said after it
        if standing is not None:
            self._show()
        else:
            self._banner.dismiss()

    def _on_sending(self, sending: bool) -> None:
        if not sending:
            return
        if self._standing is not None and self._standing.choice and self._says(self._standing):
            return
        self._banner.dismiss()

    def _on_dismissed(self) -> None:
        if self._says(self._standing):
            self._put_away = True
        elif self._standing is not None and not self._put_away:
            self._show()

    def _says(self, standing: Standing | None) -> bool:
        return standing is not None and self._banner.text == standing.sentence

    def _show(self) -> None:
        standing = self._standing
        if standing is not None:
            self._put_away = False
            self._banner.show_message(standing.look, standing.sentence, standing.choice)


def _standing(condition: Condition) -> Standing | None:
    if not condition.history_note:
        return None
    choice = ""
    if condition.may_start_new:
        choice = "Start a new history"
    elif condition.may_try_again:
        choice = "Try again"
    look = "info" if condition.history_durable else "warn"
    return Standing(look, condition.history_note, choice)
