"""An instant picked from a calendar, with the time zone it is meant in.

A time without a zone is read by nobody knows whom. So the picker speaks of the time on this
computer, says which zone that is, shows what it is in UTC, and writes UTC, as the documentation
does.
"""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QDate, QPoint, Qt, QTime, Signal
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QTimeEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from appcues_console.activity import times
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.local_time import local_time
from appcues_console.ui.theme.theme import Theme


class TimePicker(QFrame):
    """A popup below a field. `picked(text)` is the instant in ISO 8601, in UTC."""

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", True)
        self.setAccessibleName("Pick a time")
        self._theme = theme
        self.calendar = QCalendarWidget(self)
        self.calendar.setAccessibleName("Day")
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setGridVisible(False)
        self.clock = QTimeEdit(self)
        self.clock.setAccessibleName("Time of day")
        self.clock.setDisplayFormat("HH:mm:ss")
        self.clock.setButtonSymbols(QTimeEdit.ButtonSymbols.NoButtons)
        self._meant = PlainLabel("", self, role="small", wrap=True)
        self.use = QPushButton("Use this time", self)
        self.use.setProperty("kind", "primary")
        self.use.clicked.connect(self._on_use)
        row = QHBoxLayout()
        row.addWidget(self.clock)
        row.addStretch(1)
        row.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.calendar)
        column.addLayout(row)
        column.addWidget(self._meant)
        self.calendar.selectionChanged.connect(self._show_meant)
        self.calendar.activated.connect(lambda _: self._on_use())
        self.clock.timeChanged.connect(lambda _: self._show_meant())

    def open_below(self, field: QWidget, milliseconds: int) -> None:
        """Open below `field`, beginning at an instant in milliseconds since the epoch."""
        begin = local_time(milliseconds)
        self.calendar.setSelectedDate(QDate(begin.year, begin.month, begin.day))
        self.clock.setTime(QTime(begin.hour, begin.minute, begin.second))
        self._colour()
        self._show_meant()
        self.adjustSize()
        self.move(field.mapToGlobal(QPoint(0, field.height() + 4)))
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def instant(self) -> datetime:
        """Return what is picked, with the zone of this computer."""
        day, clock = self.calendar.selectedDate(), self.clock.time()
        naive = datetime(  # noqa: DTZ001  # the zone is added in the next line
            day.year(), day.month(), day.day(), clock.hour(), clock.minute(), clock.second()
        )
        return naive.astimezone()

    def _on_use(self) -> None:
        self.hide()
        self.picked.emit(times.iso(int(self.instant().timestamp()) * 1_000))

    def _show_meant(self) -> None:
        instant = self.instant()
        utc = instant.astimezone(UTC)
        if not instant.utcoffset():
            self._meant.setText("In UTC, the time zone of this computer.")
            return
        self._meant.setText(
            f"In {instant:%Z} (UTC{instant:%z}), the time zone of this computer.\n"
            f"In UTC it is {utc:%d %b %Y %H:%M:%S}."
        )

    def _colour(self) -> None:
        for name, shape in (("prev", "chevron-left"), ("next", "chevron-right")):
            button = self.calendar.findChild(QToolButton, f"qt_calendar_{name}month")
            if button is not None:
                button.setIcon(self._theme.icon(shape))
        # Qt paints weekends red: here red means that something is wrong.
        plain = QTextCharFormat()
        plain.setForeground(QColor(self._theme.tokens.text))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)
        quiet = QTextCharFormat()
        quiet.setForeground(QColor(self._theme.tokens.quiet))
        self.calendar.setHeaderTextFormat(quiet)
