"""What went out in the exchange that is shown: to whom, and the body byte for byte.

The request beside it is the draft, which may have changed since; this one cannot.
"""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from appcues_console.activity.exchange import Exchange
from appcues_console.ui.controls.empty_state import EmptyState
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.controls.snug_view import SnugView
from appcues_console.ui.desk import Desk
from appcues_console.ui.local_time import local_time
from appcues_console.ui.theme.theme import Theme

from .long_text import MOST_SHOWN, show_beginning


class SentView(QWidget):
    """The sent request of one exchange, which can be loaded for editing."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.about = PlainLabel("", self, role="quiet", wrap=True)
        self.line = PlainLabel("", self, role="mono", wrap=True, selectable=True)
        self.line.setAccessibleName("Sent request line")
        self.body = SnugView(theme, self, json=True, least=3)
        self.body.setAccessibleName("Sent body")
        self.load = QPushButton("Load for editing", self)
        self.load.clicked.connect(self._on_load)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.about, 1)
        row.addWidget(self.load)
        column.addLayout(row)
        column.addWidget(self.line)
        column.addWidget(self.body, 1_000)
        column.addStretch(1)
        empty = EmptyState(
            "Nothing sent yet",
            "After a send, or when you choose one in the history, what went out stands here.",
            theme,
            self,
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(empty)
        self._stack.addWidget(page)
        desk.exchange_shown.connect(self.show_exchange)

    def show_exchange(self, exchange: Exchange) -> None:
        """Show what went out in `exchange`."""
        opening = exchange.opening
        start = local_time(opening.started_at)
        self.about.setText(f"{opening.destination.label} · {start:%d %b %Y %H:%M:%S}")
        self.line.setText(f"POST {opening.masked_url}")
        text = opening.activity.body.decode("utf-8", "replace")
        if not show_beginning(self.body, text):
            self.about.setText(
                f"{self.about.text()} · {len(text):,} characters, the first {MOST_SHOWN:,} shown"
            )
        self._stack.setCurrentIndex(1)

    def _on_load(self) -> None:
        if self._desk.shown is not None:
            self._desk.load(self._desk.shown.id)
