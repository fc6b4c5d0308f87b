"""The accounts at the left of the dialog: the colour of each, its name, and how careful to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from appcues_console.activity.destination import Safety
from appcues_console.ui.controls.account_dot import SIZE, paint_dot
from appcues_console.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 48
NEW = ""
"""The key of the account that is being made and has none yet."""

_KEY = Qt.ItemDataRole.UserRole
_COLOUR = int(Qt.ItemDataRole.UserRole) + 1
_CAPTION = int(Qt.ItemDataRole.UserRole) + 2
_SAFETY = int(Qt.ItemDataRole.UserRole) + 3


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    key: str
    label: str
    colour: str
    caption: str
    safety: Safety


class AccountList(QListWidget):
    """The accounts, Practice first. `chosen(key)`: the person went to another one."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Account list")
        self.setItemDelegate(_Delegate(theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self._on_current)
        theme.changed.connect(self.doItemsLayout)

    @property
    def key(self) -> str:
        """The key of the chosen account."""
        return str(self.currentIndex().data(_KEY) or NEW)

    def show_rows(self, rows: Sequence[Row], chosen: str) -> None:
        """List `rows` and go to the one with the key `chosen`, or to the first; nobody is told."""
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem(self)
            item.setData(_KEY, row.key)
            _fill(item, row)
        self.setCurrentRow(next((at for at, row in enumerate(rows) if row.key == chosen), 0))
        self.blockSignals(False)

    def show_row(self, row: Row) -> None:
        """Show the line of one account anew."""
        for at in range(self.count()):
            if self.item(at).data(_KEY) == row.key:
                _fill(self.item(at), row)

    def _on_current(self) -> None:
        self.chosen.emit(self.key)


def _fill(item: QListWidgetItem, row: Row) -> None:
    item.setText(row.label)
    item.setData(_COLOUR, row.colour)
    item.setData(_CAPTION, row.caption)
    item.setData(_SAFETY, row.safety.value)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.label}, {row.caption.lower()}")


class _Delegate(QStyledItemDelegate):
    """A dot in the account's colour, its name, and below a quiet word on it."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, tokens, px = self._theme, self._theme.tokens, self._theme.px
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = rect.adjusted(px(8), 1, -px(8), -1)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(tokens.selection if focused else tokens.selection_quiet))
            painter.drawRoundedRect(inner, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(inner, 6, 6)
        dot = px(SIZE)
        left = inner.left() + px(8)
        room = QRectF(left, inner.center().y() - dot / 2, dot, dot)
        safety = Safety(index.data(_SAFETY))
        paint_dot(painter, room, tokens.account(str(index.data(_COLOUR))).fill, safety)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), 1.5))
            painter.drawRoundedRect(inner.adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)
        left += dot + px(8)
        lines = (
            (str(index.data()), theme.font_ui(), tokens.text, -px(18)),
            (str(index.data(_CAPTION)), theme.font_small(), tokens.quiet, 0),
        )
        for text, font, colour, up in lines:
            line = QRectF(left, inner.center().y() + up, inner.right() - px(8) - left, px(18))
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetricsF(font).elidedText(
                text, Qt.TextElideMode.ElideRight, max(0.0, line.width())
            )
            painter.drawText(
                line,
                int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                | int(Qt.TextFlag.TextSingleLine),
                shown,
            )
        painter.restore()
