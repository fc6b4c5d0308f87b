"""Account, user ID, what is known of that user, and Send with its destination in its label."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QWidget,
)

from appcues_console.accounts.account import Account
from appcues_console.activity.problems import Problem, Severity
from appcues_console.ui.controls.account_dot import dot_icon
from appcues_console.ui.controls.icon_button import IconButton
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.controls.popup import dress_completer
from appcues_console.ui.controls.restyle import set_look
from appcues_console.ui.controls.tips import plain_tip
from appcues_console.ui.desk import Desk
from appcues_console.ui.fields import AFTER_ICON, Choice, DataLine
from appcues_console.ui.session import Session
from appcues_console.ui.theme.theme import Theme

from .ago import ago
from .send_button import CalmButton, SendButton

COMPLETION_PAUSE = 80
LEAST_ACCOUNT, LEAST_USER_ID, MOST_USER_ID = 110, 120, 360
USUAL_STATUS, LEAST_STATUS = 220, 72
"""Pixels at the usual text size. Where there is too little room, the account gives first what its
label leaves empty, then the status says the same in fewer words and the user ID goes down to its
least, then the status goes, then the account's label and at last that on Send lose their middle."""
ACCOUNT_LETTERS = 16


class CommandBar(QWidget):
    """The command bar. `accounts_wanted()`: the person wants to manage accounts; `next_field()`:
    Enter was pressed in the user ID."""

    accounts_wanted = Signal()
    next_field = Signal()

    def __init__(
        self, session: Session, desk: Desk, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._desk, self._theme = session, desk, theme
        self._problem: Problem | None = None
        self.setProperty("bar", True)
        self.account = Choice(self)
        self.account.setAccessibleName("Account")
        self.account.setMinimumContentsLength(ACCOUNT_LETTERS)
        self.account.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.manage = IconButton("settings", "Manage accounts", theme, self)
        self.user_id = DataLine(self)
        self.user_id.setAccessibleName("User ID")
        self.user_id.setPlaceholderText("User ID")
        self._people = QStringListModel(self)
        completer = QCompleter(self._people, self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseSensitive)
        self.user_id.setCompleter(completer)
        self._completer = completer
        dress_completer(completer)
        self.arrow = self.user_id.addAction(
            theme.icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition
        )
        self.arrow.setText("Users seen before")
        self.arrow.setToolTip(plain_tip("Users seen before  Down"))
        for button in self.user_id.findChildren(QToolButton):
            # Qt gives it none; the completion's own list has the keyboard's way to it, Down.
            button.setAccessibleName("Users seen before")
        self.user_id.installEventFilter(self)
        self.status = PlainLabel("", self, role="quiet", elide=True)
        self.status.setAccessibleName("User status")
        self.send = SendButton(theme, self)
        self.send.setProperty("kind", "primary")
        self.stop = CalmButton("Cancel", self)
        self.stop.setAccessibleName("Cancel send")
        self.stop.setProperty("kind", "danger")
        self.stop.hide()
        self._completion = QTimer(self, singleShot=True, interval=COMPLETION_PAUSE)
        self._lay_out()
        self._connect()
        self._on_accounts(desk.accounts)
        self._on_account(desk.account)
        self._on_theme()
        self._project()
        self._show_problems(session.problems)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addWidget(self.account)
        row.addWidget(self.manage)
        row.addSpacing(8)
        row.addWidget(self.user_id, 3)
        row.addWidget(self.status, 4)
        row.addWidget(self.send)
        row.addWidget(self.stop)

    def _connect(self) -> None:
        session, desk = self._session, self._desk
        self.account.activated.connect(lambda i: desk.choose_account(self.account.itemData(i)))
        self.manage.clicked.connect(self.accounts_wanted)
        self.user_id.changed_by_person.connect(self._on_user_id)
        self.user_id.textEdited.connect(lambda _: self._completion.start())
        self.user_id.editingFinished.connect(session.seal_step)
        self.user_id.returnPressed.connect(self.next_field)
        self._completion.timeout.connect(lambda: self._ask_people(self.user_id.text()))
        self.arrow.triggered.connect(self.show_people)
        self.send.clicked.connect(self._on_send)
        self.stop.clicked.connect(desk.cancel)
        session.draft_changed.connect(self._project)
        session.problems_changed.connect(self._show_problems)
        desk.accounts_changed.connect(self._on_accounts)
        desk.account_changed.connect(self._on_account)
        desk.acquaintance_changed.connect(self._show_status)
        desk.sending_changed.connect(self._on_sending)
        self._theme.changed.connect(self._on_theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def show_people(self) -> None:
        """Open the list of the users seen before through this account, the latest first."""
        self.user_id.setFocus(Qt.FocusReason.OtherFocusReason)
        self._completion.stop()
        self._ask_people("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.user_id
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
        ):
            self.show_people()
            return True
        return super().eventFilter(watched, event)

    def _give_way(self) -> None:
        """Share the width so that what must be read is read, as far as there is room."""
        row, px = self.layout(), self._theme.px
        if row is None:
            return
        places = [row.itemAt(row.indexOf(each)) for each in (self.account, self.status, self.send)]
        held = sum(place.minimumSize().width() for place in places if place is not None)
        room = self.width() - (row.minimumSize().width() - held)
        if not self.send.isHidden():
            whole, least = self.send.sizeHint().width(), self.send.minimumSizeHint().width()
            self.send.setMinimumWidth(max(least, min(whole, room - px(LEAST_ACCOUNT))))
            room -= self.send.minimumWidth()
        usual, need = self.account.sizeHint().width(), self._account_need()
        account = min(usual, room, max(need, room - px(USUAL_STATUS)))
        account = max(px(LEAST_ACCOUNT), account)
        self.account.setFixedWidth(account)
        self.status.setMinimumWidth(max(0, min(px(LEAST_STATUS), room - account)))

    def _account_need(self) -> int:
        """Return the width in pixels at which the account's label is whole, up to the usual one."""
        usual, metrics = self.account.sizeHint().width(), self.account.fontMetrics()
        letters = ACCOUNT_LETTERS * metrics.horizontalAdvance("X")
        label = metrics.horizontalAdvance(self.account.currentText()) + AFTER_ICON
        return usual - max(0, letters - label)

    def _on_theme(self) -> None:
        self.user_id.setMaximumWidth(self._theme.px(MOST_USER_ID))
        self.user_id.setMinimumWidth(self._theme.px(LEAST_USER_ID))
        self.arrow.setIcon(self._theme.icon("chevron-down"))
        self._on_accounts(self._desk.accounts)
        self._give_way()

    def _project(self, *_: object) -> None:
        self.user_id.show_text(self._session.draft.user_id)
        if not self.user_id.hasFocus():
            # A long ID is told by its beginning; the caret at its end would show that.
            self.user_id.setCursorPosition(0)

    def _on_user_id(self, text: str) -> None:
        draft = replace(self._session.draft, user_id=text)
        self._session.edit(draft, "user ID", "user_id")

    def _ask_people(self, prefix: str) -> None:
        """Offer the users whose ID begins with `prefix`."""
        typed, key = self.user_id.text(), self._desk.account.key

        def then(people: object) -> None:
            asked = (self.user_id.text(), self._desk.account.key) == (typed, key)
            if asked and self.user_id.hasFocus():
                names = [p.user_id for p in people if p.user_id != prefix]  # type: ignore[attr-defined]
                self._people.setStringList(names)
                self._completer.setCompletionPrefix(prefix)
                if names:
                    self._completer.complete()
                elif (popup := self._completer.popup()) is not None:
                    popup.hide()

        self._desk.bridge.follow(self._desk.engine.people(key, prefix), then)

    def _on_accounts(self, accounts: tuple[Account, ...]) -> None:
        self.account.clear()
        for account in accounts:
            self.account.addItem(
                dot_icon(account.colour, self._theme, account.safety), account.label, account.key
            )
        self.account.setCurrentIndex(max(0, self.account.findData(self._desk.account.key)))

    def _on_account(self, account: Account) -> None:
        self.account.setCurrentIndex(max(0, self.account.findData(account.key)))
        self.send.show_destination(account.label)
        set_look(self.send, "tone", account.colour)
        self._people.setStringList([])
        self._give_way()

    def _show_status(self, *_: object) -> None:
        """Say what is wrong with the user ID; where nothing is, what is known of the user."""
        problem, known = self._problem, self._desk.acquaintance
        bad = problem is not None and problem.severity is Severity.ERROR
        self.status.set_role("bad" if bad else "warn" if problem is not None else "quiet")
        shorter: tuple[str, ...] = ()
        if problem is not None:
            self.status.setText(problem.message)
        elif not known.user_id or known.count is None:
            self.status.setText("")
        elif known.count == 0 or known.last_sent_at is None:
            self.status.setText(
                "Nothing accepted from here yet. An unknown user ID is created by the API."
            )
            shorter = ("Nothing accepted from here yet.", "Nothing from here yet", "New here", "")
        else:
            when = ago(known.last_sent_at)
            times = (
                f"sent {when}" if known.count == 1 else f"sent {known.count:,} times, last {when}"
            )
            self.status.setText(f"Known here, {times}")
            shorter = (f"{times[0].upper()}{times[1:]}", f"Sent {when}", "Known", "")
        self.status.show_shorter(*shorter)

    def _on_send(self) -> None:
        self._desk.send()

    def _on_sending(self, sending: bool) -> None:
        had_focus = self.send.hasFocus() or self.stop.hasFocus()
        self.send.setVisible(not sending)
        self.stop.setVisible(sending)
        self._give_way()
        if had_focus:
            (self.stop if sending else self.send).setFocus()

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        self.send.setEnabled(self._session.can_send)
        self._problem = next((p for p in problems if p.path == ("user_id",)), None)
        bad = self._problem is not None and self._problem.severity is Severity.ERROR
        set_look(self.user_id, "invalid", bad)
        self.user_id.setAccessibleDescription(self._problem.message if self._problem else "")
        self._show_status()
