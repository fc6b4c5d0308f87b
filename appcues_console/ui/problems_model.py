"""The problems of the draft as a Qt list, errors first."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from appcues_console.activity.problems import Problem, Severity, where

MEND_KEYS: Final = "Ctrl+."
PROBLEM_ROLE: Final = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class ProblemsModel(QAbstractListModel):
    """Projects a tuple of problems."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._problems

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Project `problems`. Rows that stay the same are left alone: a selected one stays so."""
        new = tuple(sorted(problems, key=lambda problem: problem.severity != Severity.ERROR))
        old = self._problems
        if new == old:
            return
        if len(new) == len(old):
            self._problems = new
            self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self._problems = new
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._problems)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._problems):
            return None
        problem = self._problems[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return problem.message
            case Qt.ItemDataRole.AccessibleTextRole:
                place = where(problem.path)
                return f"{problem.severity.value.capitalize()}, {place}: {problem.message}"
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return caption(problem)
            case _ if role == PROBLEM_ROLE:
                return problem
        return None


def caption(problem: Problem) -> str:
    """Return where a problem is, how the console knows and what would mend it."""
    return place_and_basis(problem) + mending(problem)


def place_and_basis(problem: Problem) -> str:
    """Return where a problem is and how the console knows: a guess must not pass for a rule."""
    place = where(problem.path)
    return f"{place[:1].upper()}{place[1:]} · {problem.basis.value}"


def mending(problem: Problem) -> str:
    """Return what is said behind that where a key mends the problem: `` · Ctrl+.: Add Z``."""
    return f" · {MEND_KEYS}: {problem.fix.label}" if problem.fix else ""
