"""The history as Qt's views want it, at the price of what is on the screen.

It holds the ids, eight bytes each, and the summaries of some blocks of rows. `data` never waits: a
row that is not here yet is blank, its block is asked for once, and it comes by `dataChanged`. Ids
only grow and the newest are first, so a row is found by bisection, new rows come in at the top, and
a block is counted from the oldest row: it stays the same block when something was sent.
"""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from appcues_console.activity.exchange import Summary
from appcues_console.ui.controls.tips import plain_tip
from appcues_console.ui.desk import Desk

from .wording import local_now, one_line, spoken, told

Index = QModelIndex | QPersistentModelIndex

BLOCK = 64
"""Rows that are asked for together: more than a column shows at once."""
MOST_KNOWN = 64 * BLOCK
"""Summaries that are kept; the longest unseen go first."""
PAUSE = 60
"""Milliseconds, at the least, between one reading of the list and the next."""

SUMMARY_ROLE = Qt.ItemDataRole.UserRole
"""The `Summary` of a row, or None while it is not here."""

_NOWHERE = QModelIndex()


class HistoryModel(QAbstractTableModel):
    """The exchanges that match a search, one a row, newest first.

    `listed()` follows every list that arrived, changed or not.
    """

    listed = Signal()

    def __init__(
        self,
        desk: Desk,
        parent: QObject | None = None,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__(parent)
        self._desk, self._now = desk, now
        self._ids: array[int] = array("q")
        self._all: array[int] | None = None
        self._search = ""
        self._round = 0
        self._known: dict[int, tuple[int, Summary | None]] = {}
        self._under_way: set[int] = set()
        self._listing = 0
        self._busy = self._again = False
        self._asked_at = 0.0
        self._pace = QTimer(self, singleShot=True)
        self._pace.timeout.connect(self.refresh)
        desk.history_changed.connect(self.refresh)

    @property
    def search(self) -> str:
        """What is searched for; empty for everything."""
        return self._search

    @property
    def total(self) -> int | None:
        """How many exchanges there are, searched or not; None before the first answer."""
        return None if self._all is None else len(self._all)

    def set_search(self, text: str) -> None:
        """Show what matches `text`. The rows stay as they are until the answer is here."""
        text = text.strip()
        if text == self._search:
            return
        self._search = text
        if not text and self._all is not None:
            self._show(self._all)
            self.listed.emit()
        self._ask_for_list(count=self._all is None)

    def refresh(self, *_: object) -> None:
        """Read the list again soon. A burst of calls reads it a few times, not once each."""
        if self._busy or self._pace.isActive():
            self._again = True
        else:
            self._ask_for_list(count=True)

    def id_at(self, row: int) -> int | None:
        """Return the id of the exchange in a row."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, exchange_id: int) -> int:
        """Return the row of an exchange, or -1 where it is not listed."""
        row = bisect_left(self._ids, -exchange_id, key=lambda value: -value)
        return row if self.id_at(row) == exchange_id else -1

    def summary_at(self, row: int) -> Summary | None:
        """Return the summary of a row; where it is not here, None, and it is asked for."""
        exchange_id = self.id_at(row)
        if exchange_id is None:
            return None
        listing, summary = self._known.get(exchange_id, (-1, None))
        if listing != self._listing:
            self._ask_for_block((len(self._ids) - 1 - row) // BLOCK)
        return summary

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES or not index.isValid():
            return None
        summary = self.summary_at(index.row())
        if role == SUMMARY_ROLE or summary is None:
            return summary
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(summary.user_id)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(told(summary, self._now()))
        return spoken(summary, self._now())

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        # Headers are hidden, but a screen reader meets them: rows must not be called by numbers.
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return "Exchange"
        return None

    def _ask_for_list(self, *, count: bool) -> None:
        """Read the list; while searching, `count` everything too: it has changed."""
        self._pace.stop()
        self._round += 1
        self._busy, self._again = True, False
        self._asked_at = time.monotonic()
        asked, search = self._round, self._search
        engine, follow = self._desk.engine, self._desk.bridge.follow

        def found(ids: array[int]) -> None:
            if asked == self._round:
                self._show(ids)
                if not search:
                    self._all = ids
                self._rest()

        def counted(ids: array[int]) -> None:
            self._all = ids
            self.listed.emit()

        follow(engine.ids(search), found, lambda error: self._on_list_failed(asked, error))
        if search and count:
            follow(engine.ids(), counted, lambda _: None)

    def _on_list_failed(self, asked: int, error: BaseException) -> None:
        if asked == self._round:
            self._rest()
            self._desk.bridge.failed.emit(error)

    def _rest(self) -> None:
        """Breathe before the next reading: three times as long as the last one took, so that a
        long history never takes more than a part of the database's time."""
        self._busy = False
        took = (time.monotonic() - self._asked_at) * 1_000
        again, self._again = self._again, False
        if again:
            self._pace.start(max(PAUSE, int(3 * took)))
        self.listed.emit()

    def _show(self, ids: array[int]) -> None:
        before = self._ids
        new = len(ids) - len(before)
        # Every summary here counts as old now: it stays on the screen and is read again.
        self._listing += 1
        self._under_way.clear()
        if new >= 0 and len(before) and _ends_with(ids, before):
            if new:
                self.beginInsertRows(QModelIndex(), 0, new - 1)
                self._ids = ids
                self.endInsertRows()
            self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, 0))
        elif ids != before:
            self.beginResetModel()
            self._ids = ids
            self.endResetModel()

    def _ask_for_block(self, block: int) -> None:
        if block in self._under_way:
            return
        self._under_way.add(block)
        end = len(self._ids) - block * BLOCK
        wanted = tuple(
            exchange_id
            for exchange_id in self._ids[max(0, end - BLOCK) : end]
            if self._known.get(exchange_id, (-1, None))[0] != self._listing
        )
        listing = self._listing

        def arrived(summaries: tuple[Summary, ...]) -> None:
            if listing == self._listing:
                self._under_way.discard(block)
            self._keep(wanted, summaries, listing)

        # After a failure the block stays under way, so that no painting asks again and again; the
        # next reading of the list begins afresh.
        self._desk.bridge.follow(self._desk.engine.summaries(wanted), arrived)

    def _keep(self, wanted: tuple[int, ...], summaries: tuple[Summary, ...], listing: int) -> None:
        found = {summary.id: summary for summary in summaries}
        for exchange_id in wanted:
            self._known.pop(exchange_id, None)
            self._known[exchange_id] = (listing, found.get(exchange_id))
        for exchange_id in list(islice(self._known, max(0, len(self._known) - MOST_KNOWN))):
            del self._known[exchange_id]
        rows = [row for row in map(self.row_of, wanted) if row >= 0]
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0))


_ROLES = frozenset(
    {
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        int(Qt.ItemDataRole.ToolTipRole),
        int(SUMMARY_ROLE),
    }
)


def _ends_with(ids: array[int], tail: array[int]) -> bool:
    """Compare as bytes: at once for a million."""
    whole = memoryview(ids).cast("B")
    return whole[len(whole) - len(tail) * tail.itemsize :] == memoryview(tail).cast("B")
