"""What the banner of the window says, and which sentence gives way to which.

A trouble, and what was found in something pasted, is said at once; an offer waits its turn. What
the banner comes back to is the choice that a history leaves which is not kept. Something else may
be said over it, and a send goes on beside it; but whoever still has to choose finds the choice
again: when the other sentence was put away, under the history, and by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from appcues_console.engine.condition import Condition, HistoryState

from .controls.banner import Banner
from .desk import Desk
from .palette.command import Command
from .theme.theme import Theme
from .trouble import Kind, Trouble

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
    """Says everything that `banner` says. Keeps the history's sentence there until it is no longer
    true or was put away."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.banner = Banner(theme, parent)
        self._offer = ""
        self._condition: Condition | None = None
        self._standing: Standing | None = None
        self._put_away = self._tried = False
        desk.condition_changed.connect(self._on_condition)
        desk.sending_changed.connect(self._on_sending)
        desk.trouble.connect(self._on_trouble)
        self.banner.action_wanted.connect(self._on_action)
        self.banner.dismissed.connect(self._on_dismissed)

    def dismiss(self) -> None:
        """Put away what stands there."""
        self.banner.dismiss()

    def propose(self, sentence: str, choice: str, run: Callable[[], object]) -> None:
        """Say `sentence` with a button for `choice`, over whatever stands there. `run` is held as
        long as the sentence stands and no longer: it may hold a secret."""

        def take() -> None:
            self.banner.dismiss()
            run()

        self.banner.show_message("info", sentence, choice, take)

    def offer(self, sentence: str, choice: str, run: Callable[[], object]) -> None:
        """Say `sentence`, with a button for `choice`, a command of the palette.

        What a person must know of their keyring or history does not give way to an offer, and
        neither does what was proposed: where that stands, the sentence is said at the foot of the
        window. An offer gives way to the next one."""
        banner = self.banner
        other = banner.action.text() not in {"", self._offer}
        if banner.isVisible() and (banner.look != "info" or other):
            self._desk.notice.emit(f"{sentence} {choice}: in the command palette.")
            return
        self._offer = choice
        self.propose(sentence, choice, run)

    def offers(self, choice: str) -> bool:
        """Tell whether `choice` is offered now."""
        return not self.banner.isHidden() and self.banner.action.text() == choice

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
            self.banner.action.setFocus(Qt.FocusReason.OtherFocusReason)

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
        other = not self.banner.isHidden() and not self._says(before)
        self._standing, self._put_away = standing, False
        if other:
            return  # what just went wrong is not talked over: this is said after it
        if standing is not None:
            self._show()
        else:
            self.banner.dismiss()

    def _on_sending(self, sending: bool) -> None:
        if not sending:
            return
        if self._standing is not None and self._standing.choice and self._says(self._standing):
            return
        self.banner.dismiss()

    def _on_trouble(self, trouble: Trouble) -> None:
        look = {Kind.ENVIRONMENT: "warn", Kind.REQUEST: "info", Kind.BUG: "bad"}[trouble.kind]
        self.banner.show_message(look, trouble.sentence)

    def _on_dismissed(self) -> None:
        if self._says(self._standing):
            self._put_away = True
        elif self._standing is not None and not self._put_away:
            self._show()

    def _says(self, standing: Standing | None) -> bool:
        return standing is not None and self.banner.text == standing.sentence

    def _show(self) -> None:
        standing = self._standing
        if standing is not None:
            self._put_away = False
            self.banner.show_message(standing.look, standing.sentence, standing.choice)


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
