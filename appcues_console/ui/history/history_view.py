"""The history column: a search field, the list, and what is said when the list is empty.

It only asks: what is shown, loaded or found is the desk's and the engine's to answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from appcues_console.activity.exchange import Exchange
from appcues_console.delivery.progress import Progress, Recorded
from appcues_console.ui.controls.empty_state import EmptyState
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.controls.search_field import SearchField
from appcues_console.ui.controls.tips import set_plain_tip
from appcues_console.ui.desk import Desk
from appcues_console.ui.theme.theme import Theme

from .delegate import HistoryDelegate
from .list_view import HistoryListView
from .model import HistoryModel
from .wording import counted, one_line

if TYPE_CHECKING:
    from appcues_console.engine.condition import Condition

PAUSE = 80
"""Milliseconds without typing before the search is asked."""
LONGEST_QUOTED = 40
NOT_DURABLE = "Kept for this session only."

_LIST, _NOTHING_YET, _NO_MATCH = range(3)


class HistoryView(QWidget):
    """The column of the history. `explanation_wanted()`: the person asks why it is not kept."""

    explanation_wanted = Signal()

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._theme = desk, theme
        self.setProperty("side", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._asked: set[int] = set()
        self._awaited: int | None = None
        self._colours: dict[str, str] = {}
        self._model = HistoryModel(desk, self)
        self.search = SearchField("Search history", theme, self)
        self.search.installEventFilter(self)
        self.clear = self.search.addAction(
            theme.icon("cancel"), QLineEdit.ActionPosition.TrailingPosition
        )
        self.clear.setText("Clear search")
        self.clear.setVisible(False)
        self.list = HistoryListView(self._model, theme, self)
        self.list.setItemDelegate(HistoryDelegate(theme, lambda: self._colours, self.list))
        self.note = QPushButton(NOT_DURABLE, self)
        self.note.setProperty("kind", "quiet")
        self.note.setAccessibleName(NOT_DURABLE)
        self.note.hide()
        self.footer = PlainLabel("", self, role="small", elide=True)
        self.footer.setAccessibleName("History count")
        self._nothing_yet = EmptyState(
            "Nothing sent yet",
            "Each request you send is kept here, with its answer. Ctrl+Enter sends the one in the "
            "middle.",
            theme,
            self,
            icon_name="history",
        )
        self._no_match = EmptyState(
            "No match", "", theme, self, action="Clear search", icon_name="search"
        )
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._lay_out()
        self._connect()
        self._on_theme()
        self._on_accounts()

    @property
    def model(self) -> HistoryModel:
        """The rows."""
        return self._model

    def focus_search(self) -> None:
        """Put the cursor into the search field, its text selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_list(self) -> None:
        """Give the keyboard to the list, or to the search field while there is no list."""
        if self._stack.currentIndex() == _LIST:
            self.list.go_to_first()
        else:
            self.focus_search()

    def clear_search(self) -> None:
        """Show everything again."""
        self.search.clear()
        self._ask()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and watched is self.search:
            clears = event.key() == Qt.Key.Key_Escape and bool(self.search.text())
            if event.type() == QEvent.Type.ShortcutOverride and clears:
                # Escape is also the window's key for Cancel; here it is the field's first.
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                if clears:
                    self.clear_search()
                    return True
                if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_PageDown}:
                    self.focus_list()
                    return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = QHBoxLayout()
        self.top.setContentsMargins(16, 12, 16, 8)
        self.top.setSpacing(4)
        self.top.addWidget(self.search)
        column.addLayout(self.top)
        pages = QWidget(self)
        self._stack = QStackedLayout(pages)
        for page in (self.list, self._nothing_yet, self._no_match):
            self._stack.addWidget(page)
        column.addWidget(pages, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 6, 16, 8)
        foot.setSpacing(4)
        foot.addWidget(self.note, 0, Qt.AlignmentFlag.AlignLeft)
        foot.addWidget(self.footer)
        column.addLayout(foot)

    def _connect(self) -> None:
        desk = self._desk
        self._pause.timeout.connect(self._ask)
        self.search.changed_by_person.connect(self._on_search_changed)
        self.clear.triggered.connect(self._on_clear_clicked)
        self.search.returnPressed.connect(self._on_search_entered)
        self.list.shown.connect(self._on_shown)
        self.list.loaded.connect(desk.load)
        self.list.typed.connect(self._on_typed)
        self.list.copied.connect(lambda _: desk.notice.emit("User ID copied."))
        self._no_match.button.clicked.connect(self._on_clear_clicked)
        self.note.clicked.connect(self.explanation_wanted)
        self._model.listed.connect(self._on_listed)
        desk.exchange_shown.connect(self._on_exchange_shown)
        desk.progress.connect(self._on_progress)
        desk.condition_changed.connect(self._on_condition)
        desk.accounts_changed.connect(self._on_accounts)
        # The engine runs from here on; before the first paint nothing may be asked of it.
        desk.accounts_changed.connect(self._model.refresh)
        desk.condition_changed.connect(self._model.refresh)
        self._theme.changed.connect(self._on_theme)

    def _ask(self) -> None:
        self._pause.stop()
        self._model.set_search(self.search.text())

    def _on_search_changed(self, text: str) -> None:
        self.clear.setVisible(bool(text))
        self._pause.start()

    def _on_search_entered(self) -> None:
        self._ask()
        self.focus_list()

    def _on_clear_clicked(self) -> None:
        self.clear_search()
        self.focus_search()

    def _on_typed(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(text)

    def _on_shown(self, exchange_id: int) -> None:
        self._asked.add(exchange_id)
        self._awaited = None
        self._desk.show(exchange_id)

    def _on_exchange_shown(self, exchange: Exchange) -> None:
        # What was asked for here arrives late: the person may have gone on to another row.
        if exchange.id in self._asked:
            self._asked.discard(exchange.id)
            return
        self._awaited = exchange.id
        self._mark_awaited()

    def _on_progress(self, value: Progress) -> None:
        # Its row comes with the next list, and is what the response column is about already.
        if isinstance(value, Recorded) and self._desk.following:
            self._awaited = value.exchange_id
            self._mark_awaited()

    def _mark_awaited(self) -> None:
        if self._awaited is not None and self._model.row_of(self._awaited) >= 0:
            self.list.mark(self._awaited)
            self._awaited = None

    def _on_listed(self) -> None:
        rows, total = self._model.rowCount(), self._model.total
        search = self._model.search
        if rows:
            page = _LIST
        elif search:
            page = _NO_MATCH
            cut = search if len(search) <= LONGEST_QUOTED else f"{search[:LONGEST_QUOTED]}…"
            self._no_match.sentence.setText(f"Nothing matches “{one_line(cut)}”.")
        else:
            page = _NOTHING_YET
        had_focus = self.list.hasFocus()
        self._stack.setCurrentIndex(page)
        if had_focus and page != _LIST:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.footer.setText(
            "" if not rows and not search else counted(rows, total if search else None)
        )
        self._mark_awaited()

    def _on_accounts(self, *_: object) -> None:
        self._colours = {account.label: account.colour for account in self._desk.accounts}
        self.list.viewport().update()

    def _on_theme(self) -> None:
        self.note.setIcon(self._theme.icon("warning", "warn"))
        self.clear.setIcon(self._theme.icon("cancel"))

    def _on_condition(self, condition: Condition) -> None:
        note = "" if condition.history_durable else condition.history_note
        # The window's banner says the whole once; here is a lasting word, and the whole on demand.
        set_plain_tip(self.note, note)
        self.note.setVisible(bool(note))
