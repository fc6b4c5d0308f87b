"""What keys do to the columns: fold them, and make them wider or narrower."""

from __future__ import annotations

from collections.abc import Callable

from .controls.column_splitter import ColumnSplitter


class ColumnKeys:
    """`go_to` puts the keyboard into a column, `tell` says something in passing."""

    def __init__(
        self,
        columns: ColumnSplitter,
        go_to: Callable[[int], object],
        tell: Callable[[str], object],
    ) -> None:
        self._columns, self._go_to, self._tell = columns, go_to, tell

    def toggle(self, column: int) -> None:
        """Fold a column, or unfold it and go into it."""
        if self._columns.is_folded(column):
            self._go_to(column)
        elif not self._columns.fold(column):
            self._tell("The last open column stays open.")

    def widen(self, steps: int) -> None:
        """Make the column with the keyboard wider by steps, or narrower."""
        every = range(self._columns.count())
        column = next((at for at in every if self._columns.has_focus(at)), None)
        if column is None:
            self._tell("Go into a column first: Ctrl+1, Ctrl+2 or Ctrl+3.")
        elif not self._columns.widen(column, steps):
            self._tell(f"The column cannot become {'wider' if steps > 0 else 'narrower'}.")
