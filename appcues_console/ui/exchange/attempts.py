"""The attempts of one exchange as lines: number, time, what came, how long it took."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from appcues_console.activity.exchange import Attempt
from appcues_console.ui.controls.tips import plain_tip
from appcues_console.ui.local_time import local_time
from appcues_console.ui.theme.theme import Theme

ROW_HEIGHT = 24
MOST_ROWS_SHOWN = 4
AROUND = 4
"""Pixels beside the padding of a row: its frame, and the margin that Qt gives a text."""
SHORTER_ROLE = Qt.ItemDataRole.UserRole


class AttemptsView(QListWidget):
    """One item an attempt, as tall as its items up to `MOST_ROWS_SHOWN`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Attempts")
        self.setProperty("plain", True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self._fit)

    def show_attempts(self, attempts: tuple[Attempt, ...], under_way: str = "") -> None:
        """Show `attempts`, and `under_way` as the last line while there is one."""
        self.clear()
        for attempt in attempts:
            self._add(line_of(attempt), line_of(attempt, timed=False))
        if under_way:
            self._add(under_way, under_way)
        self._fit()

    def sizeHint(self) -> QSize:
        rows = min(max(self.count(), 1), MOST_ROWS_SHOWN)
        return QSize(200, rows * self._theme.px(ROW_HEIGHT) + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _add(self, line: str, shorter: str) -> None:
        item = QListWidgetItem(line, self)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, line)
        item.setData(SHORTER_ROLE, shorter)

    def _shorten(self) -> None:
        """Leave the times out where they would push the durations out: a tool tip has them."""
        items = [self.item(row) for row in range(self.count())]
        whole = Qt.ItemDataRole.AccessibleTextRole
        room = self.viewport().width() - 2 * (self._theme.px(8) + AROUND)
        widest = max((self._advance(item.data(whole)) for item in items), default=0)
        for item in items:
            item.setText(item.data(SHORTER_ROLE if widest > room else whole))
            item.setToolTip(plain_tip(item.data(whole)) if widest > room else "")

    def _advance(self, line: str) -> int:
        return self.fontMetrics().horizontalAdvance(line)

    def _fit(self) -> None:
        self._shorten()
        for row in range(self.count()):
            self.item(row).setSizeHint(QSize(100, self._theme.px(ROW_HEIGHT)))
        self.setVisible(self.count() > 0)
        self.updateGeometry()


def line_of(attempt: Attempt, *, timed: bool = True) -> str:
    """Return one attempt as a line, its start in local time where it is `timed`."""
    start = f"{local_time(attempt.started_at):%H:%M:%S}  " if timed else ""
    return f"{attempt.number}.  {start}{attempt.result}  {duration(attempt.duration)}"


def duration(milliseconds: float) -> str:
    """Return a duration as people read it: ``12 ms``, ``1.4 s``."""
    if milliseconds < 1_000:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1_000:.1f} s"
