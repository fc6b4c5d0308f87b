"""Columns side by side with a hair line between them, which can be drawn and folded.

How wide each column is wished to be is kept as a share of the whole, beside what Qt makes of it in
a window that may be too narrow for all. So what a narrow window or a large text takes away comes
back with the room for it. A column of short lines has a most besides, beyond which a wide window
gives to the others; where a person draws it, there it stays instead.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from appcues_console.ui.theme.theme import Theme

from .column import Column

STEP = 24
"""Pixels by which a key moves a line."""
LEAST = 160
"""Pixels at the usual text size below which no column is drawn, however little it needs."""
MOST_TAKEN = 0.3
"""The part of its width that a column which may yield gives before the others give any."""
WIDEST = 100_000
"""Pixels. What remembers a wider column was not written here."""


class ColumnSplitter(QSplitter):
    """Columns that keep their share of the width.

    Where they do not all fit, a column that may yield folds by itself until there is room again.
    `folded(index, is_folded)` tells of a fold by whatever way; `unfold_wanted(index)`: the strip of
    a folded column was pressed.
    """

    unfold_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        # Qt widens the place that takes the mouse beyond a line of one pixel.
        self.setHandleWidth(1)
        self._columns: list[Column] = []
        self._widths: list[int] = []
        self._least: list[int] = []
        self._begun: list[int] = []
        self._most: list[int | None] = []
        self._drawn: dict[int, int] = {}
        self._shared: list[int] = []
        self._may_yield: set[int] = set()
        self._growing: set[int] = set()
        self._put_away: set[int] = set()
        self._yielding: int | None = None
        self._insisted: int | None = None
        self._fitting = False
        self.splitterMoved.connect(lambda *_: self._on_drawn())
        theme.changed.connect(self._fit)

    def add_column(
        self,
        widget: QWidget,
        width: int,
        name: str,
        icon_name: str = "unfold-left",
        *,
        least: int = LEAST,
        most: int | None = None,
        yields: bool = False,
        grows: bool = True,
    ) -> None:
        """Add a column that begins `width` wide. `name` and `icon_name` are those of its strip;
        `least` is a width in pixels at the usual text size below which it is of no use, `most` one
        beyond which it is given no more unless a person draws it wider; `yields`: it may fold by
        itself; `grows`: it takes from the room that a folded one leaves."""
        index = len(self._columns)
        column = Column(widget, name, icon_name, self._theme, self)
        column.unfold_wanted.connect(lambda: self.unfold_wanted.emit(index))
        self._columns.append(column)
        self._widths.append(width)
        self._least.append(least)
        self._begun.append(width)
        self._most.append(most)
        if yields:
            self._may_yield.add(index)
        if grows:
            self._growing.add(index)
        self.addWidget(column)
        self._fit()

    def is_folded(self, index: int) -> bool:
        """True while the column at `index` is folded, by a person or by itself."""
        return self._columns[index].folded

    def has_focus(self, index: int) -> bool:
        """True while the keyboard is in the column at `index`."""
        return self._columns[index].has_focus()

    def fold(self, index: int) -> bool:
        """Fold the column at `index`. False where it is the last one that is open."""
        if all(self.is_folded(at) for at in range(self.count()) if at != index):
            return False
        self._put_away.add(index)
        self._fit()
        return True

    def unfold(self, index: int) -> None:
        """Unfold the column at `index` to the width it had. Where that leaves too little room,
        another one yields."""
        if not self.is_folded(index):
            return
        self._put_away.discard(index)
        self._insisted = index
        self._fit()

    def widen(self, index: int, steps: int) -> bool:
        """Make the column at `index` wider by steps, or narrower where they are negative: what a
        mouse draws, keys can draw. False where there is no more to give or to take."""
        sizes, before = self.sizes(), self.sizes()
        others = [at for at in range(self.count()) if at != index and not self.is_folded(at)]
        if self.is_folded(index) or not others:
            return False
        # The nearest gives; beyond it the next one.
        for other in sorted(others, key=lambda at: (abs(at - index), -at)):
            giver = other if steps > 0 else index
            amount = min(abs(steps) * STEP, sizes[giver] - self._columns[giver].minimumWidth())
            if amount > 0:
                sizes[index] += amount if steps > 0 else -amount
                sizes[other] -= amount if steps > 0 else -amount
                self.setSizes(sizes)
                self._remember(before)
                return True
        return False

    def save_state(self) -> str:
        """Return widths and folds, for `restore_state`: ``300 560 -500``, and behind a slash where
        a person drew what has a most: ``300/420``."""
        return " ".join(
            ("-" if at in self._put_away else "")
            + (f"{width}/{self._drawn[at]}" if at in self._drawn else str(width))
            for at, width in enumerate(self._widths)
        )

    def restore_state(self, state: object) -> None:
        """Take what `save_state` returned; anything else is ignored."""
        parts = state.split() if isinstance(state, str) else []
        good = [read for read in map(_read, parts) if read is not None]
        if len(good) == len(parts) == self.count() and max(width for width, _ in good) > 0:
            self._widths = [abs(width) for width, _ in good]
            self._drawn = {at: drawn for at, (_, drawn) in enumerate(good) if drawn is not None}
            self._put_away = {at for at, (width, _) in enumerate(good) if width < 0}
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            # A column needs more or less than before: another text size, another row of buttons.
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Fold what is put away or has to yield, and share the width among the others."""
        if self._fitting or not self._columns:
            return
        self._fitting = True
        try:
            self._choose_who_yields()
            self._fold_columns()
            self._share()
        finally:
            self._fitting = False

    def _choose_who_yields(self) -> None:
        if sum(self._needs(self._put_away)) <= self._room():
            self._yielding = self._insisted = None
            return
        # What was unfolded in spite of the lack of room stays.
        possible = sorted(self._may_yield - self._put_away - {self._insisted})
        if self._yielding not in possible:
            # What the person is at work in stays, unless they are on their way to another.
            leaving = self._insisted is not None
            idle = [at for at in possible if leaving or not self.has_focus(at)]
            self._yielding = idle[0] if idle else None

    def _fold_columns(self) -> None:
        for index, column in enumerate(self._columns):
            folded = index in self._put_away or index == self._yielding
            if column.folded != folded:
                column.fold(folded)
            self.setCollapsible(index, not folded)

    def _share(self) -> None:
        folded = {at for at in range(self.count()) if self.is_folded(at)}
        needs = self._needs(folded)
        for column, least in zip(self._columns, self._limits(needs, folded), strict=True):
            column.limit(least)
        unit = self._room() / max(1, sum(self._widths))
        sizes = [
            needs[at] if at in folded else min(max(1, round(width * unit)), self._bound(at))
            for at, width in enumerate(self._widths)
        ]
        growing = self._takers(folded)
        taken = sum(size for at, size in enumerate(sizes) if at not in growing)
        share = (self._room() - taken) / max(1, sum(sizes[at] for at in growing))
        for at in growing:
            sizes[at] = max(1, round(sizes[at] * share))
        self.setSizes(sizes)
        self._shared = self.sizes()

    def _bound(self, index: int) -> int:
        """Return the width in pixels beyond which the column at `index` is given no more."""
        most = self._most[index]
        if most is None:
            return WIDEST
        return self._theme.px(self._drawn.get(index, max(most, self._widths[index])))

    def _takers(self, folded: set[int]) -> set[int]:
        """Return the columns that take what folded ones leave."""
        opened = {*range(self.count())} - folded
        return opened & self._growing or opened

    def _limits(self, needs: Sequence[int], folded: set[int]) -> list[int]:
        """Return the widths below which no column is drawn. What is missing is taken from those
        that may yield, as far as they bear it, and only then from all: they scroll."""
        lack = sum(needs) - self._room()
        limits = list(needs)
        for share in (MOST_TAKEN, 1.0):
            givers = [
                at
                for at in range(self.count())
                if at not in folded and (share == 1.0 or at in self._may_yield)
            ]
            total = sum(limits[at] for at in givers)
            taken = min(max(0, lack), int(total * share))
            for at in givers:
                limits[at] = max(1, limits[at] - math.ceil(taken * limits[at] / max(1, total)))
            lack -= taken
        return limits

    def _needs(self, folded: set[int]) -> Sequence[int]:
        """Return the least width of each column while `folded` ones are strips."""
        return [
            column.strip.sizeHint().width()
            if at in folded
            else max(self._theme.px(self._least[at]), column.need())
            for at, column in enumerate(self._columns)
        ]

    def _room(self) -> int:
        return max(1, self.width() - (self.count() - 1) * self.handleWidth())

    def _on_drawn(self) -> None:
        for index, size in enumerate(self.sizes()):
            if not size and not self.is_folded(index) and not self.fold(index):
                self._fit()
                return
        self._remember(self._shared)

    def _remember(self, shown: Sequence[int]) -> None:
        """Keep the widths, which were `shown` before. What a column gained from folded ones is
        lent: it asks for no more when those are unfolded. So is what one with a most leaves to the
        others: its share stays what it began with at the least."""
        sizes, before = self.sizes(), sum(self._widths)
        folded = {at for at in range(self.count()) if self.is_folded(at)}
        growing = self._takers(folded)
        unit = before / self._room()
        for at in range(self.count()):
            if at in folded or at in growing:
                continue
            wish = max(1, round(sizes[at] * unit))
            if self._most[at] is None:
                self._widths[at] = wish
            elif sizes[at] != shown[at]:
                self._drawn[at] = max(1, round(sizes[at] / self._theme.scale))
                self._widths[at] = max(self._begun[at], wish)
        self._shared = sizes
        left = before - sum(width for at, width in enumerate(self._widths) if at not in growing)
        lent = max(1, left) / max(1, sum(sizes[at] for at in growing))
        for at in growing:
            self._widths[at] = max(1, round(sizes[at] * lent))


def _read(part: str) -> tuple[int, int | None] | None:
    """Return a column's width, negative where it is folded, and where a person drew it, if they
    did; None for what `save_state` never wrote."""
    width, slash, drawn = part.removeprefix("-").partition("/")
    numbers = [width, drawn] if slash else [width]
    if not all(each.isdecimal() and 0 < int(each) <= WIDEST for each in numbers):
        return None
    return int(f"-{width}" if part.startswith("-") else width), int(drawn) if slash else None
