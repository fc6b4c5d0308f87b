"""How a row of the palette is painted: the name with its matching letters marked, the hint beside
it, the keys at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from appcues_console.ui.theme.theme import Theme

from .key_caps import paint_caps
from .matching import Found
from .model import FOUND_ROLE

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 36
MARGIN = 8
PADDING = 12

_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_FLAGS = int(_MIDDLE) | int(Qt.TextFlag.TextSingleLine)


class CommandDelegate(QStyledItemDelegate):
    """Paints the commands that were found."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found = index.data(FOUND_ROLE)
        if not isinstance(found, Found):
            return
        theme, tokens, px = self._theme, self._theme.tokens, self._theme.px
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = rect.adjusted(px(MARGIN), 0, -px(MARGIN), 0)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver) and found.command.enabled
        if chosen or over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selection if chosen else tokens.hover))
            painter.drawRoundedRect(inner, 6, 6)
        inner.adjust(px(PADDING), 0, -px(PADDING), 0)
        right = paint_caps(painter, inner, found.command.shortcut, theme) - px(MARGIN)
        inner.setRight(right)
        colour = tokens.text if found.command.enabled else tokens.faint
        left = self._paint_name(painter, inner, found, colour)
        hint = QFontMetricsF(theme.font_small()).elidedText(
            found.command.hint, Qt.TextElideMode.ElideRight, max(0.0, right - left)
        )
        painter.setFont(theme.font_small())
        painter.setPen(QColor(tokens.quiet if found.command.enabled else tokens.faint))
        painter.drawText(QRectF(left, inner.top(), right - left, inner.height()), _FLAGS, hint)
        painter.restore()

    def _paint_name(self, painter: QPainter, rect: QRectF, found: Found, colour: str) -> float:
        """Paint the name, the letters at the places found in the accent, and return where it
        ends."""
        theme, tokens = self._theme, self._theme.tokens
        plain, strong = theme.font_ui(), theme.font_heading()
        places, left = frozenset(found.places), rect.left()
        for text, marked in runs(found.command.name, places):
            font: QFont = strong if marked else plain
            metrics = QFontMetricsF(font)
            shown = metrics.elidedText(
                text, Qt.TextElideMode.ElideRight, max(0.0, rect.right() - left)
            )
            painter.setFont(font)
            usable = found.command.enabled
            painter.setPen(QColor(tokens.accent_text if marked and usable else colour))
            width = metrics.horizontalAdvance(shown)
            painter.drawText(QRectF(left, rect.top(), width + 1, rect.height()), _FLAGS, shown)
            left += width
        return left + theme.px(10)


def runs(name: str, places: frozenset[int]) -> list[tuple[str, bool]]:
    """Return `name` cut where marked letters begin and end, each piece with whether it is
    marked."""
    made: list[tuple[str, bool]] = []
    for place, character in enumerate(name):
        marked = place in places
        if made and made[-1][1] is marked:
            made[-1] = (made[-1][0] + character, marked)
        else:
            made.append((character, marked))
    return made
