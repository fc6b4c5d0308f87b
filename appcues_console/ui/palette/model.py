"""The commands that were found, as Qt's views want them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from .matching import Found

Index = QModelIndex | QPersistentModelIndex

FOUND_ROLE = Qt.ItemDataRole.UserRole
"""The `Found` of a row."""

_NOWHERE = QModelIndex()


class CommandModel(QAbstractListModel):
    """Commands, the best match first."""

    _found: tuple[Found, ...] = ()

    @property
    def found(self) -> tuple[Found, ...]:
        return self._found

    def show(self, found: tuple[Found, ...]) -> None:
        """Show other commands."""
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._found)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and not self._found[index.row()].command.enabled:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        found = self._found[index.row()]
        if role == FOUND_ROLE:
            return found
        if role == Qt.ItemDataRole.DisplayRole:
            return found.command.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said(found)
        return None


def said(found: Found) -> str:
    """Return a command as a screen reader says it: ``Add event, Ctrl+E``."""
    command = found.command
    parts = (command.name, command.hint, command.shortcut, "" if command.enabled else "unavailable")
    return ", ".join(part for part in parts if part)
