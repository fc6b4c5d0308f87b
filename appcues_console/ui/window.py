"""The main window: three columns under one command bar, and what ties them together.

It arranges the views and passes wishes between them; the state is the session's and the desk's.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from appcues_console.accounts.account import Account
from appcues_console.activity.destination import Safety
from appcues_console.activity.exchange import Exchange
from appcues_console.activity.problems import Path as FieldPath
from appcues_console.activity.problems import Severity
from appcues_console.intake.understood import Understood

from .again import Doubtful, give_back
from .column_keys import ColumnKeys
from .command_bar.command_bar import CommandBar
from .composer.composer import Composer
from .confirm import ConfirmSend
from .controls.account_band import AccountBand
from .controls.column_splitter import ColumnSplitter
from .controls.icon_button import IconButton
from .controls.segmented_switch import SegmentedSwitch
from .controls.status_line import StatusLine
from .desk import CHANGED, Desk
from .elsewhere import Elsewhere
from .exchange.request_view import RequestView
from .exchange.response_view import ResponseView
from .exchange.sent_view import SentView
from .history.history_view import HistoryView
from .misbehaviour import Misbehaviour
from .notices import Notices
from .pasting import Becomes, Pasted
from .problems import ProblemsView
from .remembered import remember, restore
from .session import Session
from .tab_order import follow_layouts
from .take_in import BY_NAME, TakeIn
from .theme.theme import Theme

TITLE = "Appcues Console"
REQUEST, RESPONSE, SENT = range(3)
STRANGER = (
    "The account ID in what you pasted belongs to no account here. It is held in memory while this "
    "notice stands, and nowhere else."
)
HISTORY, COMPOSER, EXCHANGE = range(3)
"""The columns of the window, from left to right."""


def line(parent: QWidget) -> QFrame:
    """Return a hair line that parts what stands above from what stands below."""
    made = QFrame(parent)
    made.setProperty("line", True)
    made.setFixedHeight(1)
    return made


class Window(QMainWindow):
    """The window. `painted()` is emitted once, after the first paint: what may wait starts then.
    `account_wanted(Understood)`: what was pasted is to become an account."""

    painted = Signal()
    closing = Signal()
    account_wanted = Signal(object)

    def __init__(
        self, session: Session, desk: Desk, theme: Theme, settings: QSettings | None = None
    ) -> None:
        super().__init__()
        self._session, self._desk, self._theme, self._settings = session, desk, theme, settings
        self._unpainted = True
        self._confirmation: ConfirmSend | None = None
        self.setWindowTitle(TITLE)
        self.setMinimumSize(960, 600)
        self.resize(1360, 860)
        # Before the views: what they read first is not older than what is looked at here.
        self.elsewhere = Elsewhere(desk, self)
        self.band = AccountBand(theme, self)
        self.notices = Notices(desk, theme, self)
        self.banner = self.notices.banner
        self.command_bar = CommandBar(session, desk, theme, self)
        self.history = HistoryView(desk, theme, self)
        self.composer = Composer(session, theme, self)
        self.problems = ProblemsView(session, theme, self)
        self.request = RequestView(session, desk, theme, self)
        self.response = ResponseView(desk, theme, self)
        self.sent = SentView(desk, theme, self)
        self.switch = SegmentedSwitch(("Request", "Response", "Sent"), theme, self)
        self.switch.setAccessibleName("Request or response")
        self.pages = QStackedWidget(self)
        self._fold_history = IconButton("fold-left", "Fold history", theme, self)
        self._fold_exchange = IconButton("fold-right", "Fold request and response", theme, self)
        self.columns = ColumnSplitter(theme, self)
        self.column_keys = ColumnKeys(self.columns, self.go_to_column, self.tell)
        self.take_in = TakeIn(desk)
        self.misbehaviour = Misbehaviour(desk, parent=self)
        self.setAcceptDrops(True)
        self.status = StatusLine(
            theme, self, hint="Ctrl+Enter sends · Ctrl+K finds any command · F1 helps"
        )
        self._lay_out()
        self._connect()
        self._on_account(desk.account)
        follow_layouts(self)
        if settings is not None:
            restore(self, self.columns, settings)

    @property
    def session(self) -> Session:
        return self._session

    @property
    def desk(self) -> Desk:
        return self._desk

    @property
    def theme(self) -> Theme:
        return self._theme

    def send(self) -> None:
        """Send the draft, or go to what keeps it from being sent."""
        if self._session.can_send:
            self._desk.send()
            return
        first = next(p for p in self._session.problems if p.severity is Severity.ERROR)
        self.go_to(first.path)
        self.tell(first.message)

    def focus_user_id(self) -> None:
        """Put the cursor into the user ID, all of it selected."""
        self.command_bar.user_id.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.command_bar.user_id.selectAll()

    def show_page(self, page: int) -> None:
        """Show the request or the response in the right column, which is unfolded for it."""
        self.columns.unfold(EXCHANGE)
        self._choose_page(page)

    def go_to_page(self, page: int) -> None:
        """Show a page of the right column and put the keyboard where there is something to read."""
        self.show_page(page)
        reason = Qt.FocusReason.ShortcutFocusReason
        if page == REQUEST:
            self.request.json.setFocus(reason)
        elif page == SENT and self.sent.body.isVisible():
            self.sent.body.setFocus(reason)
        elif page == SENT or not self.response.focus_first():
            self.switch.setFocus(reason)

    def go_to_column(self, column: int) -> None:
        """Put the keyboard into a column, which is unfolded for it."""
        self.columns.unfold(column)
        if column == HISTORY:
            self.history.focus_list()
        elif column == COMPOSER:
            self.composer.focus_first()
        else:
            self.go_to_page(self.pages.currentIndex())

    def go_to(self, path: FieldPath) -> None:
        """Put the cursor into the field that `path` names; a folded column is unfolded for it."""
        if path == ("user_id",):
            self.command_bar.user_id.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif path == ("body",) and (self._session.text_problem or self._session.draft.extra):
            # What no form shows: text that does not parse, or a member nobody documented.
            self.go_to_page(REQUEST)
            if self._session.text_problem is not None:
                self.request.json.go_to(self._session.text_problem.position)
        else:
            self.columns.unfold(COMPOSER)
            self.composer.focus_path(path)

    def tell(self, sentence: str) -> None:
        """Say something in passing, at the foot of the window."""
        self.status.show_message(sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._unpainted:
            self._unpainted = False
            # Queued: the paint is on the screen before anything else begins.
            QApplication.postEvent(self, QEvent(QEvent.Type.User))

    def customEvent(self, event: QEvent) -> None:
        if isinstance(event, Pasted):
            self._on_pasted(event)
        else:
            self.painted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasText() or any(url.isLocalFile() for url in data.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        data = event.mimeData()
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if files:
            self.take_in.file(Path(files[0]))
        elif data.hasText():
            self.take_in.text(data.text())
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._settings is not None:
            remember(self, self.columns, self._theme, self._settings)
        self.closing.emit()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.composer, 1)
        column.addWidget(line(self))
        column.addWidget(self.problems)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 12, 4)
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self._fold_exchange)
        column.addLayout(row)
        column.addWidget(self.pages, 1)
        self.pages.addWidget(self.request)
        self.pages.addWidget(self.response)
        self.pages.addWidget(self.sent)
        self.history.top.addWidget(self._fold_history)
        self.columns.add_column(
            self.history, 300, "History", least=200, most=360, yields=True, grows=False
        )
        self.columns.add_column(middle, 560, "Composer")
        self.columns.add_column(right, 500, "Request and response", "unfold-right", yields=True)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.band, self.command_bar, line(self), self.banner):
            column.addWidget(widget)
        column.addWidget(self.columns, 1)
        column.addWidget(line(self))
        column.addWidget(self.status)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        desk = self._desk
        self.switch.chosen.connect(self.pages.setCurrentIndex)
        self.problems.chosen.connect(self.go_to)
        self.command_bar.next_field.connect(partial(self.go_to_column, COMPOSER))
        self.columns.unfold_wanted.connect(self.go_to_column)
        self._fold_history.clicked.connect(lambda: self.columns.fold(HISTORY))
        self._fold_exchange.clicked.connect(lambda: self.columns.fold(EXCHANGE))
        self._session.notice.connect(self.tell)
        desk.notice.connect(self.tell)
        self.take_in.told.connect(self.tell)
        self.take_in.stranger.connect(self._on_stranger)
        self.misbehaviour.changed.connect(self.status.show_mark)
        desk.account_changed.connect(self._on_account)
        desk.sending_changed.connect(self._on_sending)
        desk.exchange_shown.connect(self._on_exchange_shown)
        desk.confirmation_wanted.connect(self._on_confirmation_wanted)
        self.history.explanation_wanted.connect(self.notices.lead_to_choice)

    def _choose_page(self, page: int) -> None:
        self.switch.choose(page)
        self.pages.setCurrentIndex(page)

    def _on_account(self, account: Account) -> None:
        self.band.show_account(account)
        level = "" if account.safety is Safety.TEST else f" ({account.safety.value})"
        # Qt reads [*] in a title as the place for a mark of unsaved changes; doubled, it is text.
        label = account.label.replace("[*]", "[*][*]")
        self.setWindowTitle(f"{label}{level if not account.is_practice else ''} — {TITLE}")

    def _on_sending(self, sending: bool) -> None:
        if sending:
            self.show_page(RESPONSE)

    def _on_exchange_shown(self, exchange: Exchange) -> None:
        ended = exchange.ending is not None and exchange.id == self._desk.under_way
        if ended and self.pages.currentIndex() == REQUEST:
            # Whoever went on to the next request while this one was sent stays there.
            self.tell(f"{exchange.outcome.word}. The answer stands under Response.")
        elif self.pages.currentIndex() != SENT:
            # Whoever walks through the history by what was sent stays there.
            self._choose_page(RESPONSE)

    def _on_confirmation_wanted(self, doubtful: Doubtful) -> None:
        if (doubtful.account, doubtful.draft) != (self._desk.account, self._session.draft):
            self.tell(CHANGED)
            return
        if self._confirmation is not None:
            self._confirmation.raise_()
            self._confirmation.activateWindow()
            return
        self._confirmation = dialog = ConfirmSend(self._desk, self._theme, self, doubtful.events)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(partial(self._on_confirmation_over, doubtful))
        dialog.open()

    def _on_confirmation_over(self, asked: Doubtful, result: int) -> None:
        self._confirmation = None
        if result == QDialog.DialogCode.Accepted:
            self._desk.send(asked)
        elif give_back(self._session, asked):
            self.tell("Nothing was sent; your draft is back.")

    def _on_pasted(self, event: Pasted) -> None:
        """Take in what was pasted into a field and is no text there."""
        match event.becomes:
            case Becomes.UNDERSTOOD:
                self.take_in.text(event.text, otherwise=event.otherwise)
            case Becomes.FRAGMENT:
                self.take_in.text(event.text, BY_NAME, event.otherwise)
            case _:
                attributes = self.composer.attributes.isAncestorOf(event.field)
                self.take_in.text(event.text, event=self.composer.selected if attributes else None)

    def _on_stranger(self, read: Understood) -> None:
        wanted = partial(self.account_wanted.emit, read)
        self.notices.propose(STRANGER, "Add as account…", wanted)

    def mend(self) -> None:
        """Mend one problem, by the fix that its line in the list names. Text that does not parse
        comes first: a fix in the forms would put another text in its place."""
        broken = self._session.text_problem
        if broken is not None:
            self.go_to(("body",))
            self.tell(
                f"Mend the JSON text first: line {broken.line}, column {broken.column}."
                f" {broken.message}."
            )
            return
        problem = self.problems.to_mend()
        if problem is None or not self._session.mend(problem):
            self.tell("There is nothing here that one key could mend.")
        elif problem.fix is not None:
            self.tell(f"{problem.fix.label}: done. Undo takes it back.")
