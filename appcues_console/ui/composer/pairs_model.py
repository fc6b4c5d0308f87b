"""Rows of key, type and value as a Qt table: the attributes of an event, or the profile fields.

The model projects a tuple of pairs that the session owns. An edit goes out as a wish with the whole
new tuple; the session's answer comes back through `show`, which changes as little as it can, so
that an open editor and the selection survive.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from appcues_console.activity import choices, values
from appcues_console.activity.choices import TypeChoice
from appcues_console.activity.draft import Pair, with_insertion, with_item, without_item
from appcues_console.activity.problems import Problem, Severity
from appcues_console.ui.fields import shortened

KEY, TYPE, VALUE = range(3)
HEADINGS: Final = ("key", "type", "value")
SEVERITY_ROLE: Final = Qt.ItemDataRole.UserRole + 1
KIND_ROLE: Final = Qt.ItemDataRole.UserRole + 2
MOST_SHOWN: Final = 1_000
"""Characters of a cell that is painted whole."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class PairsModel(QAbstractTableModel):
    """A table of pairs. `edited(pairs, field)` wishes for a change; `field` names the cell typed
    in, so that typing on in it is one undo step, and is None for rows added or removed."""

    edited = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pairs: tuple[Pair, ...] = ()
        self._problems: dict[tuple[int, int], Problem] = {}

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return self._pairs

    def show(self, pairs: tuple[Pair, ...]) -> None:
        """Project `pairs`."""
        if pairs == self._pairs:
            return
        old = self._pairs
        same = 0
        while same < min(len(old), len(pairs)) and old[same] == pairs[same]:
            same += 1
        tail = 0
        while tail < min(len(old), len(pairs)) - same and old[-1 - tail] == pairs[-1 - tail]:
            tail += 1
        if len(pairs) > len(old):
            last = same + len(pairs) - len(old) - 1
            self.beginInsertRows(_NOWHERE, same, last)
            self._pairs = pairs
            self.endInsertRows()
        elif len(pairs) < len(old):
            self.beginRemoveRows(_NOWHERE, same, same + len(old) - len(pairs) - 1)
            self._pairs = pairs
            self.endRemoveRows()
        else:
            self._pairs = pairs
        if same < len(pairs) - tail:
            self.dataChanged.emit(self.index(same, KEY), self.index(len(pairs) - tail - 1, VALUE))

    def show_problems(self, problems: dict[tuple[int, int], Problem]) -> None:
        """Mark cells, by row and column."""
        if problems == self._problems:
            return
        self._problems = problems
        if self._pairs:
            self.dataChanged.emit(self.index(0, KEY), self.index(len(self._pairs) - 1, VALUE))

    def add_row(self, at: int | None = None) -> int:
        """Wish for an empty row at `at`, or at the end; return where it will be."""
        row = len(self._pairs) if at is None else at
        self.edited.emit(with_insertion(self._pairs, row, Pair()), None)
        return row

    def remove_row(self, row: int) -> None:
        """Wish for the row to go."""
        if 0 <= row < len(self._pairs):
            self.edited.emit(without_item(self._pairs, row), None)

    def duplicate_row(self, row: int) -> None:
        """Wish for a copy of the row below it."""
        if 0 <= row < len(self._pairs):
            self.edited.emit(with_insertion(self._pairs, row + 1, self._pairs[row]), None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._pairs)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return HEADINGS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._pairs):
            return None
        pair, column = self._pairs[index.row()], index.column()
        problem = self._problems.get((index.row(), column))
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                kind = choices.choice_of(pair.value).value
                text = (pair.key, kind, pair.value.text)[column]
                return text if role == Qt.ItemDataRole.EditRole else shortened(text, MOST_SHOWN)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return problem.message if problem else None
            case _ if role == SEVERITY_ROLE:
                return problem.severity if problem else None
            case _ if role == KIND_ROLE:
                return pair.value.kind
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, column = index.row(), index.column()
        if role != Qt.ItemDataRole.EditRole or not 0 <= row < len(self._pairs):
            return False
        pair = self._pairs[row]
        match column:
            case 0:
                new = replace(pair, key=str(value))
            case 1:
                new = replace(pair, value=choices.chosen(pair.value, TypeChoice(value)))
            case _:
                new = replace(pair, value=values.typed(pair.value, str(value)))
        if new != pair:
            self.edited.emit(with_item(self._pairs, row, new), (row, HEADINGS[column]))
        return True


def cell_problems(
    problems: tuple[Problem, ...], base: tuple[str | int, ...]
) -> dict[tuple[int, int], Problem]:
    """Return the problems below `base` by row and column, the worst one of each cell."""
    cells: dict[tuple[int, int], Problem] = {}
    for problem in problems:
        match problem.path[: len(base)], problem.path[len(base) :]:
            case (prefix, (int(row), str(part))) if prefix == base and part in HEADINGS:
                cell = (row, HEADINGS.index(part))
                if cell not in cells or problem.severity is Severity.ERROR:
                    cells[cell] = problem
    return cells


def worst_first(cells: dict[tuple[int, int], Problem]) -> list[Problem]:
    """Return the problems of cells, errors first, each kind from the top of the table."""
    order = sorted(cells, key=lambda cell: (cells[cell].severity is not Severity.ERROR, cell))
    return [cells[cell] for cell in order]
