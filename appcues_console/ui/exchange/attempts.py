"""The attempts of one exchange as lines: number, time, what came, how long it took."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QWidget

from appcues_console.activity.exchange import Attempt
from appcues_console.ui.local_time import local_time
from appcues_console.ui.theme.theme import Theme

ROW_HEIGHT = 24
MOST_ROWS_SHOWN = 4


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
        self.addItems([line_of(attempt) for attempt in attempts])
        if under_way:
            self.addItem(under_way)
        self._fit()

    def sizeHint(self) -> QSize:
        rows = min(max(self.count(), 1), MOST_ROWS_SHOWN)
        return QSize(200, rows * self._theme.px(ROW_HEIGHT) + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _fit(self) -> None:
        for row in range(self.count()):
            self.item(row).setSizeHint(QSize(100, self._theme.px(ROW_HEIGHT)))
        self.setVisible(self.count() > 0)
        self.updateGeometry()


def line_of(attempt: Attempt) -> str:
    """Return one attempt as a line, its start in local time."""
    start = local_time(attempt.started_at)
    return f"{attempt.number}.  {start:%H:%M:%S}  {attempt.result}  {duration(attempt.duration)}"


def duration(milliseconds: float) -> str:
    """Return a duration as people read it: ``12 ms``, ``1.4 s``."""
    if milliseconds < 1_000:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1_000:.1f} s"
