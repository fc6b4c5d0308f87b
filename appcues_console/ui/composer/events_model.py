"""The events of the draft as a Qt list: name, time and how many attributes."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from appcues_console.activity import times
from appcues_console.activity.draft import Event
from appcues_console.activity.problems import Problem, Severity
from appcues_console.activity.times import Written

EVENT_ROLE: Final = Qt.ItemDataRole.UserRole + 1
SEVERITY_ROLE: Final = Qt.ItemDataRole.UserRole + 2
MOST_SAID: Final = 500
"""Characters of a name that the list looks at: more than any window is wide."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class EventsModel(QAbstractListModel):
    """Projects a tuple of events, changing as little as it can."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._events: tuple[Event, ...] = ()
        self._worst: dict[int, Severity] = {}

    @property
    def events(self) -> tuple[Event, ...]:
        return self._events

    def show(self, events: tuple[Event, ...]) -> None:
        """Project `events`."""
        old, self_len = self._events, len(self._events)
        same = 0
        while same < min(self_len, len(events)) and (
            old[same] is events[same] or old[same] == events[same]
        ):
            same += 1
        tail = 0
        while tail < min(self_len, len(events)) - same and (
            old[-1 - tail] is events[-1 - tail] or old[-1 - tail] == events[-1 - tail]
        ):
            tail += 1
        if len(events) > self_len:
            self.beginInsertRows(_NOWHERE, same, same + len(events) - self_len - 1)
            self._events = events
            self.endInsertRows()
        elif len(events) < self_len:
            self.beginRemoveRows(_NOWHERE, same, same + self_len - len(events) - 1)
            self._events = events
            self.endRemoveRows()
        else:
            self._events = events
        # One letter in an attribute makes another event, of which the list says the same.
        if any(
            after.name != before.name or said(after) != said(before)
            for after, before in zip(events[same : len(events) - tail], old[same:], strict=False)
        ):
            self.dataChanged.emit(self.index(same), self.index(len(events) - tail - 1))

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Mark the events that have problems."""
        worst: dict[int, Severity] = {}
        for problem in problems:
            match problem.path:
                case ("events", int(index), *_):
                    if worst.get(index) is not Severity.ERROR:
                        worst[index] = problem.severity
        if worst != self._worst:
            self._worst = worst
            if self._events:
                self.dataChanged.emit(self.index(0), self.index(len(self._events) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._events):
            return None
        event = self._events[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return event.name or "unnamed event"
            case _ if role == EVENT_ROLE:
                return event
            case _ if role == SEVERITY_ROLE:
                return self._worst.get(index.row())
        return None


def said(event: Event) -> tuple[str, str]:
    """Return what the list says of an event: its name as a line, and beside it when it happened and
    how many attributes it has."""
    count = sum(1 for pair in event.attributes if not pair.blank)
    attributes = f"{count} attribute{'' if count == 1 else 's'}"
    when = _readable(event.time.text[:MOST_SAID]) or "no time"
    return " ".join(event.name[:MOST_SAID].split()), f"{when} · {attributes}"


def _readable(text: str) -> str:
    """Return a time for the list: Unix time as its instant, others as they were typed."""
    moment = times.meaning(text)
    unix = moment is not None and not moment.relative
    if moment is not None and unix and times.form_of(text) is not Written.ISO:
        return times.iso(moment.milliseconds).replace(".000Z", "Z")
    return " ".join(text.split())[:40]
